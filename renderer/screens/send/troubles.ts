// Which troubles the form shows: one node that does not answer is told of once, not beside each question to it. Pure.
import type { Trouble } from '../../app/networks/answer.ts';
import type { SendRun } from './send-store.ts';

export interface Troubles {
  readonly run: SendRun;
  readonly balance: Trouble | undefined;
  readonly fee: Trouble | undefined;
}

/** What was asked for last is told; of the others what is not the same. */
export function shownTroubles({ run, balance, fee }: Troubles): Pick<Troubles, 'balance' | 'fee'> {
  const ofRun = run.status === 'troubled' ? run.trouble : undefined;
  return {
    balance: isSame(balance, ofRun) ? undefined : balance,
    fee: isSame(fee, ofRun) || isSame(fee, balance) ? undefined : fee,
  };
}

function isSame(one: Trouble | undefined, other: Trouble | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.by === 'app' || other.by === 'app') {
    return one.by === 'app' && other.by === 'app' && one.failure.code === other.failure.code;
  }
  return one.problem.reason === other.problem.reason && one.problem.endpoint === other.problem.endpoint;
}
