import { ethers } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hexToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { type TransactionInput, transactionSchema } from '../../../../tee-sim/protocol/ethereum.ts';
import { authorizationHash } from '../../../../tee-sim/wallet/authorization.ts';
import { encodeRlp, type RlpItem } from '../../../../tee-sim/wallet/rlp.ts';
import type { Transaction } from '../../../../tee-sim/wallet/transaction.ts';
import {
  parseSigned,
  parseUnsigned,
  serializeUnsigned,
  signTransaction,
} from '../../../../tee-sim/wallet/transaction-codec.ts';
import { parseAddress, toHex, uintToMinimalBytes } from '../../../../tee-sim/wallet/uint.ts';
import { transaction } from './arbitraries.ts';
import { keyOf } from './oracles.ts';
import {
  CHAIN_ID_MISSING,
  NOT_CANONICAL,
  refusalOf,
  TOO_LARGE,
  TRANSACTION_FORMAT,
  UNSUPPORTED_TYPE,
} from './refusal.ts';

const KEY = new Uint8Array(32).fill(0x46);
const TO = parseAddress('0x3535353535353535353535353535353535353535');
/** EIP-155 §"Example". */
const EXAMPLE: Transaction = {
  type: 'legacy',
  chainId: 1,
  nonce: 9n,
  gasPriceWei: 20_000_000_000n,
  gasLimit: 21_000n,
  to: TO,
  valueWei: 1_000_000_000_000_000_000n,
  data: new Uint8Array(0),
};
const FEE_MARKET: Transaction & { type: 'eip1559' } = {
  type: 'eip1559',
  chainId: 1,
  nonce: 0n,
  gasLimit: 21_000n,
  to: TO,
  valueWei: 1n,
  data: new Uint8Array(0),
  maxFeePerGasWei: 2n,
  maxPriorityFeePerGasWei: 1n,
  accessList: [],
};
const uint = (value: bigint): RlpItem => uintToMinimalBytes(value);
const typed = (type: number, fields: RlpItem): Uint8Array => Uint8Array.of(type, ...encodeRlp(fields));

it('holds for the example of EIP-155', () => {
  expect(toHex(serializeUnsigned(EXAMPLE))).toBe(
    '0xec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080',
  );
  expect(toHex(signTransaction(EXAMPLE, keyOf(KEY)).raw)).toBe(
    '0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83',
  );
});

it.each<[string, Partial<Transaction>]>([
  ['a negative value', { valueWei: -1n }],
  ['a value of 2²⁵⁶', { valueWei: 1n << 256n }],
  ['a gas limit of 2⁶⁴', { gasLimit: 1n << 64n }],
  ['the last nonce, which EIP-2681 forbids', { nonce: (1n << 64n) - 1n }],
  ['a fractional chain id', { chainId: 1.5 }],
  ['a chain id beyond EIP-2294', { chainId: 2 ** 53 }],
])('refuses %s', (_, change) => {
  const bad = { ...FEE_MARKET, ...change } as Transaction;
  expect(refusalOf(() => serializeUnsigned(bad))).toBe(TRANSACTION_FORMAT);
  expect(refusalOf(() => signTransaction(bad, keyOf(KEY)))).toBe(TRANSACTION_FORMAT);
});

it('refuses to sign for every chain at once', () => {
  for (const each of [FEE_MARKET, EXAMPLE]) {
    expect(refusalOf(() => serializeUnsigned({ ...each, chainId: 0 }))).toBe(CHAIN_ID_MISSING);
  }
});

it('refuses to sign what is signed already', () => {
  for (const each of [FEE_MARKET, EXAMPLE]) {
    const { raw } = signTransaction(each, keyOf(KEY));
    expect(refusalOf(() => parseUnsigned(raw))).toBe(TRANSACTION_FORMAT);
  }
});

it('refuses a priority fee above the whole fee, and storage keys of another length', () => {
  expect(refusalOf(() => serializeUnsigned({ ...FEE_MARKET, maxPriorityFeePerGasWei: 3n }))).toBe(
    TRANSACTION_FORMAT,
  );
  const accessList = [{ address: TO, storageKeys: [new Uint8Array(31)] }];
  expect(refusalOf(() => serializeUnsigned({ ...FEE_MARKET, accessList }))).toBe(TRANSACTION_FORMAT);
});

