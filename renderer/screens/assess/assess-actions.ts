// What a person can do on the assess screen. Each action leaves the store in a state that can be shown.
import { toTeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { Features } from '../../../tee-sim/protocol/features.ts';
import { awaitOutcome, lostOperation } from '../../app/await-outcome.ts';
import type { Tee } from '../../app/tee.ts';
import type { Assessed, AssessStore } from './assess-store.ts';
import { type FormValues, paymentOf } from './payment-form-rules.ts';

const LATEST_ROWS = 5;

export function editPayment(store: AssessStore, change: Partial<FormValues>): void {
  store.setState(({ values }) => ({ values: { ...values, ...change } }));
}

export type Submitted = 'sent' | 'has-problems' | 'under-way';

/** Sends the form as it is, unless it has problems or an earlier request is under way. */
export async function assessPayment(
  store: AssessStore,
  tee: Tee,
  readFeatures: () => Features,
  monotonicNowMs: () => number,
): Promise<Submitted> {
  const { values, run } = store.getState();
  if (run.status === 'busy' || run.status === 'unknown') return 'under-way';
  const payment = paymentOf(values);
  if (payment === undefined) {
    store.setState({ attempted: true });
    return 'has-problems';
  }
  const startedAtMs = monotonicNowMs();
  store.setState({ run: { status: 'busy' } });
  const features = readFeatures();
  try {
    const { result, exchange } = await tee.invoke('ASSESS_PAYMENT', { payment }, { features });
    const totalMs = monotonicNowMs() - startedAtMs;
    showAssessed(store, { values, features, result, exchange, totalMs });
  } catch (error) {
    await handleFailure(store, tee, error, (result) => {
      showAssessed(store, { values, features, result, exchange: undefined, totalMs: undefined });
    });
  }
  await loadLatest(store, tee);
  return 'sent';
}

/** The newest rows of the log. A failure leaves what was there: the connection says what is wrong. */
export async function loadLatest(store: AssessStore, tee: Tee): Promise<void> {
  try {
    const { result } = await tee.invoke('LIST_RISK_LOGS', { limit: LATEST_ROWS });
    store.setState({ latest: result.rows, latestDamaged: result.damaged });
  } catch {
    // Shown elsewhere; the rows are an extra here.
  }
}

function showAssessed(store: AssessStore, assessed: Assessed): void {
  store.setState({ run: { status: 'idle' }, attempted: false, assessed });
}

async function handleFailure(
  store: AssessStore,
  tee: Tee,
  error: unknown,
  recovered: (result: CommandResult<'ASSESS_PAYMENT'>) => void,
): Promise<void> {
  const lost = lostOperation(error);
  if (lost === undefined) {
    store.setState({ run: { status: 'failed', failure: toTeeFailure(error, 'API') } });
    return;
  }
  store.setState({ run: { status: 'unknown', operationId: lost.id } });
  const found = await awaitOutcome(tee, lost, 'ASSESS_PAYMENT');
  if (found.outcome === 'committed') return recovered(found.result);
  const status = found.outcome === 'not-carried-out' ? 'not-carried-out' : 'failed';
  store.setState({ run: { status, failure: found.failure } });
}
