import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { allFlags, type Decoded } from '../../../../tee-sim/protocol/decoded.ts';
import type { Address } from '../../../../tee-sim/protocol/payment.ts';
import { addressOfKey } from '../../../../tee-sim/wallet/account-key.ts';
import { signAuthorization } from '../../../../tee-sim/wallet/authorization.ts';
import {
  decodeAuthorization,
  decodeMessage,
  decodeTransaction,
  maxFeeWei,
} from '../../../../tee-sim/wallet/decode.ts';
import { PERMIT2 } from '../../../../tee-sim/wallet/decode-call.ts';
import { ZERO_ADDRESS } from '../../../../tee-sim/wallet/decoded.ts';
import { spendOf } from '../../../../tee-sim/wallet/spend.ts';
import type { Transaction } from '../../../../tee-sim/wallet/transaction.ts';
import { MAX_UINT256 } from '../../../../tee-sim/wallet/uint.ts';
import { transaction } from './arbitraries.ts';
import { ART, BOB, COIN, call, GAMES, ME, STRANGE, TOKENS, TRANSFER, to } from './calls.ts';
import { keyOf } from './oracles.ts';

const decode = (each: Transaction): Decoded => decodeTransaction(each, ME, TOKENS);
const spend = (each: Transaction): ReturnType<typeof spendOf> => spendOf(decode(each), maxFeeWei(each));
const FEE = { asset: 'native', amount: 700n };

it('reads a payment, and counts value and the highest fee', () => {
  expect(decode(to(BOB, undefined, 5n))).toEqual({
    kind: 'native-transfer',
    chainId: 1,
    parties: [{ role: 'recipient', address: BOB }],
    amounts: [{ asset: 'native', amount: 5n, unlimited: false }],
    flags: [],
    inner: [],
  });
  expect(spend(to(BOB, undefined, 5n))).toEqual({
    amounts: [{ asset: 'native', amount: 705n }],
    unbounded: false,
  });
  const legacy = { ...to(BOB), type: 'legacy', gasPriceWei: 3n } as Transaction;
  expect(maxFeeWei(legacy)).toBe(300n);
});

const APPROVE = 'approve(address,uint256)';
const MOVE = 'transferFrom(address,address,uint256)';
const APPROVE_ALL = 'setApprovalForAll(address,bool)';
const SAFE_1155 = 'safeTransferFrom(address,address,uint256,uint256,bytes)';
const BATCH_1155 = 'safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)';
const PERMIT2_APPROVE = 'approve(address,address,uint160,uint48)';

it.each<[string, Address, Uint8Array, string, bigint]>([
  ['ERC-20 transfer', COIN, call(TRANSFER, BOB, 9), 'token-transfer', 9n],
  ['ERC-20 transferFrom', COIN, call(MOVE, ME, BOB, 9), 'token-transfer', 9n],
  ['ERC-20 approve', COIN, call(APPROVE, BOB, 9), 'token-approval', 9n],
  [
    'ERC-20 increaseAllowance',
    COIN,
    call('increaseAllowance(address,uint256)', BOB, 9),
    'token-approval',
    9n,
  ],
  ['ERC-721 transferFrom', ART, call(MOVE, ME, BOB, 9), 'collectible-transfer', 1n],
  [
    'ERC-721 safe',
    ART,
    call('safeTransferFrom(address,address,uint256)', ME, BOB, 9),
    'collectible-transfer',
    1n,
  ],
  [
    'ERC-721 safe with data',
    ART,
    call('safeTransferFrom(address,address,uint256,bytes)', ME, BOB, 9, '0x12'),
    'collectible-transfer',
    1n,
  ],
  ['ERC-721 approve', ART, call(APPROVE, BOB, 9), 'collectible-approval', 1n],
  ['ERC-1155 safe', GAMES, call(SAFE_1155, ME, BOB, 9, 4, '0x'), 'collectible-transfer', 4n],
  ['ERC-1155 batch', GAMES, call(BATCH_1155, ME, BOB, [9, 8], [4, 5], '0x'), 'collectible-transfer', 9n],
])('reads %s', (_, contract, data, kind, amount) => {
  const decoded = decode(to(contract, data));
  expect(decoded).toMatchObject({ kind, flags: [] });
  expect(decoded.parties).toContainEqual({ role: 'contract', address: contract });
  expect(decoded.parties.at(-1)?.address).toBe(BOB);
  if (kind.startsWith('collectible')) expect(decoded.amounts[0]?.tokenId).toBe(9n);
  expect(spend(to(contract, data))).toEqual({
    amounts: [FEE, { asset: contract, amount }],
    unbounded: false,
  });
});

