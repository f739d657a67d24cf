// The networks on offer: those whose own coin is ETH, by EIP-155 chain id. Names are proper names, not translated.

export const CHAINS = [
  { id: 1, name: 'Ethereum' },
  { id: 8453, name: 'Base' },
  { id: 42161, name: 'Arbitrum One' },
  { id: 10, name: 'OP Mainnet' },
  { id: 11155111, name: 'Sepolia' },
  { id: 31337, name: 'Anvil' },
] as const;

export type ChainId = (typeof CHAINS)[number]['id'];

export function chainName(id: number): string {
  return CHAINS.find((chain) => chain.id === id)?.name ?? String(id);
}
