import { expect, it } from 'vitest';
import type { Decoded } from '../../../../tee-sim/protocol/decoded.ts';
import type { Address } from '../../../../tee-sim/protocol/payment.ts';
import { PERMIT2 } from '../../../../tee-sim/wallet/decode-call.ts';
import { decodeTypedData } from '../../../../tee-sim/wallet/decode-typed-data.ts';
import { spendOf } from '../../../../tee-sim/wallet/spend.ts';
import { parseTypedData } from '../../../../tee-sim/wallet/typed-data.ts';
import { bytesToAddress, MAX_UINT256 } from '../../../../tee-sim/wallet/uint.ts';

const party = (byte: number): Address => bytesToAddress(new Uint8Array(20).fill(byte));
const [ME, BOB, COIN, STRANGE] = [1, 2, 3, 4].map(party) as [Address, Address, Address, Address];
const TOKENS = {
  standardOf: (_: number, contract: Address) => (contract === COIN ? 'erc20' : undefined),
} as const;
const CONTEXT = { chainId: 1, signer: ME };

type Fields = Record<string, string>;
const fields = (types: Fields): object[] => Object.entries(types).map(([name, type]) => ({ name, type }));

interface Request {
  types: Record<string, Fields>;
  primaryType: string;
  message: object;
  contract?: Address;
  domain?: object;
}
function decode({ types, primaryType, message, contract = COIN, domain }: Request): Decoded {
  const whole = domain ?? { name: 'Coin', chainId: 1, verifyingContract: contract };
  const all: Fields = { name: 'string', chainId: 'uint256', verifyingContract: 'address' };
  const own = Object.fromEntries(Object.entries(all).filter(([name]) => name in whole));
  const structs = Object.entries({ EIP712Domain: own, ...types }).map(([name, each]) => [name, fields(each)]);
  const json = { types: Object.fromEntries(structs), primaryType, domain: whole, message };
  return decodeTypedData(parseTypedData(JSON.stringify(json)), CONTEXT, TOKENS);
}

const PERMIT: Request = {
  types: {
    Permit: { owner: 'address', spender: 'address', value: 'uint256', nonce: 'uint256', deadline: 'uint256' },
  },
  primaryType: 'Permit',
  message: { owner: ME, spender: BOB, value: '9', nonce: 0, deadline: 77 },
};
const DAI: Request = {
  types: {
    Permit: { holder: 'address', spender: 'address', nonce: 'uint256', expiry: 'uint256', allowed: 'bool' },
  },
  primaryType: 'Permit',
  message: { holder: ME, spender: BOB, nonce: 0, expiry: 77, allowed: true },
};
const DETAILS: Fields = { token: 'address', amount: 'uint160', expiration: 'uint48', nonce: 'uint48' };
const detail = (token: Address, amount: string): object => ({ token, amount, expiration: 5, nonce: 0 });
const SINGLE: Request = {
  types: {
    PermitSingle: { details: 'PermitDetails', spender: 'address', sigDeadline: 'uint256' },
    PermitDetails: DETAILS,
  },
  primaryType: 'PermitSingle',
  message: { details: detail(COIN, '9'), spender: BOB, sigDeadline: 77 },
  contract: PERMIT2,
};
const BATCH: Request = {
  types: {
    PermitBatch: { details: 'PermitDetails[]', spender: 'address', sigDeadline: 'uint256' },
    PermitDetails: DETAILS,
  },
  primaryType: 'PermitBatch',
  message: { details: [detail(COIN, '4'), detail(COIN, '5')], spender: BOB, sigDeadline: 77 },
  contract: PERMIT2,
};
const PERMISSIONS: Fields = { token: 'address', amount: 'uint256' };
const TRANSFER: Request = {
  types: {
    PermitTransferFrom: {
      permitted: 'TokenPermissions',
      spender: 'address',
      nonce: 'uint256',
      deadline: 'uint256',
    },
    TokenPermissions: PERMISSIONS,
  },
  primaryType: 'PermitTransferFrom',
  message: { permitted: { token: COIN, amount: '9' }, spender: BOB, nonce: 0, deadline: 77 },
  contract: PERMIT2,
};
const BATCH_TRANSFER: Request = {
  types: {
    PermitBatchTransferFrom: {
      permitted: 'TokenPermissions[]',
      spender: 'address',
      nonce: 'uint256',
      deadline: 'uint256',
    },
    TokenPermissions: PERMISSIONS,
  },
  primaryType: 'PermitBatchTransferFrom',
  message: { permitted: [{ token: COIN, amount: '9' }], spender: BOB, nonce: 0, deadline: 77 },
  contract: PERMIT2,
};

