// Networks that are offered and off until somebody chooses them. Which endpoint to trust is the person's to say, so
// none is suggested but a node on this machine.
import type { OfferedNetwork } from '../../preload/networks.ts';

const ether = { symbol: 'ETH' } as const;

export const KNOWN_NETWORKS: readonly OfferedNetwork[] = [
  {
    chainId: 31_337,
    name: 'Anvil',
    ...ether,
    confirmations: 1,
    suggestedUrl: 'http://127.0.0.1:8545',
  },
  { chainId: 1, name: 'Ethereum', ...ether, explorer: 'https://etherscan.io', confirmations: 12 },
  {
    chainId: 11_155_111,
    name: 'Sepolia',
    ...ether,
    explorer: 'https://sepolia.etherscan.io',
    confirmations: 6,
  },
  {
    chainId: 10,
    name: 'OP Mainnet',
    ...ether,
    explorer: 'https://optimistic.etherscan.io',
    confirmations: 20,
  },
  { chainId: 8_453, name: 'Base', ...ether, explorer: 'https://basescan.org', confirmations: 20 },
  { chainId: 42_161, name: 'Arbitrum One', ...ether, explorer: 'https://arbiscan.io', confirmations: 20 },
  {
    chainId: 137,
    name: 'Polygon PoS',
    symbol: 'POL',
    explorer: 'https://polygonscan.com',
    confirmations: 64,
  },
];

/** What the coin of a well-known chain is called is not the person's to say: amounts are told with it. */
export function coinSymbol({ chainId, symbol }: Pick<OfferedNetwork, 'chainId' | 'symbol'>): string {
  return KNOWN_NETWORKS.find((known) => known.chainId === chainId)?.symbol ?? symbol;
}
