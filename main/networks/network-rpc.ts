// The endpoints of one network as one: asks the first that is well, falls back to the next, comes back with growing
// pauses. Only for what may be asked twice; sending is broadcaster.ts's.
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import type { EndpointClient } from './endpoint-client.ts';
import type { Rpc } from './json-rpc.ts';
import { NetworkError, throwIfCancelled } from './network-error.ts';
import { wait } from './wait.ts';

const ROUNDS = 3;
const FIRST_PAUSE_MS = 250;
/** After that nobody begins again: somebody is waiting. */
const LAST_ROUND_MS = 20_000;
/** So long an endpoint that failed is asked last. */
const DEMOTED_MS = 30_000;

export interface RpcTiming {
  readonly rounds?: number | undefined;
  readonly firstPauseMs?: number | undefined;
}

/** Why there is nobody to ask. */
type Nobody = 'no-endpoint' | 'endpoint-locked';

export class NetworkRpc {
  readonly chainId: number;
  readonly endpoints: readonly EndpointClient[];
  readonly #timing: RpcTiming;
  readonly #nobody: Nobody;
  readonly #failedAtMs = new Map<EndpointClient, number>();

  constructor(
    chainId: number,
    endpoints: readonly EndpointClient[],
    timing: RpcTiming = {},
    nobody: Nobody = 'no-endpoint',
  ) {
    this.#nobody = nobody;
    this.chainId = chainId;
    this.endpoints = endpoints;
    this.#timing = timing;
  }

  get isLocal(): boolean {
    return this.endpoints.every(({ address }) => address.isLoopback);
  }

  get requests(): number {
    return this.endpoints.reduce((sum, { requests }) => sum + requests, 0);
  }

  /**
   * Runs all of `ask` against one endpoint, so that its answers belong together; when that endpoint fails, all of it
   * against the next. @throws NetworkError the last endpoint's
   */
  async read<T>(ask: (rpc: Rpc) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { rounds = ROUNDS, firstPauseMs = FIRST_PAUSE_MS } = this.#timing;
    const startedMs = performance.now();
    const useless = new Set<EndpointClient>();
    let last = new NetworkError(this.#nobody);
    for (let round = 0; round < rounds && useless.size < this.endpoints.length; round += 1) {
      if (performance.now() - startedMs > LAST_ROUND_MS) break;
      if (round > 0) await wait(backOff(round, firstPauseMs), signal);
      for (const endpoint of this.#inOrder()) {
        if (useless.has(endpoint)) continue;
        throwIfCancelled(signal);
        try {
          return await this.#ask(endpoint, ask, signal);
        } catch (error) {
          if (!(error instanceof NetworkError) || !(error.isTransient || error.isOfTheEndpoint)) throw error;
          last = error;
          if (error.isOfTheEndpoint) useless.add(endpoint);
        }
      }
    }
    throw last;
  }

  async #ask<T>(endpoint: EndpointClient, ask: (rpc: Rpc) => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      await endpoint.requireChain(this.chainId, signal, false);
      const answer = await ask(endpoint.bind(signal));
      this.#failedAtMs.delete(endpoint);
      return answer;
    } catch (error) {
      if (error instanceof NetworkError && (error.isTransient || error.isOfTheEndpoint))
        this.#failedAtMs.set(endpoint, performance.now());
      throw error;
    }
  }

  /** As configured, those that failed lately at the end. */
  #inOrder(): EndpointClient[] {
    const since = performance.now() - DEMOTED_MS;
    const failed = (endpoint: EndpointClient): boolean =>
      (this.#failedAtMs.get(endpoint) ?? Number.NEGATIVE_INFINITY) > since;
    return [...this.endpoints].sort((a, b) => Number(failed(a)) - Number(failed(b)));
  }
}

/** Twice as long each time, and between half and all of it, so that many do not come back at once. */
function backOff(round: number, firstPauseMs: number): number {
  return firstPauseMs * 2 ** (round - 1) * (0.5 + (randomBytes(1)[0] ?? 0) / 510);
}
