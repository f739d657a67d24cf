// The one error of this folder: a reason of the contract's closed list, and what may be told about it. Never an
// endpoint's address, only its label.
import type { NetworkProblem, NetworkReason } from '../../preload/networks.ts';

/** The other end may be better next time, or another endpoint now. */
const TRANSIENT: ReadonlySet<NetworkReason> = new Set([
  'unreachable',
  'timed-out',
  'incomplete',
  'rate-limited',
  'server-error',
]);

/** Another endpoint may do what this one cannot; asking this one again is of no use. */
const OF_THE_ENDPOINT: ReadonlySet<NetworkReason> = new Set([
  'tls',
  'redirected',
  'unauthorized',
  'too-large',
  'not-json',
  'bad-answer',
  'wrong-chain',
  'endpoint-locked',
]);

interface Details extends Omit<NetworkProblem, 'reason'> {
  /** False only when it is certain that the request never arrived. */
  readonly mayHaveArrived?: boolean;
  /** Of an `rpc-error`: its `data`, unjudged. */
  readonly data?: unknown;
  /** How long the endpoint asked to be left alone. */
  readonly retryAfterMs?: number | undefined;
}

export class NetworkError extends Error {
  readonly problem: NetworkProblem;
  readonly mayHaveArrived: boolean;
  readonly data: unknown;
  readonly retryAfterMs: number | undefined;

  constructor(reason: NetworkReason, details: Details = {}) {
    super(reason);
    this.name = 'NetworkError';
    const { mayHaveArrived = true, data, retryAfterMs, ...told } = details;
    this.problem = { reason, ...told };
    this.mayHaveArrived = mayHaveArrived;
    this.data = data;
    this.retryAfterMs = retryAfterMs;
  }

  get reason(): NetworkReason {
    return this.problem.reason;
  }

  get isTransient(): boolean {
    return TRANSIENT.has(this.reason);
  }

  get isOfTheEndpoint(): boolean {
    return OF_THE_ENDPOINT.has(this.reason);
  }
}

/** @throws NetworkError cancelled */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new NetworkError('cancelled');
}
