// Strict input in the forms of the wire, rule by rule: what has more than one spelling, or none that counts, is refused.
import fc from 'fast-check';
import { getAddress } from 'viem';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import {
  authorizationSchema,
  transactionSchema,
  userOperationSchema,
} from '../../../../tee-sim/protocol/ethereum.ts';
import { toHex } from '../../../../tee-sim/wallet/uint.ts';
import { address } from './arbitraries.ts';

const SENDER = `0x${'35'.repeat(20)}`;
const KEY = `0x${'11'.repeat(32)}`;
const legacy = {
  type: 'legacy',
  chainId: 1,
  nonce: '0',
  gasLimit: '1',
  to: SENDER,
  valueWei: '1',
  data: '0x',
};
const access = { accessList: [{ address: SENDER, storageKeys: [KEY] }] };
const fees = { maxFeePerGasWei: '2', maxPriorityFeePerGasWei: '2' };
const source = { address: SENDER, data: '0x' };
const gas = { verificationGasLimit: '2', postOpGasLimit: '2' };

/** Every form with a valid content. */
const FORMS: [string, z.ZodType, Record<string, unknown>][] = [
  ['legacy', transactionSchema, { ...legacy, gasPriceWei: '2' }],
  ['EIP-2930', transactionSchema, { ...legacy, type: 'eip2930', gasPriceWei: '2', ...access }],
  ['EIP-1559', transactionSchema, { ...legacy, type: 'eip1559', ...fees, ...access }],
  ['an authorization', authorizationSchema, { chainId: 1, address: SENDER, nonce: '0' }],
  [
    'a UserOperation',
    userOperationSchema,
    {
      sender: SENDER,
      nonce: '0',
      factory: source,
      callData: '0x',
      callGasLimit: '2',
      verificationGasLimit: '2',
      preVerificationGas: '2',
      ...fees,
      paymaster: { ...source, ...gas },
    },
  ],
];

/** Every text in a form, with the same form but for that one text. */
function texts(value: unknown, put: (other: unknown) => unknown): { text: string; put: typeof put }[] {
  if (typeof value === 'string') return [{ text: value, put }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    texts(each, (other) =>
      put(
        Array.isArray(value)
          ? value.map((item, i) => (String(i) === name ? other : item))
          : { ...value, [name]: other },
      ),
    ),
  );
}
const placesOf = (form: object, pattern: RegExp) =>
  texts(form, (other) => other).filter(({ text }) => pattern.test(text));

const decimal = fc.bigInt({ min: 0n, max: 1n << 260n }).map(String);
/** No number in decimal digits without sign or leading zero. */
const noNumber = fc.oneof(
  decimal.map((text) => `-${text}`),
  decimal.map((text) => `+${text}`),
  decimal.map((text) => `0${text}`),
  decimal.map((text) => `${text}.0`),
  decimal.map((text) => `${text}e1`),
  decimal.map((text) => `${text}n`),
  decimal.map((text) => `0x${text}`),
  decimal.map((text) => `${text} `),
  decimal.map((text) => `\n${text}`),
  decimal.map((text) => text.replaceAll(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))),
  fc.bigInt({ min: 1n << 256n, max: 1n << 300n }).map(String),
  fc.string().filter((text) => !/^(0|[1-9][0-9]*)$/.test(text)),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.constantFrom(null, undefined, true, [], {}),
);

it.each(FORMS)('refuses whatever is no plain decimal number in %s', (_, schema, form) => {
  expect(schema.safeParse(form).success).toBe(true);
  const places = placesOf(form, /^[0-9]+$/);
  expect(places.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.constantFrom(...places), noNumber, ({ put }, bad) => {
      expect(schema.safeParse(put(bad)).success).toBe(false);
    }),
    { numRuns: 400 },
  );
});

/** No `0x` with whole bytes in lower case. */
const noHex = fc
  .uint8Array({ minLength: 1, maxLength: 80 })
  .map(toHex)
  .chain((text) =>
    fc.constantFrom(
      text.slice(2),
      text.slice(0, -1),
      `${text}0`,
      `0X${text.slice(2)}`,
      `${text}AB`,
      `${text} `,
      ` ${text}`,
      `${text}zz`,
      `0x${text}`,
      `${text}é0`,
      '',
      '0',
      'x',
    ),
  );

it.each(FORMS)('refuses hex of any other spelling in %s', (_, schema, form) => {
  const places = placesOf(form, /^0x/);
  expect(places.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.constantFrom(...places), noHex, ({ put }, bad) => {
      expect(schema.safeParse(put(bad)).success).toBe(false);
    }),
    { numRuns: 400 },
  );
});

it.each(FORMS)(
  'takes an address in one case or with its checksum, and with no other, in %s',
  (_, schema, form) => {
    const places = placesOf(form, /^0x[0-9a-f]{40}$/);
    fc.assert(
      fc.property(fc.constantFrom(...places), address, fc.nat(), ({ put }, right, at) => {
        expect(right).toBe(getAddress(right.toLowerCase()));
        const upper = `0x${right.slice(2).toUpperCase()}`;
        for (const same of [right, right.toLowerCase(), upper]) {
          expect(schema.safeParse(put(same)).success).toBe(true);
        }
        const letters = [...right.matchAll(/[a-fA-F]/g)].map(({ index }) => index);
        const i = letters[at % letters.length];
        if (i === undefined) return;
        const letter = right.charAt(i);
        const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
        const wrong = `${right.slice(0, i)}${other}${right.slice(i + 1)}`;
        if (wrong === right.toLowerCase() || wrong === upper) return;
        expect(schema.safeParse(put(wrong)).success).toBe(false);
      }),
      { numRuns: 300 },
    );
  },
);

it.each(FORMS)('refuses fields that are missing, strange or over-long in %s', (_, schema, form) => {
  for (const name of Object.keys(form).filter((each) => each !== 'factory' && each !== 'paymaster')) {
    const { [name]: _gone, ...rest } = form;
    expect([name, schema.safeParse(rest).success]).toEqual([name, false]);
  }
  const names = fc.string().filter((name) => !(name in form) && name !== 'delegation');
  fc.assert(
    fc.property(names, fc.jsonValue(), (name, value) => {
      const more = Object.fromEntries([...Object.entries(form), [name, value]]);
      expect(schema.safeParse(more).success).toBe(false);
    }),
  );
  for (const { text, put } of placesOf(form, /^0x/)) {
    const longest = text === '0x' ? 131_073 : (text.length - 2) / 2 + 1;
    expect(schema.safeParse(put(`0x${'11'.repeat(longest)}`)).success).toBe(false);
  }
});
