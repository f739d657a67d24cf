import { ethers } from 'ethers';
import fc from 'fast-check';
import { hashTypedData } from 'viem';
import { expect, it } from 'vitest';
import { parseTypedData, typedDataHash } from '../../../../tee-sim/wallet/typed-data.ts';
import { encodeType } from '../../../../tee-sim/wallet/typed-data-types.ts';
import { toHex } from '../../../../tee-sim/wallet/uint.ts';
import { refusalOf, TOO_LARGE, TYPED_DATA_TYPES, TYPED_DATA_VALUE } from './refusal.ts';
import { sampleTypedData } from './typed-data-samples.ts';

/** EIP-712 §"Example". */
const MAIL = {
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
    Person: [
      { name: 'name', type: 'string' },
      { name: 'wallet', type: 'address' },
    ],
    Mail: [
      { name: 'from', type: 'Person' },
      { name: 'to', type: 'Person' },
      { name: 'contents', type: 'string' },
    ],
  },
  primaryType: 'Mail',
  domain: {
    name: 'Ether Mail',
    version: '1',
    chainId: 1,
    verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC',
  },
  message: {
    from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
    to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
    contents: 'Hello, Bob!',
  },
};
const hashOf = (value: unknown): string => toHex(typedDataHash(parseTypedData(JSON.stringify(value))));
const withTypes = (types: object, message: object = { a: 1 }): object => ({
  ...MAIL,
  types: { EIP712Domain: MAIL.types.EIP712Domain, ...types },
  primaryType: 'A',
  message,
});
const ofType = (type: string, a: unknown): object => withTypes({ A: [{ name: 'a', type }] }, { a });

it('holds for the example of EIP-712', () => {
  expect(hashOf(MAIL)).toBe('0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2');
  const { types } = parseTypedData(JSON.stringify(MAIL));
  expect(encodeType(types, 'Mail')).toBe(
    'Mail(Person from,Person to,string contents)Person(string name,address wallet)',
  );
});

it('hashes as viem and ethers do', () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const sample = sampleTypedData(g);
      const { types, domain, primaryType, message } = sample;
      const hash = hashOf(sample);
      expect(hash).toBe(hashTypedData({ types, domain, primaryType, message }));
      const { EIP712Domain: _, ...structs } = types;
      expect(hash).toBe(ethers.TypedDataEncoder.hash(domain, structs, message));
    }),
    { numRuns: 1500 },
  );
});

it('takes integers as numbers, decimal or hex text', () => {
  const expected = hashOf(ofType('uint256', 255));
  for (const same of ['255', '0xff', '0xFF']) expect(hashOf(ofType('uint256', same))).toBe(expected);
  expect(hashOf(ofType('int16', '-255'))).toBe(hashOf(ofType('int16', -255)));
});

it.each<[string, unknown]>([
  ['null', null],
  ['text', 'Mail'],
  ['no types', { ...MAIL, types: undefined }],
  ['no primary type', { ...MAIL, primaryType: undefined }],
  ['an unknown primary type', { ...MAIL, primaryType: 'Letter' }],
  ['the domain as primary type', { ...MAIL, primaryType: 'EIP712Domain', message: MAIL.domain }],
  ['a member too many', { ...MAIL, extra: 1 }],
  ['no domain type', { ...MAIL, types: { ...MAIL.types, EIP712Domain: undefined } }],
  ['an empty domain type', { ...MAIL, types: { ...MAIL.types, EIP712Domain: [] }, domain: {} }],
  ['an undefined type', withTypes({ A: [{ name: 'a', type: 'Ghost' }] })],
  ['a field twice', withTypes({ A: [0, 1].map(() => ({ name: 'a', type: 'uint8' })) }, { a: 1, b: 2 })],
  ['a type within itself', withTypes({ A: [{ name: 'a', type: 'A[]' }] }, { a: [] })],
  [
    'two types within each other',
    withTypes({ A: [{ name: 'a', type: 'B[]' }], B: [{ name: 'a', type: 'A' }] }, { a: [] }),
  ],
  ['a struct named as a type', withTypes({ A: [{ name: 'a', type: 'uint' }], uint: [] }, { a: {} })],
  ['a struct named as an array', withTypes({ A: [{ name: 'a', type: 'uint8' }], 'A[]': [] })],
  ['a struct name with a bracket', withTypes({ A: [{ name: 'a', type: 'uint8' }], 'B(uint8 a)C': [] })],
  ['a field name with a comma', withTypes({ A: [{ name: 'a,uint8 b', type: 'uint8' }] })],
  ['a field of the domain type', withTypes({ A: [{ name: 'a', type: 'EIP712Domain' }] })],
  ['a field definition too full', withTypes({ A: [{ name: 'a', type: 'uint8', note: 1 }] })],
  ['fields that are no list', withTypes({ A: { name: 'a', type: 'uint8' } })],
  ['a zero-length array type', ofType('uint8[0]', [])],
  ['an array length with a leading zero', ofType('uint8[01]', [1])],
  ['nine dimensions', ofType(`uint8${'[]'.repeat(9)}`, [])],
  ...[
    'uint',
    'int',
    'uint7',
    'uint264',
    'uint08',
    'bytes0',
    'bytes33',
    'byte',
    'fixed128x18',
    'tuple',
    '',
  ].map((type): [string, unknown] => [`type ${type}`, ofType(type, 1)]),
])('refuses types: %s', (_, value) => {
  expect(refusalOf(() => hashOf(value))).toBe(TYPED_DATA_TYPES);
});