it.each([
  ['EIP-2612', PERMIT],
  ['Permit2 single', SINGLE],
  ['Permit2 batch', BATCH],
  ['Permit2 transfer', TRANSFER],
  ['Permit2 batch transfer', BATCH_TRANSFER],
])('reads a permit: %s', (_, request) => {
  const decoded = decode(request);
  expect(decoded).toMatchObject({ kind: 'token-approval', chainId: 1, flags: [], validUntilS: 77n });
  expect(decoded.parties).toContainEqual({ role: 'spender', address: BOB });
  expect(spendOf(decoded, 0n)).toEqual({ amounts: [{ asset: COIN, amount: 9n }], unbounded: false });
});

it('reads DAI’s permit as all or nothing', () => {
  const all = decode(DAI);
  expect(all.flags).toEqual(['unlimited-approval']);
  expect(spendOf(all, 0n).amounts).toEqual([{ asset: COIN, amount: MAX_UINT256 }]);
  const none = decode({ ...DAI, message: { ...DAI.message, allowed: false } });
  expect(none.flags).toEqual([]);
  expect(spendOf(none, 0n).amounts).toEqual([]);
});

const domain = { name: 'Coin', chainId: 1, verifyingContract: COIN };
it.each<[string, Request, string[]]>([
  ['no chain', { ...PERMIT, domain: { verifyingContract: COIN } }, ['blind', 'no-chain']],
  ['a foreign chain', { ...PERMIT, domain: { ...domain, chainId: 2 } }, ['blind', 'foreign-chain']],
  [
    'a chain id beyond all',
    { ...PERMIT, domain: { ...domain, chainId: MAX_UINT256.toString() } },
    ['blind', 'foreign-chain'],
  ],
  ['no contract', { ...PERMIT, domain: { name: 'Coin', chainId: 1 } }, ['blind']],
  ['an unknown token', { ...PERMIT, contract: STRANGE }, ['blind', 'unknown-token']],
  ['a permit at Permit2', { ...PERMIT, contract: PERMIT2 }, ['blind']],
  ['Permit2’s elsewhere', { ...SINGLE, contract: COIN }, ['blind']],
  [
    'one unknown token of several',
    { ...BATCH, message: { ...BATCH.message, details: [detail(COIN, '1'), detail(STRANGE, '1')] } },
    ['blind', 'unknown-token'],
  ],
  ['somebody else’s permit', { ...PERMIT, message: { ...PERMIT.message, owner: STRANGE } }, ['blind']],
  [
    'a type that only looks alike',
    {
      ...PERMIT,
      types: { Permit: { spender: 'address', value: 'uint256' } },
      message: { spender: BOB, value: 1 },
    },
    ['blind'],
  ],
])('is blind to %s, and cannot bound it', (_, request, flags) => {
  const decoded = decode(request);
  expect(decoded.flags).toEqual(flags);
  expect(spendOf(decoded, 0n).unbounded).toBe(true);
});

it('flags unlimited amounts and the zero address', () => {
  const unlimited = { ...PERMIT.message, value: MAX_UINT256.toString() };
  expect(decode({ ...PERMIT, message: unlimited }).flags).toEqual(['unlimited-approval']);
  const zero = { ...PERMIT.message, spender: `0x${'0'.repeat(40)}` };
  expect(decode({ ...PERMIT, message: zero }).flags).toEqual(['zero-address']);
});
