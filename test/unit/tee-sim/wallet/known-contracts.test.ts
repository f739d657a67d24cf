// The bundled lists: how they are spelled, and what they answer. That their facts are right no test can know; that no
// digit of them is mistyped, the checksum of each address can.
import { getAddress } from 'viem';
import { expect, it } from 'vitest';
import { type Address, addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { knownAddressSchema } from '../../../../tee-sim/protocol/review.ts';
import { KNOWN_COLLECTIONS } from '../../../../tee-sim/wallet/known/collectibles.ts';
import { KNOWN_CONTRACTS } from '../../../../tee-sim/wallet/known/contracts.ts';
import { KNOWN_TOKENS } from '../../../../tee-sim/wallet/known/tokens.ts';
import { bundledTokens, knownContract } from '../../../../tee-sim/wallet/known-contracts.ts';

interface Row {
  readonly chainId: number;
  readonly address: Address;
}
const tokens = Object.entries(KNOWN_TOKENS).flatMap(([chainId, rows]) =>
  rows.map(([text, decimals, contract]) => ({ ...rowOf(chainId, contract), text, decimals })),
);
const collections = Object.entries(KNOWN_COLLECTIONS).flatMap(([chainId, rows]) =>
  rows.map(([standard, text, contract]) => ({ ...rowOf(chainId, contract), text, standard })),
);
const contracts = KNOWN_CONTRACTS.flatMap(({ name, contract, chains }) =>
  chains.map((chainId) => ({ ...rowOf(chainId, contract), text: name })),
);
const all = [...tokens, ...collections, ...contracts];

function rowOf(chainId: number | string, contract: string): Row {
  return { chainId: Number(chainId), address: contract as Address };
}

it('spells every address with its checksum, and lists none twice', () => {
  expect(all.length).toBeGreaterThan(100);
  for (const { address } of all) expect(address).toBe(getAddress(address.toLowerCase()));
  const keys = all.map(({ chainId, address }) => `${chainId}/${address}`);
  expect(new Set(keys).size).toBe(keys.length);
});

it('calls no two tokens of a chain the same', () => {
  const names = tokens.map(({ chainId, text }) => `${chainId}/${text}`);
  expect(new Set(names).size).toBe(names.length);
});

it('answers what the lists say, in a form that a review can carry', () => {
  for (const { chainId, address, text, decimals } of tokens) {
    expect(knownContract(chainId, address)).toEqual({ as: 'token', text, decimals });
    expect(bundledTokens.standardOf(chainId, address)).toBe('erc20');
  }
  for (const { chainId, address, text, standard } of collections) {
    expect(knownContract(chainId, address)).toEqual({ as: 'token', text });
    expect(bundledTokens.standardOf(chainId, address)).toBe(standard);
  }
  for (const { chainId, address, text } of contracts) {
    expect(knownContract(chainId, address)).toEqual({ as: 'contract', text });
    expect(bundledTokens.standardOf(chainId, address)).toBeUndefined();
  }
  for (const { chainId, address } of all) {
    const known = { address, ...knownContract(chainId, address) };
    expect(knownAddressSchema.safeParse(known).success).toBe(true);
  }
});

it('knows nothing on another chain, nor what differs by one digit', () => {
  for (const { address } of all) {
    expect(knownContract(31337, address)).toBeUndefined();
    expect(bundledTokens.standardOf(31337, address)).toBeUndefined();
    const other = addressSchema.parse(
      `${address.slice(0, -1)}${address.endsWith('0') ? '1' : '0'}`.toLowerCase(),
    );
    expect(knownContract(1, other)).toBeUndefined();
    expect(bundledTokens.standardOf(1, other)).toBeUndefined();
  }
});
