import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reviewSchema } from '../../../../tee-sim/protocol/review.ts';
import { parseTypedData } from '../../../../tee-sim/wallet/typed-data.ts';
import { type Leaf, typedDataLeaves } from '../../../../tee-sim/wallet/typed-data-leaves.ts';
import { sampleTypedData } from './typed-data-samples.ts';

const leavesOf = (value: object): { shown: Leaf[]; more: number } =>
  typedDataLeaves(parseTypedData(JSON.stringify(value)));
const DOMAIN = {
  EIP712Domain: [
    { name: 'name', type: 'string' },
    { name: 'chainId', type: 'uint256' },
  ],
};
const ADDRESS = '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826';
const of = (A: object[], message: object, others: object = {}): object => ({
  types: { ...DOMAIN, A, ...others },
  primaryType: 'A',
  domain: { name: 'Shop', chainId: 1 },
  message,
});
const ofText = (a: string): object => of([{ name: 'a', type: 'string' }], { a });

it('names every value by its path, in the order of the types', () => {
  const B = [
    { name: 'who', type: 'address' },
    { name: 'data', type: 'bytes' },
  ];
  const A = [
    { name: 'items', type: 'B[]' },
    { name: 'grid', type: 'int8[2][]' },
    { name: 'ok', type: 'bool' },
    { name: 'none', type: 'B[]' },
  ];
  const items = [{ who: ADDRESS.toLowerCase(), data: '0x00ff' }];
  const message = { ok: true, none: [], grid: [[-1, 2]], items };
  expect(leavesOf(of(A, message, { B }))).toEqual({
    shown: [
      { path: 'domain.name', type: 'string', value: 'Shop' },
      { path: 'domain.chainId', type: 'uint256', value: '1' },
      { path: 'message.items[0].who', type: 'address', value: ADDRESS },
      { path: 'message.items[0].data', type: 'bytes', value: '0x00ff' },
      { path: 'message.grid[0][0]', type: 'int8', value: '-1' },
      { path: 'message.grid[0][1]', type: 'int8', value: '2' },
      { path: 'message.ok', type: 'bool', value: 'true' },
      { path: 'message.none', type: 'B[]', value: '[]' },
    ],
    more: 0,
  });
});

it('shows a struct without fields', () => {
  expect(leavesOf(of([{ name: 'a', type: 'B' }], { a: {} }, { B: [] })).shown.at(-1)).toEqual({
    path: 'message.a',
    type: 'B',
    value: '{}',
  });
});

it('shows 512 at most and counts the rest', () => {
  const leaves = leavesOf(of([{ name: 'a', type: 'uint8[]' }], { a: Array<number>(600).fill(7) }));
  expect(leaves.shown).toHaveLength(512);
  expect(leaves.more).toBe(90);
  expect(leaves.shown.at(-1)?.path).toBe('message.a[509]');
});

it('cuts long values where everybody sees it, and never inside a character', () => {
  const exact = 'x'.repeat(1_024);
  expect(leavesOf(ofText(exact)).shown.at(-1)?.value).toBe(exact);
  const cut = leavesOf(ofText(`${exact}x`)).shown.at(-1)?.value ?? '';
  expect(cut).toBe(`${'x'.repeat(1_008)}… (+17)`);
  const faces = leavesOf(ofText(`x${'😀'.repeat(1_000)}`)).shown.at(-1)?.value ?? '';
  expect(faces.isWellFormed()).toBe(true);
  expect(faces).toMatch(/^x(😀){503}… \(\+994\)$/u);
});

it('spells out what would hide or turn the text around', () => {
  expect(leavesOf(ofText('pay\u202e001\nto\u200b me')).shown.at(-1)?.value).toBe(
    'pay\\u{202e}001\\u{a}to\\u{200b} me',
  );
});

it('always fits into a review', () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const leaves = leavesOf(sampleTypedData(g));
      expect(leaves.shown.length).toBeGreaterThan(1);
      expect(reviewSchema.shape.leaves.safeParse(leaves).success).toBe(true);
    }),
    { numRuns: 200 },
  );
});
