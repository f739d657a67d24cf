// Main's side of a payment, for tests of the Send screen: answers as a node would, remembers who holds which nonce,
// and goes wrong where a test says so.
import type { NetworkProblem, TrackedInput } from '../../../../../preload/networks.ts';
import type { NetworkCalls } from '../../../../../renderer/app/networks/answer.ts';
import { ACCOUNT, bad, good, trackedText } from '../../app/networks/network-samples.ts';

type Name = keyof NetworkCalls;

export class FakeNetwork {
  native = '10000000000000000000';
  extraFeeWei = '0';
  promisedBefore = 0;
  waitsFor: readonly string[] = [];
  readonly tokens: Record<string, string> = {};
  /** Instead of the usual answer. */
  readonly problems: Partial<Record<Name, NetworkProblem>> = {};
  /** Held until the test lets it go on. */
  readonly gates: Partial<Record<Name, Promise<unknown>>> = {};
  revert: string | undefined;
  returned = '0x';
  sentAs: Partial<TrackedInput> = {};
  journal: readonly TrackedInput[] = [];
  readonly asked: Name[] = [];
  readonly held = new Set<string>();
  readonly broadcasts: string[] = [];
  readonly cancelled: string[] = [];
  readonly #running = new Set<string>();
  #reserved = 0;

  readonly calls = {
    balances: (input) =>
      this.#answer('balances', input.task, () => ({
        block: { number: '7', hash: `0x${'00'.repeat(32)}`, timeMs: 1 },
        balances: input.accounts.flatMap((account) => [
          { account, asset: 'native', amount: this.native },
          ...input.tokens.map((asset) => ({ account, asset, amount: this.tokens[asset] ?? null })),
        ]),
        cost: { calls: 1, requests: 1 },
      })),
    fees: ({ task }) =>
      this.#answer('fees', task, () => {
        const tier = (gwei: number) => ({
          maxFeePerGasWei: `${gwei}000000000`,
          maxPriorityFeePerGasWei: '1000000000',
        });
        const tiers = { slow: tier(2), normal: tier(3), fast: tier(4) };
        return {
          kind: 'eip1559',
          baseFeeWei: '1000000000',
          tiers,
          capped: false,
          extraFeeWei: this.extraFeeWei,
        };
      }),
    estimateGas: ({ task, call }) =>
      this.#answer('estimateGas', task, () =>
        this.revert === undefined
          ? { result: 'done', ...(call.data === '0x' ? PLAIN : CALL) }
          : { result: 'reverted', revert: { kind: 'text', text: this.revert } },
      ),
    simulate: ({ task }) =>
      this.#answer('simulate', task, () =>
        this.revert === undefined
          ? { result: 'done', returned: this.returned }
          : { result: 'reverted', revert: { kind: 'text', text: this.revert } },
      ),
    reserveNonce: ({ task }) =>
      this.#answer('reserveNonce', task, () => {
        const reservationId = String(this.#reserved).padStart(22, 'r');
        const nonce = String(this.held.size);
        this.#reserved += 1;
        this.held.add(reservationId);
        return { reservationId, nonce, waitsFor: [...this.waitsFor], promisedBefore: this.promisedBefore };
      }),
    releaseNonce: async ({ reservationId }) => {
      this.held.delete(reservationId);
      return undefined;
    },
    broadcast: ({ raw, reservationId }) => {
      this.broadcasts.push(raw);
      return this.#answer('broadcast', undefined, () => {
        if (reservationId !== undefined) this.held.delete(reservationId);
        return trackedText({ account: ACCOUNT, ...this.sentAs });
      });
    },
    transactions: () => this.#answer('transactions', undefined, () => [...this.journal]),
    cancel: async ({ task }) => {
      this.cancelled.push(task);
      return undefined;
    },
  } as Partial<NetworkCalls> as NetworkCalls;

  /** As main has it: a second task of the same name would end the first. */
  async #answer<T>(name: Name, task: string | undefined, value: () => T) {
    this.asked.push(name);
    if (task !== undefined && this.#running.has(task)) throw new Error(`two tasks are called ${task}`);
    if (task !== undefined) this.#running.add(task);
    await this.gates[name];
    await new Promise((resolve) => setTimeout(resolve));
    if (task !== undefined) this.#running.delete(task);
    const problem = this.problems[name];
    return problem === undefined ? good(value()) : bad(problem);
  }
}

const PLAIN = { gas: '21000', gasLimit: '21000' };
const CALL = { gas: '50000', gasLimit: '60000' };
