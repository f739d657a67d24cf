// The names that the TEE itself vouches for: its bundled lists of tokens and contracts, by chain and address.
import type { Address } from '../protocol/payment.ts';
import type { TokenBook, TokenStandard } from './decoded.ts';
import { KNOWN_COLLECTIONS } from './known/collectibles.ts';
import { KNOWN_CONTRACTS } from './known/contracts.ts';
import { KNOWN_TOKENS } from './known/tokens.ts';

export interface KnownContract {
  readonly as: 'token' | 'contract';
  /** A token's symbol, a collection's or contract's name. */
  readonly text: string;
  /** Of ERC-20 tokens. */
  readonly decimals?: number;
}
interface Entry {
  readonly known: KnownContract;
  readonly standard?: TokenStandard;
}

const ENTRIES: ReadonlyMap<string, Entry> = collectEntries();

/** What the bundled lists call this contract; `undefined` for anything else. */
export function knownContract(chainId: number, address: Address): KnownContract | undefined {
  return ENTRIES.get(keyOf(chainId, address))?.known;
}

/** The bundled list of tokens: what makes their transfers and approvals clear. */
export const bundledTokens: TokenBook = {
  standardOf: (chainId, contract) => ENTRIES.get(keyOf(chainId, contract))?.standard,
};

function keyOf(chainId: number, address: string): string {
  return `${chainId}/${address}`;
}

function collectEntries(): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { name, contract, chains } of KNOWN_CONTRACTS) {
    for (const chainId of chains) {
      entries.set(keyOf(chainId, contract), { known: { as: 'contract', text: name } });
    }
  }
  for (const [chainId, rows] of Object.entries(KNOWN_TOKENS)) {
    for (const [text, decimals, contract] of rows) {
      entries.set(keyOf(Number(chainId), contract), {
        known: { as: 'token', text, decimals },
        standard: 'erc20',
      });
    }
  }
  for (const [chainId, rows] of Object.entries(KNOWN_COLLECTIONS)) {
    for (const [standard, text, contract] of rows) {
      entries.set(keyOf(Number(chainId), contract), { known: { as: 'token', text }, standard });
    }
  }
  return entries;
}
