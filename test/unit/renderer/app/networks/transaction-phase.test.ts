import { describe, expect, test } from 'vitest';
import { TRANSACTION_STATES } from '../../../../../preload/networks.ts';
import {
  actionsOf,
  canReplace,
  earlierThan,
  explorerAddress,
  isOnNetwork,
  phaseOf,
  TRANSACTION_PHASES,
} from '../../../../../renderer/app/networks/transaction-phase.ts';
import { LANGUAGES, messagesFor } from '../../../../../renderer/i18n/languages.ts';
import { HASH, LOCAL, tracked } from './network-samples.ts';

const EXPLORED = { ...LOCAL, explorer: 'https://example.org/chain/' };

describe('the phase', () => {
  test.each([
    ['confirming', { state: 'mined', confirmations: 0 }],
    ['confirming', { state: 'mined', confirmations: 2 }],
    ['confirmed', { state: 'mined', confirmations: 3 }],
    ['reverted', { state: 'failed', failure: 'reverted' }],
    ['rejected', { state: 'failed', failure: 'rejected' }],
    ['unknown', { state: 'unknown' }],
  ] as const)('%s', (phase, change) => {
    expect(phaseOf(tracked(change))).toBe(phase);
  });

  test('says whether it is on the network: a receipt of it is then of something sent', () => {
    expect(isOnNetwork(undefined)).toBe(false);
    const there = TRANSACTION_STATES.filter((state) => isOnNetwork(tracked({ state })));
    expect(there).toEqual(['pending', 'mined']);
    expect(isOnNetwork(tracked({ state: 'failed', failure: 'reverted' }))).toBe(false);
  });

  test('is one of those that are named, for every state', () => {
    for (const state of TRANSACTION_STATES) expect(TRANSACTION_PHASES).toContain(phaseOf(tracked({ state })));
  });

  test.each(LANGUAGES)('%s: no two read the same', (language) => {
    const { phases } = messagesFor(language).transactions;
    const texts = TRANSACTION_PHASES.flatMap((phase) => [phases[phase].name, phases[phase].text]);
    expect(new Set(texts).size).toBe(2 * TRANSACTION_PHASES.length);
  });
});

describe('actions', () => {
  test.each([
    ['prepared', ['sendAgain', 'discard']],
    ['broadcasting', []],
    ['pending', ['refresh']],
    ['mined', ['refresh']],
    ['replaced', ['refresh']],
    ['dropped', ['sendAgain', 'refresh']],
    ['unknown', ['sendAgain', 'refresh']],
  ] as const)('of %s', (state, actions) => {
    expect(actionsOf(tracked({ state }), undefined)).toEqual(actions);
  });

  test('only what never left can be discarded, and what has settled is not asked about', () => {
    for (const state of TRANSACTION_STATES) {
      expect(actionsOf(tracked({ state }), undefined).includes('discard')).toBe(state === 'prepared');
      expect(actionsOf(tracked({ state, settled: true }), undefined)).not.toContain('refresh');
    }
  });
});

describe('another in its place', () => {
  test('can be put while it may still wait, and of no user operation', () => {
    const can = TRANSACTION_STATES.filter((state) => canReplace(tracked({ state })));
    expect(can).toEqual(['pending', 'dropped', 'unknown']);
    expect(canReplace(tracked({ settled: true }))).toBe(false);
    expect(canReplace(tracked({ kind: 'user-operation' }))).toBe(false);
  });
});

describe('the explorer', () => {
  test('is asked as main takes an address, or not at all', () => {
    const at = (explorer: string) => explorerAddress(tracked(), { ...EXPLORED, explorer });
    expect(at('https://example.org:443/a/../b')).toBe(`https://example.org/b/tx/${HASH}`);
    expect(at('https://example.org:99999')).toBeUndefined();
  });

  test('is asked for the transaction, and for the one that carries a user operation', () => {
    expect(explorerAddress(tracked(), EXPLORED)).toBe(`https://example.org/chain/tx/${HASH}`);
    const carriedBy = `0x${'ef'.repeat(32)}`;
    expect(explorerAddress(tracked({ kind: 'user-operation' }), EXPLORED)).toBeUndefined();
    expect(explorerAddress(tracked({ kind: 'user-operation', carriedBy }), EXPLORED)).toContain(carriedBy);
  });

  test('is not asked where there is none, nor for what never left', () => {
    expect(explorerAddress(tracked(), LOCAL)).toBeUndefined();
    expect(explorerAddress(tracked(), undefined)).toBeUndefined();
    expect(explorerAddress(tracked({ state: 'prepared' }), EXPLORED)).toBeUndefined();
  });
});

describe('what has to be in a block before it', () => {
  const own = tracked({ nonce: '8' });
  const of = (nonce: string, change: Parameters<typeof tracked>[0] = {}) =>
    tracked({ nonce, hash: `0x${nonce.padStart(64, '0')}`, ...change });
  const hashes = (...others: readonly ReturnType<typeof of>[]) =>
    earlierThan(own, Object.fromEntries([own, ...others].map((each) => [each.hash, each])));

  test('is every earlier one that is not through, in their order', () => {
    const seventh = of('7', { state: 'prepared' });
    const sixth = of('6', { state: 'unknown' });
    expect(hashes(seventh, sixth)).toEqual([sixth.hash, seventh.hash]);
  });

  test.each([
    ['9', {}],
    ['8', {}],
    ['7', { state: 'mined' }],
    ['7', { state: 'replaced' }],
    ['7', { settled: true }],
    ['7', { chainId: 1 }],
    ['7', { account: `0x${'44'.repeat(20)}` }],
    ['7', { kind: 'user-operation' }],
  ] as const)('is not one of nonce %s that is %j', (nonce, change) => {
    expect(hashes(of(nonce, change))).toEqual([]);
  });
});