it('counts a Permit2 allowance against its token', () => {
  const data = call(PERMIT2_APPROVE, COIN, BOB, 9, 77);
  expect(decode(to(PERMIT2, data))).toMatchObject({ kind: 'token-approval', flags: [], validUntilS: 77n });
  expect(spend(to(PERMIT2, data)).amounts).toEqual([FEE, { asset: COIN, amount: 9n }]);
  expect(decode(to(PERMIT2, call(PERMIT2_APPROVE, STRANGE, BOB, 9, 77))).flags).toContain('blind');
  expect(decode(to(STRANGE, data)).kind).toBe('contract-call');
});

it('calls unlimited what no token has, and takes revoking for harmless', () => {
  const approve = (amount: bigint): Decoded => decode(to(COIN, call(APPROVE, BOB, amount)));
  for (const amount of [MAX_UINT256, 1n << 128n, (1n << 128n) - 1n, 1n << 96n, (1n << 96n) - 1n]) {
    expect(approve(amount).flags).toEqual(['unlimited-approval']);
    expect(approve(amount).amounts[0]).toMatchObject({ amount, unlimited: true });
  }
  expect(approve((1n << 96n) - 2n).flags).toEqual([]);
  expect(approve(0n).amounts[0]).toMatchObject({ amount: 0n, unlimited: false });
  expect(decode(to(COIN, call(TRANSFER, BOB, MAX_UINT256))).flags).toEqual([]);
});

it.each([ART, GAMES])('cannot bound an approval for all of %s, but can its end', (contract) => {
  const grant = to(contract, call(APPROVE_ALL, BOB, true));
  expect(decode(grant)).toMatchObject({
    kind: 'approval-for-all',
    granted: true,
    flags: ['approval-for-all'],
  });
  expect(spend(grant).unbounded).toBe(true);
  const revoke = to(contract, call(APPROVE_ALL, BOB, false));
  expect(decode(revoke)).toMatchObject({ granted: false, flags: [] });
  expect(spend(revoke).unbounded).toBe(false);
});

it.each<[string, Transaction]>([
  ['an unknown token', to(STRANGE, call(TRANSFER, BOB, 9))],
  ['a token of another chain', { ...to(COIN, call(TRANSFER, BOB, 9)), chainId: 2 }],
  ['an unknown selector', to(COIN, Uint8Array.of(1, 2, 3, 4))],
  ['less than a selector', to(COIN, Uint8Array.of(1))],
  ['a selector of another standard', to(ART, call(TRANSFER, BOB, 9))],
  ['trailing bytes', to(COIN, Uint8Array.of(...call(TRANSFER, BOB, 9), 0))],
  ['a batch of unequal lists', to(GAMES, call(BATCH_1155, ME, BOB, [9, 8], [4], '0x'))],
])('is blind to %s, and cannot bound it', (_, each) => {
  expect(decode(each).flags).toContain('blind');
  expect(spend(each).unbounded).toBe(true);
});