it.each<[string, unknown]>([
  ['a domain field missing', { ...MAIL, domain: { ...MAIL.domain, chainId: undefined } }],
  ['a domain field unsigned', { ...MAIL, domain: { ...MAIL.domain, salt: `0x${'00'.repeat(32)}` } }],
  ['a field missing', { ...MAIL, message: { ...MAIL.message, contents: undefined } }],
  ['a field null', { ...MAIL, message: { ...MAIL.message, to: null } }],
  ['a field unsigned', { ...MAIL, message: { ...MAIL.message, amount: 1 } }],
  ['an array of another length', ofType('uint8[2]', [1])],
  ['an object for an array', ofType('uint8[]', {})],
  ['an array for a struct', { ...MAIL, message: [] }],
  ...[-1, 256, 1.5, '1.0', '01', '+1', ' 1', '', '1e2', '0x', '0x01', '-0', '-0x1', '−1', true, null, []].map(
    (a): [string, unknown] => [`${JSON.stringify(a)} for a uint8`, ofType('uint8', a)],
  ),
  ['128 for an int8', ofType('int8', 128)],
  ['−129 for an int8', ofType('int8', -129)],
  ['2²⁵⁶ for a uint256', ofType('uint256', (1n << 256n).toString())],
  ['1 for a bool', ofType('bool', 1)],
  ['text for a bool', ofType('bool', 'true')],
  ['a number for a string', ofType('string', 1)],
  ['half a surrogate pair', ofType('string', '\ud800')],
  ['odd hex', ofType('bytes', '0x0')],
  ['hex without prefix', ofType('bytes', 'ab')],
  ['text for bytes', ofType('bytes', 'hello')],
  ['31 bytes for bytes32', ofType('bytes32', `0x${'00'.repeat(31)}`)],
  ['a wrong checksum', ofType('address', '0xcD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826')],
  ['an address as a number', ofType('address', 1)],
])('refuses values: %s', (_, value) => {
  expect(refusalOf(() => hashOf(value))).toBe(TYPED_DATA_VALUE);
});

it('refuses a domain out of EIP-712’s order, or of other types', () => {
  const [name, version, chainId, verifyingContract] = MAIL.types.EIP712Domain;
  for (const EIP712Domain of [
    [version, name, chainId, verifyingContract],
    [name, version, { name: 'chainId', type: 'uint64' }, verifyingContract],
    [name, version, chainId, { name: 'verifyingcontract', type: 'address' }],
    [name, name, chainId, verifyingContract],
  ]) {
    expect(refusalOf(() => hashOf({ ...MAIL, types: { ...MAIL.types, EIP712Domain } }))).toBe(
      TYPED_DATA_TYPES,
    );
  }
});

it('refuses too many structs and fields', () => {
  const field = (i: number) => ({ name: `a${i}`, type: 'uint8' });
  const many = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`S${i}`, [field(0)]]));
  expect(refusalOf(() => hashOf(withTypes(many)))).toBe(TOO_LARGE);
  const wide = { A: Array.from({ length: 129 }, (_, i) => field(i)) };
  expect(refusalOf(() => hashOf(withTypes(wide)))).toBe(TOO_LARGE);
});

it('hashes many values of a wide type without hashing the type for each', () => {
  const fields = Array.from({ length: 128 }, (_, i) => ({ name: `${'n'.repeat(100)}${i}`, type: 'uint8' }));
  const types: Record<string, object[]> = { A: [{ name: 'a', type: 'Item[]' }] };
  types['Item'] = [{ name: 'w', type: 'Wide[]' }];
  types['Wide'] = fields;
  const a = Array.from({ length: 10_000 }, () => ({ w: [] }));
  expect(hashOf(withTypes(types, { a }))).toMatch(/^0x[0-9a-f]{64}$/);
});

it('refuses an array that would take seconds, however short its items', () => {
  expect(
    refusalOf(() =>
      hashOf(withTypes({ A: [{ name: 'a', type: 'uint8[]' }] }, { a: new Array(120_000).fill(0) })),
    ),
  ).toBe(TOO_LARGE);
});