it('refuses EIP-7702 without authorizations, for another chain, or for any', () => {
  const set = { ...FEE_MARKET, type: 'eip7702', to: TO } as const;
  const signature = { yParity: 0, r: 1n, s: 1n } as const;
  const of = (chainId: number): Transaction => ({
    ...set,
    authorizationList: [{ chainId, address: TO, nonce: 0n, signature }],
  });
  expect(refusalOf(() => serializeUnsigned(of(1)))).toBe('accepted');
  expect(refusalOf(() => serializeUnsigned({ ...set, authorizationList: [] }))).toBe(TRANSACTION_FORMAT);
  for (const chainId of [0, 2]) {
    expect(refusalOf(() => serializeUnsigned(of(chainId)))).toBe(TRANSACTION_FORMAT);
  }
  const anyChain = { chainId: 0, address: TO, nonce: 0n };
  expect(refusalOf(() => authorizationHash(anyChain))).toBe(CHAIN_ID_MISSING);
});

it('refuses raw transactions without a chain id, and legacy ones to be signed without EIP-155', () => {
  const unprotected = ethers.Transaction.from({ ...ethersExample(), chainId: 0 });
  unprotected.signature = new ethers.SigningKey(KEY).sign(unprotected.unsignedHash);
  expect(unprotected.isLegacy() && unprotected.chainId).toBe(0n);
  expect(refusalOf(() => parseSigned(hexToBytes(unprotected.serialized.slice(2))))).toBe(CHAIN_ID_MISSING);
  const unsigned = hexToBytes(unprotected.unsignedSerialized.slice(2));
  expect(refusalOf(() => parseUnsigned(unsigned))).toBe(CHAIN_ID_MISSING);
});

it('refuses a high s, though it recovers', () => {
  const { raw, signature } = signTransaction(FEE_MARKET, keyOf(KEY));
  const high = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n - signature.s;
  const fields: RlpItem[] = [1n, 0n, 1n, 2n, 21_000n].map(uint);
  fields.push(hexToBytes(TO.slice(2)), uint(1n), new Uint8Array(0), []);
  const again = [...fields, uint(BigInt(signature.yParity)), uint(signature.r), uint(signature.s)];
  expect(typed(2, again)).toEqual(raw);
  const flipped = [...fields, uint(BigInt(1 - signature.yParity)), uint(signature.r), uint(high)];
  expect(refusalOf(() => parseSigned(typed(2, flipped)))).toBe(TRANSACTION_FORMAT);
});

it.each<[string, Uint8Array, string]>([
  ['nothing', new Uint8Array(0), TRANSACTION_FORMAT],
  ['type 0', typed(0, []), UNSUPPORTED_TYPE],
  ['a blob transaction', typed(3, []), UNSUPPORTED_TYPE],
  ['a type of the future', typed(5, []), UNSUPPORTED_TYPE],
  ['a string', Uint8Array.of(0x80), TRANSACTION_FORMAT],
  ['no fields', typed(2, []), TRANSACTION_FORMAT],
  ['a field too many', typed(2, [...fieldsOfFeeMarket(), new Uint8Array(0)]), TRANSACTION_FORMAT],
  ['trailing bytes', Uint8Array.of(...serializeUnsigned(FEE_MARKET), 0), TRANSACTION_FORMAT],
  ['a list for a number', typed(2, fieldsOfFeeMarket(1, [])), TRANSACTION_FORMAT],
  ['a leading zero', typed(2, fieldsOfFeeMarket(1, Uint8Array.of(0, 1))), NOT_CANONICAL],
  ['an address of 19 bytes', typed(2, fieldsOfFeeMarket(5, new Uint8Array(19))), TRANSACTION_FORMAT],
  ['a value of 33 bytes', typed(2, fieldsOfFeeMarket(6, new Uint8Array(33).fill(1))), TRANSACTION_FORMAT],
  ['a string for an access list', typed(2, fieldsOfFeeMarket(8, new Uint8Array(0))), TRANSACTION_FORMAT],
  [
    'an access list entry of three',
    typed(2, fieldsOfFeeMarket(8, [[new Uint8Array(20), [], []]])),
    TRANSACTION_FORMAT,
  ],
])('refuses %s as a transaction', (_, bytes, refusal) => {
  expect(refusalOf(() => parseUnsigned(bytes))).toBe(refusal);
  // Before its fields are looked at, a signed one of as many fields has three too few.
  expect(refusalOf(() => parseSigned(bytes))).toBe(refusal === NOT_CANONICAL ? TRANSACTION_FORMAT : refusal);
});

