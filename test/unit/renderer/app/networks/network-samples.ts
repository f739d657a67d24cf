// Networks and transactions as main says them, for tests of the renderer.
import {
  type NetworkProblem,
  type NetworkView,
  type OfferedNetwork,
  type TrackedInput,
  type TrackedTransaction,
  trackedSchema,
} from '../../../../../preload/networks.ts';

export const ACCOUNT = '0x1111111111111111111111111111111111111111';
export const HASH = `0x${'ab'.repeat(32)}`;

export const LOCAL: NetworkView = {
  chainId: 31_337,
  name: 'Anvil',
  symbol: 'ETH',
  confirmations: 3,
  endpoints: [{ id: 'local-node', label: 'http://127.0.0.1:8545', hasCredentials: false, kept: 'plain' }],
  bundlers: [],
};

export const OFFERED: readonly OfferedNetwork[] = [
  {
    chainId: 31_337,
    name: 'Anvil',
    symbol: 'ETH',
    confirmations: 1,
    suggestedUrl: 'http://127.0.0.1:8545',
  },
  {
    chainId: 1,
    name: 'Ethereum',
    symbol: 'ETH',
    confirmations: 12,
    explorer: 'https://etherscan.io',
  },
];

export function trackedText(change: Partial<TrackedInput> = {}): TrackedInput {
  return {
    kind: 'transaction',
    hash: HASH,
    chainId: 31_337,
    account: ACCOUNT,
    nonce: '4',
    to: ACCOUNT,
    valueWei: '1000',
    state: 'pending',
    createdAtMs: 1_800_000_000_000,
    confirmations: 0,
    confirmationsNeeded: 3,
    settled: false,
    reorganizations: 0,
    ...change,
  };
}

export function tracked(change: Partial<TrackedInput> = {}): TrackedTransaction {
  return trackedSchema.parse(trackedText(change));
}

export function good<T>(value: T): Promise<{ ok: true; value: T }> {
  return Promise.resolve({ ok: true, value });
}

export function bad(problem: NetworkProblem): Promise<{ ok: false; problem: NetworkProblem }> {
  return Promise.resolve({ ok: false, problem });
}
