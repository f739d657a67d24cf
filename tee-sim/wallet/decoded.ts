// What tells who takes part in a call, and whether an allowance is without end.

import type { DecodedFlag, Party } from '../protocol/decoded.ts';
import type { Address } from '../protocol/payment.ts';

export type TokenStandard = 'erc20' | 'erc721' | 'erc1155';

/** Which contracts are known to be tokens. Whoever passes it vouches for it: only bundled lists make a call clear. */
export interface TokenBook {
  standardOf(chainId: number, contract: Address): TokenStandard | undefined;
}

export interface Call {
  readonly chainId: number;
  /** Whose call it is. */
  readonly from: Address;
  readonly to: Address;
  readonly valueWei: bigint;
  readonly data: Uint8Array;
}

/** The "infinite" of tokens that count in 96 bits: 79 thousand million of a token with 18 decimals. */
const UNLIMITED_FROM = (1n << 96n) - 1n;

/** So many units hardly anybody will ever have. */
export function isUnlimited(allowance: bigint): boolean {
  return allowance >= UNLIMITED_FROM;
}

export const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000' as Address;

/** Flags that follow from who takes part. */
export function partyFlags(parties: readonly Party[], chainId: number, tokens: TokenBook): DecodedFlag[] {
  const flags: DecodedFlag[] = [];
  if (parties.some(({ role, address }) => role !== 'owner' && address === ZERO_ADDRESS)) {
    flags.push('zero-address');
  }
  const isToken = ({ address }: Party): boolean => tokens.standardOf(chainId, address) !== undefined;
  const contracts = new Set(parties.filter(({ role }) => role === 'contract').map(({ address }) => address));
  if (
    parties.some((party) => party.role === 'recipient' && (isToken(party) || contracts.has(party.address)))
  ) {
    flags.push('token-contract-as-recipient');
  }
  return flags;
}
