// What came of asking a network: a value, or why there is none. Two kinds of trouble: the network's, or our own.
import type { NetworkProblem } from '../../../preload/networks.ts';
import { type TeeFailure, toTeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { CheckedBridge } from '../bridge.ts';

export type NetworkCalls = CheckedBridge['networks'];

export type Trouble =
  | { readonly by: 'network'; readonly problem: NetworkProblem }
  /** The contract, or the bridge itself, refused the call. */
  | { readonly by: 'app'; readonly failure: TeeFailure };

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: Trouble };

/** As the contract's `networks` calls answer. */
type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: NetworkProblem };

/** Never rejects. */
export async function answerOf<T>(asked: Promise<Outcome<T>>): Promise<Answer<T>> {
  try {
    const outcome = await asked;
    return outcome.ok
      ? { ok: true, value: outcome.value }
      : { ok: false, trouble: { by: 'network', problem: outcome.problem } };
  } catch (error) {
    return { ok: false, trouble: { by: 'app', failure: toTeeFailure(error, 'API') } };
  }
}

/** The person's own doing: nothing to complain about. */
export function wasStopped(trouble: Trouble): boolean {
  return trouble.by === 'network' && trouble.problem.reason === 'cancelled';
}

let tasks = 0;

/** A name for one call, to cancel it by. */
export function newTask(): string {
  tasks += 1;
  return `page-${tasks}`;
}