it('refuses more than a pool would take', () => {
  const data = new Uint8Array(131_072);
  expect(refusalOf(() => serializeUnsigned({ ...FEE_MARKET, data }))).toBe(TOO_LARGE);
  expect(refusalOf(() => parseUnsigned(new Uint8Array(131_073)))).toBe(TOO_LARGE);
});

it('accepts a changed byte only as another transaction, and never as two texts of one', () => {
  const flips = fc.record({ at: fc.nat(), bit: fc.nat({ max: 7 }), each: transaction });
  fc.assert(
    fc.property(flips, ({ at, bit, each }) => {
      const bytes = serializeUnsigned(each);
      const i = at % bytes.length;
      bytes[i] = (bytes[i] ?? 0) ^ (1 << bit);
      if (refusalOf(() => parseUnsigned(bytes)) !== 'accepted') return;
      const other = parseUnsigned(bytes);
      expect(other).not.toEqual(each);
      expect(serializeUnsigned(other)).toEqual(bytes);
    }),
    { numRuns: 1000 },
  );
});

it('keeps nothing of the bytes it read: wiping them changes no transaction', () => {
  const approved = { ...FEE_MARKET, data: Uint8Array.of(1, 2, 3) };
  const bytes = serializeUnsigned(approved);
  const parsed = parseUnsigned(bytes);
  bytes.fill(0);
  expect(parsed).toEqual(approved);
});

const FORM: TransactionInput = {
  type: 'eip1559',
  chainId: 1,
  nonce: '0',
  gasLimit: '21000',
  to: TO,
  valueWei: '1',
  data: '0x',
  maxFeePerGasWei: '2',
  maxPriorityFeePerGasWei: '1',
  accessList: [],
};

it('reads a form', () => {
  expect(transactionSchema.parse(FORM)).toEqual(FEE_MARKET);
});

it.each<[string, object]>([
  ['a number for wei', { valueWei: 1 }],
  ['a negative amount', { valueWei: '-1' }],
  ['a fraction', { valueWei: '1.5' }],
  ['an exponent', { valueWei: '1e18' }],
  ['hex for decimal', { valueWei: '0x1' }],
  ['a leading zero', { valueWei: '01' }],
  ['a plus', { valueWei: '+1' }],
  ['white space', { valueWei: ' 1' }],
  ['full-width digits', { valueWei: '１' }],
  ['2²⁵⁶', { valueWei: (1n << 256n).toString() }],
  ['2⁶⁴ gas', { gasLimit: (1n << 64n).toString() }],
  ['the last nonce', { nonce: ((1n << 64n) - 1n).toString() }],
  ['chain id 0', { chainId: 0 }],
  ['no chain id', { chainId: undefined }],
  ['a wrong checksum', { to: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed' }],
  ['a short address', { to: '0x35' }],
  ['an absent target', { to: undefined }],
  ['odd hex', { data: '0x0' }],
  ['upper-case hex', { data: '0xAB' }],
  ['hex without prefix', { data: 'ab' }],
  ['a high priority fee', { maxPriorityFeePerGasWei: '3' }],
  ['a field of another type', { gasPriceWei: '1' }],
  ['EIP-7702', { type: 'eip7702' }],
  ['another type', { type: 'eip4844' }],
])('refuses %s in a form', (_, change) => {
  expect(transactionSchema.safeParse({ ...FORM, ...change }).success).toBe(false);
});

function fieldsOfFeeMarket(at = -1, item: RlpItem = []): RlpItem[] {
  const fields: RlpItem[] = [1n, 0n, 1n, 2n, 21_000n].map(uint);
  fields.push(hexToBytes(TO.slice(2)), uint(1n), new Uint8Array(0), []);
  return fields.map((field, i) => (i === at ? item : field));
}

function ethersExample(): ethers.TransactionLike {
  return { type: 0, nonce: 9, gasPrice: 20_000_000_000n, gasLimit: 21_000n, to: TO, value: 10n ** 18n };
}
