import { describe, expect, test } from 'vitest';
import {
  addToken,
  claimsAnything,
  createTokensStore,
  dropToken,
  dropTokensOf,
  type KnownToken,
  looksNative,
  MAX_TOKENS,
  tokenProblem,
  tokensOf,
} from '../../../../../renderer/app/networks/known-tokens.ts';
import { addressSchema } from '../../../../../tee-sim/protocol/payment.ts';
import { MemoryStorage } from '../../fixture.ts';

function tokenAt(byte: number, chainId = 1): KnownToken {
  const address = addressSchema.parse(`0x${byte.toString(16).padStart(2, '0').repeat(20)}`);
  return { chainId, address, symbol: `T${byte}`, decimals: 6 };
}

describe('tokens', () => {
  test('are kept from one start to the next', () => {
    const storage = new MemoryStorage();
    const store = createTokensStore(storage);
    addToken(store, tokenAt(0x11));
    addToken(store, tokenAt(0x22));
    addToken(store, { ...tokenAt(0x11), decimals: 8 });
    dropToken(store, tokenAt(0x22));
    expect(createTokensStore(storage).getState().tokens).toEqual([{ ...tokenAt(0x11), decimals: 8 }]);
  });

  test('the same address on another network is another token', () => {
    const store = createTokensStore(new MemoryStorage());
    addToken(store, tokenAt(0x11, 1));
    addToken(store, tokenAt(0x11, 2));
    dropToken(store, tokenAt(0x11, 1));
    expect(tokensOf(store.getState().tokens, 2)).toHaveLength(1);
    expect(tokensOf(store.getState().tokens, 1)).toEqual([]);
  });

  test.each([
    '',
    'x',
    '{}',
    '[1]',
    '[{"chainId":1}]',
    '[{"chainId":1,"address":"0x","decimals":99}]',
    'null',
  ])('what does not fit is left out: %j', (kept) => {
    const storage = new MemoryStorage();
    storage.setItem('airaccount.tokens', kept);
    expect(createTokensStore(storage).getState().tokens).toEqual([]);
  });

  test('one bad entry does not take the others along', () => {
    const storage = new MemoryStorage();
    storage.setItem('airaccount.tokens', JSON.stringify([{ decimals: -1 }, tokenAt(0x11)]));
    expect(createTokensStore(storage).getState().tokens).toEqual([tokenAt(0x11)]);
  });
});

test('what speaks against adding one', () => {
  const { address } = tokenAt(0xab);
  expect(tokenProblem('', 1, [])).toBe('form');
  expect(tokenProblem('0x12', 1, [])).toBe('form');
  expect(tokenProblem(`0x${'aB'.repeat(20)}`, 1, [])).toBe('checksum');
  expect(tokenProblem(address.toLowerCase(), 1, [tokenAt(0xab)])).toBe('known');
  expect(tokenProblem(address, 2, [tokenAt(0xab)])).toBeUndefined();
  const many = Array.from({ length: MAX_TOKENS }, (_, i) => tokenAt(i));
  expect(tokenProblem(address, 1, many)).toBe('full');
});

test.each([
  ['ETH', true],
  ['eth', true],
  ['E T H', true],
  ['ＥＴＨ', true],
  ['ЕТН', true],
  ['Ε\u200bΤΗ', true],
  ['WETH', false],
  ['', false],
  ['…', false],
  [undefined, false],
])('%j claims to be the network’s own coin: %s', (claimed, is) => {
  expect(looksNative(claimed, 'ETH')).toBe(is);
});

test('a network that goes takes its tokens along, and no others', () => {
  const store = createTokensStore(new MemoryStorage());
  addToken(store, tokenAt(0x11));
  addToken(store, tokenAt(0x22, 5));
  dropTokensOf(store, 5);
  expect(store.getState().tokens).toEqual([tokenAt(0x11)]);
});

test('what claims nothing is no token', () => {
  const { chainId, address } = tokenAt(0x11);
  expect(claimsAnything({ chainId, address })).toBe(false);
  for (const claim of [{ name: 'A' }, { symbol: 'A' }, { decimals: 0 }]) {
    expect(claimsAnything({ chainId, address, ...claim })).toBe(true);
  }
});
