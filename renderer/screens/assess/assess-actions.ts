// What a person can do on the assess screen. Each action leaves the store in a state that can be shown.
import type { Invoked } from '../../../tee-sim/client/one-request.ts';
import type { Assessment } from '../../../tee-sim/protocol/assessment.ts';
import type { CommandName, CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { Features } from '../../../tee-sim/protocol/features.ts';
import type { PaymentInput } from '../../../tee-sim/protocol/payment.ts';
import { type Authorized, type Cancelled, wasCancelled } from '../../app/authorized.ts';
import { awaitOutcome, lostOperation } from '../../app/await-outcome.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import type { Assessed, AssessStore, Authorization } from './assess-store.ts';
import { type FormValues, paymentOf } from './payment-form-rules.ts';

const LATEST_ROWS = 5;

export interface Services {
  readonly tee: Tee;
  readonly authorized: Pick<Authorized, 'invoke'>;
  /** The log is the device owner's to see. */
  readonly isDeviceOwner: boolean;
}

export function editPayment(store: AssessStore, change: Partial<FormValues>): void {
  store.setState(({ values }) => ({ values: { ...values, ...change } }));
}

export type Submitted = 'sent' | 'has-problems' | 'under-way';

/**
 * Sends the form as it is, unless it has problems or an earlier request is under way: to be assessed only, or to be
 * authorized from the wallet that was chosen.
 */
export async function submitPayment(
  store: AssessStore,
  services: Services,
  readFeatures: () => Features,
  monotonicNowMs: () => number,
): Promise<Submitted> {
  const { values, run, wallets } = store.getState();
  if (run.status === 'busy' || run.status === 'unknown') return 'under-way';
  const payment = paymentOf(values);
  if (payment === undefined) {
    store.setState({ attempted: true });
    return 'has-problems';
  }
  const startedAtMs = monotonicNowMs();
  store.setState({ run: { status: 'busy' } });
  const request: SentRequest = { values, features: readFeatures(), payment };
  const wallet = wallets.find(({ walletId }) => walletId === values.walletId);
  if (wallet === undefined) await assess(store, services, request, () => monotonicNowMs() - startedAtMs);
  else await authorize(store, services, request, wallet);
  const { tee, isDeviceOwner } = services;
  await Promise.all([isDeviceOwner ? loadLatest(store, tee) : undefined, loadWallets(store, tee)]);
  return 'sent';
}

interface SentRequest {
  readonly values: FormValues;
  readonly features: Features;
  readonly payment: PaymentInput;
}

async function assess(
  store: AssessStore,
  { tee }: Services,
  { values, features, payment }: SentRequest,
  elapsedMs: () => number,
): Promise<void> {
  await run(store, tee, 'ASSESS_PAYMENT', {
    send: () => tee.invoke('ASSESS_PAYMENT', { payment }, { features }),
    assessed: ({ assessedAtMs: atMs, ...answer }, exchange) => {
      const totalMs = exchange === undefined ? undefined : elapsedMs();
      return { values, features, ...answer, atMs, authorization: undefined, exchange, totalMs };
    },
  });
}

async function authorize(
  store: AssessStore,
  { tee, authorized }: Services,
  { values, features, payment }: SentRequest,
  { walletId, name: walletName }: Omit<Authorization, 'conditions' | 'walletName'> & { name: string },
): Promise<void> {
  const options = { features, because: knownReasons(store, payment) };
  await run(store, tee, 'AUTHORIZE_PAYMENT', {
    send: () => authorized.invoke('AUTHORIZE_PAYMENT', { walletId, payment }, options),
    assessed: ({ permission: { conditions }, ...answer }, exchange) => {
      const authorization = { walletId, walletName, conditions };
      return { values, features, ...answer, authorization, exchange, totalMs: undefined };
    },
  });
}

/** Why this very payment is risky, where it was assessed before. */
function knownReasons(store: AssessStore, payment: PaymentInput): Assessment['factors'] {
  const { assessed } = store.getState();
  const before = assessed === undefined ? undefined : paymentOf(assessed.values);
  return JSON.stringify(before) === JSON.stringify(payment) ? (assessed?.assessment.factors ?? []) : [];
}

interface Work<C extends CommandName> {
  readonly send: () => Promise<Invoked<C> | Cancelled>;
  readonly assessed: (result: CommandResult<C>, exchange: Assessed['exchange']) => Assessed;
}

async function run<C extends CommandName>(
  store: AssessStore,
  tee: Tee,
  command: C,
  { send, assessed }: Work<C>,
): Promise<void> {
  try {
    const outcome = await send();
    if (wasCancelled(outcome)) store.setState({ run: { status: 'idle' } });
    else showAssessed(store, assessed(outcome.result, outcome.exchange));
  } catch (error) {
    const lost = lostOperation(error);
    if (lost === undefined) {
      const refused = refusedBy(error);
      const status = refused.failure.layer === undefined ? 'failed' : 'denied';
      store.setState({ run: { status, ...refused } });
      return;
    }
    store.setState({ run: { status: 'unknown', operationId: lost.id } });
    const found = await awaitOutcome(tee, lost, command);
    if (found.outcome === 'committed') return showAssessed(store, assessed(found.result, undefined));
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

/** The wallets to choose from. A failure leaves what was there, and without any a payment can be assessed. */
export async function loadWallets(store: AssessStore, tee: Tee): Promise<void> {
  try {
    const { wallets } = (await tee.invoke('LIST_WALLETS', {})).result;
    store.setState(({ values }) => ({
      wallets,
      values: wallets.some(({ walletId }) => walletId === values.walletId)
        ? values
        : { ...values, walletId: undefined },
    }));
  } catch {
    // As above.
  }
}

function showAssessed(store: AssessStore, assessed: Assessed): void {
  store.setState({ run: { status: 'idle' }, attempted: false, assessed });
}
