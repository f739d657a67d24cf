import { describe, expect, it } from 'vitest';
import { isNoLooser, limitFor } from '../../../../tee-sim/authorization/binding-changes.ts';
import { termsInput } from '../../../../tee-sim/authorization/bindings.ts';
import { type BindingTermsInput, bindingTermsSchema } from '../../../../tee-sim/protocol/bindings.ts';
import { freshFolder } from '../storage/storage-fixture.ts';
import { BOB, limit, OTHER_WALLET, OWNER, Stores, terms, WALLET } from './authorization-fixture.ts';

const TOKEN = '0x52908400098527886E0F7030069857D2E4169EE7';

it('finds a binding by wallet and user, lists by either, and keeps its terms exactly', () => {
  const stores = new Stores(freshFolder());
  const { bindings } = stores;
  const limited = terms({ limits: [limit(5, 9), limit(1, 2, TOKEN, 137)], expiresAtMs: 77 });
  const all = [
    { walletId: WALLET, userId: OWNER, terms: terms({ type: 'Owner' }), createdAtMs: 1 },
    { walletId: WALLET, userId: BOB, terms: limited, createdAtMs: 3 },
    { walletId: OTHER_WALLET, userId: BOB, terms: terms(), createdAtMs: 2 },
  ];
  stores.write((tx) => {
    for (const binding of all) bindings.put(tx, binding);
  });
  expect(bindings.find(WALLET, BOB)).toEqual(all[1]);
  expect(bindings.find(OTHER_WALLET, OWNER)).toBeUndefined();
  expect(bindings.ofWallet(WALLET)).toEqual([all[0], all[1]]);
  expect(bindings.soundOfUser(BOB).bindings).toEqual([all[2], all[1]]);
  expect(bindingTermsSchema.parse(JSON.parse(JSON.stringify(termsInput(limited))))).toEqual(limited);

  stores.write((tx) => bindings.remove(tx, { walletId: WALLET, userId: BOB }));
  expect(bindings.find(WALLET, BOB)).toBeUndefined();
  expect(bindings.soundOfUser(BOB).bindings).toEqual([all[2]]);
});

it('keeps the wallet’s key with a binding, and none where there is none', () => {
  const stores = new Stores(freshFolder());
  const { bindings } = stores;
  const plain = { walletId: WALLET, userId: BOB, terms: terms(), createdAtMs: 3 };
  const walletKey = Uint8Array.from({ length: 113 }, (_, i) => i);
  stores.write((tx) => bindings.put(tx, { ...plain, walletKey }));
  expect(bindings.find(WALLET, BOB)).toEqual({ ...plain, walletKey });
  stores.write((tx) => bindings.put(tx, plain));
  expect(bindings.find(WALLET, BOB)).toEqual(plain);
});

describe('terms', () => {
  it.each([
    ['a guardian who signs', { type: 'Guardian', permissions: ['READ', 'SIGN'] }],
    ['an authorized user who manages', { type: 'Authorized', permissions: ['READ', 'MANAGE'] }],
    ['an owner who approves', { type: 'Owner', permissions: ['APPROVE'] }],
    ['no permission', { type: 'Authorized', permissions: [] }],
    [
      'two limits for one asset',
      { type: 'Authorized', permissions: ['SIGN'], limits: [limit(1, 1), limit(2, 2)] },
    ],
    ['a negative limit', { type: 'Authorized', permissions: ['SIGN'], limits: [limit(-1, 1)] }],
    ['a fractional limit', { type: 'Authorized', permissions: ['SIGN'], limits: [limit(1.5, 2)] }],
  ])('refuse %s', (_, input) => {
    expect(bindingTermsSchema.safeParse(input).success).toBe(false);
  });
});

describe('isNoLooser', () => {
  const from: Partial<BindingTermsInput> = {
    permissions: ['READ', 'SIGN'],
    limits: [limit(10, 100), limit(10, 100, TOKEN)],
    expiresAtMs: 1_000,
  };
  const judge = (to: Partial<BindingTermsInput>, before: Partial<BindingTermsInput> = from) =>
    isNoLooser(terms(before), terms({ ...before, ...to }));

  it.each<[string, Partial<BindingTermsInput>]>([
    ['nothing changed', {}],
    ['a permission less', { permissions: ['READ'] }],
    ['a lower limit', { limits: [limit(9, 99), limit(10, 100, TOKEN)] }],
    ['an asset less', { limits: [limit(10, 100)] }],
    ['no asset at all', { limits: [] }],
    ['an earlier end', { expiresAtMs: 999 }],
  ])('with %s it is', (_, to) => {
    expect(judge(to)).toBe(true);
  });

  it.each<[string, Partial<BindingTermsInput>]>([
    ['a higher limit per transaction', { limits: [limit(11, 100)] }],
    ['a higher limit per day', { limits: [limit(10, 101)] }],
    ['one lower and one higher', { limits: [limit(1, 101)] }],
    ['another asset', { limits: [limit(1, 1, TOKEN, 137)] }],
    ['a later end', { expiresAtMs: 1_001 }],
    ['another type', { type: 'Guardian', permissions: ['READ'] }],
  ])('with %s it is not', (_, to) => {
    expect(judge(to)).toBe(false);
  });

  it('no limits are looser than any, and no end is later than any', () => {
    const { limits, expiresAtMs, ...rest } = terms(from);
    expect(isNoLooser(terms(from), { ...rest, expiresAtMs })).toBe(false);
    expect(isNoLooser(terms(from), { ...rest, limits })).toBe(false);
    expect(isNoLooser(rest, terms(from))).toBe(true);
    expect(judge({ permissions: ['READ', 'SIGN'] }, { permissions: ['READ'] })).toBe(false);
  });
});

it('a limit is of its chain and its asset alone', () => {
  const { limits = [] } = terms({ limits: [limit(1, 1), limit(2, 2, TOKEN), limit(3, 3, 'native', 137)] });
  const perDay = (chainId: number, asset: string) =>
    limitFor(limits, { chainId, asset: asset as 'native' })?.perDay;
  expect([perDay(1, 'native'), perDay(1, TOKEN), perDay(137, 'native'), perDay(137, TOKEN)]).toEqual([
    1n,
    2n,
    3n,
    undefined,
  ]);
});