it('flags zero addresses, token contracts as recipients, value along, moves of another, absurd fees', () => {
  expect(decode(to(ZERO_ADDRESS, undefined, 1n)).flags).toEqual(['zero-address']);
  expect(decode(to(COIN, call(TRANSFER, ZERO_ADDRESS, 1))).flags).toEqual(['zero-address']);
  expect(decode(to(COIN, call(TRANSFER, COIN, 1))).flags).toEqual(['token-contract-as-recipient']);
  expect(decode(to(COIN, call(TRANSFER, ART, 1))).flags).toEqual(['token-contract-as-recipient']);
  expect(decode(to(COIN, undefined, 1n)).flags).toEqual(['token-contract-as-recipient']);
  expect(decode(to(COIN, call(MOVE, BOB, ME, 1))).flags).toEqual(['moves-of-another']);
  expect(decode(to(COIN, call(TRANSFER, BOB, 1), 1n)).flags).toEqual(['value-with-call']);
  expect(spend(to(COIN, call(TRANSFER, BOB, 1), 1n)).amounts).toContainEqual({
    asset: 'native',
    amount: 701n,
  });
  const dear = (maxFeePerGasWei: bigint): Transaction =>
    ({ ...to(BOB), gasLimit: 10n ** 9n, maxFeePerGasWei }) as Transaction;
  expect(decode(dear(10n ** 9n)).flags).toEqual(['absurd-fee']);
  expect(decode(dear(10n ** 9n - 1n)).flags).toEqual([]);
});

it('is blind to a contract creation, and counts its value', () => {
  const creation = to(null, Uint8Array.of(0x60), 5n);
  expect(decode(creation)).toMatchObject({
    kind: 'contract-creation',
    flags: ['blind', 'contract-creation'],
  });
  expect(spend(creation)).toEqual({ amounts: [{ asset: 'native', amount: 705n }], unbounded: true });
});

it('names every delegation, and who delegates', () => {
  const key = new Uint8Array(32).fill(9);
  const authorization = signAuthorization({ chainId: 1, address: STRANGE, nonce: 0n }, keyOf(key));
  const set = {
    ...to(COIN, call(TRANSFER, BOB, 9)),
    type: 'eip7702',
    to: COIN,
    authorizationList: [authorization],
  };
  const decoded = decode(set as Transaction);
  expect(decoded.inner.map(({ kind }) => kind)).toEqual(['token-transfer', 'delegation']);
  expect(decoded.inner[1]?.parties).toEqual([
    { role: 'authority', address: addressOfKey(key) },
    { role: 'delegate', address: STRANGE },
  ]);
  expect(allFlags(decoded)).toContain('delegation');
  expect(spend(set as Transaction)).toEqual({ amounts: [FEE, { asset: COIN, amount: 9n }], unbounded: true });
  expect(decodeAuthorization({ chainId: 1, address: ZERO_ADDRESS, nonce: 0n }, ME).flags).toContain(
    'zero-address',
  );
});

it('shows messages that can be read, and is blind to the rest', () => {
  expect(decodeMessage(utf8ToBytes('hello'))).toMatchObject({ kind: 'message', text: 'hello', flags: [] });
  expect(spendOf(decodeMessage(utf8ToBytes('hello')), 0n)).toEqual({ amounts: [], unbounded: false });
  const hash = decodeMessage(new Uint8Array(32).fill(97));
  expect(hash).toMatchObject({ flags: ['blind', 'hash-like-message'] });
  expect('text' in hash).toBe(false);
  expect(spendOf(hash, 0n).unbounded).toBe(true);
  expect(decodeMessage(Uint8Array.of(0xff)).flags).toEqual(['blind']);
});

it('bounds nothing that it does not know, whatever comes', () => {
  fc.assert(
    fc.property(transaction, (each) => {
      const decoded = decode(each);
      const { amounts, unbounded } = spend(each);
      expect(unbounded).toBe(each.type === 'eip7702' || each.to === null || each.data.length > 0);
      const native = amounts.find(({ asset }) => asset === 'native')?.amount ?? 0n;
      expect(native).toBe(each.valueWei + maxFeeWei(each));
      expect(decoded.chainId).toBe(each.chainId);
    }),
    { numRuns: 500 },
  );
});
