// What a person can do on the assess screen. Each action leaves the store in a state that can be shown.
import type { Exchange } from '../../../tee-sim/client/exchange.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { Features } from '../../../tee-sim/protocol/features.ts';
import type { PaymentInput } from '../../../tee-sim/protocol/payment.ts';
import { awaitOutcome, lostOperation } from '../../app/await-outcome.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import type { Asked } from '../../behaviour/use-observed-form.ts';
import type { Assessed, AssessStore } from './assess-store.ts';
import { type FormValues, paymentOf } from './payment-form-rules.ts';

const LATEST_ROWS = 5;

export interface Services {
  readonly tee: Tee;
  /** The log is the device owner's to see. */
  readonly isDeviceOwner: boolean;
}

export function editPayment(store: AssessStore, change: Partial<FormValues>): void {
  store.setState(({ values }) => ({ values: { ...values, ...change } }));
}

/** Sends the form as it is, unless it has problems or an earlier request is under way. */
export async function submitPayment(
  store: AssessStore,
  { tee, isDeviceOwner }: Services,
  readFeatures: () => Features,
  monotonicNowMs: () => number,
): Promise<Asked> {
  const { values, run } = store.getState();
  if (run.status === 'busy' || run.status === 'unknown') return 'under-way';
  const payment = paymentOf(values);
  if (payment === undefined) {
    store.setState({ attempted: true });
    return 'has-problems';
  }
  const startedAtMs = monotonicNowMs();
  store.setState({ run: { status: 'busy' } });
  const request: SentRequest = { values, features: readFeatures(), payment };
  await assess(store, tee, request, () => monotonicNowMs() - startedAtMs);
  if (isDeviceOwner) await loadLatest(store, tee);
  return 'asked';
}

interface SentRequest {
  readonly values: FormValues;
  readonly features: Features;
  readonly payment: PaymentInput;
}

async function assess(
  store: AssessStore,
  tee: Tee,
  { values, features, payment }: SentRequest,
  elapsedMs: () => number,
): Promise<void> {
  const assessed = (
    { assessedAtMs: atMs, ...answer }: CommandResult<'ASSESS_PAYMENT'>,
    exchange?: Exchange,
  ): Assessed => {
    const totalMs = exchange === undefined ? undefined : elapsedMs();
    return { values, features, ...answer, atMs, exchange, totalMs };
  };
  try {
    const { result, exchange } = await tee.invoke('ASSESS_PAYMENT', { payment }, { features });
    showAssessed(store, assessed(result, exchange));
  } catch (error) {
    const lost = lostOperation(error);
    if (lost === undefined) {
      const refused = refusedBy(error);
      const status = refused.failure.layer === undefined ? 'failed' : 'denied';
      store.setState({ run: { status, ...refused } });
      return;
    }
    store.setState({ run: { status: 'unknown', operationId: lost.id } });
    const found = await awaitOutcome(tee, lost, 'ASSESS_PAYMENT');
    if (found.outcome === 'committed') return showAssessed(store, assessed(found.result));
    const status = found.outcome === 'not-carried-out' ? 'not-carried-out' : 'failed';
    store.setState({ run: { status, failure: found.failure, trace: undefined } });
  }
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
