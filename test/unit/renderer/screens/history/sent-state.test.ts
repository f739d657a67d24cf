import { hashMessage } from 'viem';
import { describe, expect, test } from 'vitest';
import { TRANSACTION_STATES, type TrackedTransaction } from '../../../../../preload/networks.ts';
import type { KnownNetworks } from '../../../../../renderer/app/networks/networks-store.ts';
import { type Sent, sentOf } from '../../../../../renderer/app/networks/sent-before.ts';
import { LANGUAGES, messagesFor } from '../../../../../renderer/i18n/languages.ts';
import {
  isOfFilter,
  SENT_FILTERS,
  sentStateOf,
  trackedOf,
} from '../../../../../renderer/screens/history/sent-state.ts';
import { hexToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import { HASH, tracked } from '../../app/networks/network-samples.ts';

const digest = new Uint8Array(32).fill(1);
const signedAtMs = 1_800_000_000_000;
const transaction = {
  ...{ kind: 'transaction' as const, signedAtMs },
  ...{ hash: digest, transactionHash: new Uint8Array(32).fill(0xab) },
};
const message = {
  ...{ kind: 'personal-message' as const, signedAtMs },
  ...{ hash: digest, transactionHash: undefined },
};
const operation = { ...message, kind: 'user-operation' as const };
const known = { networks: [], offered: [], putAside: [] };

function sentWith(byHash: Record<string, TrackedTransaction>, more: Partial<KnownNetworks> = {}): Sent {
  return sentOf({ byHash, isLoaded: true }, { known: { ...known, ...more } });
}
const nothing = sentWith({});

describe('what became of it', () => {
  test('is said of a transaction that was sent from here, by its hash', () => {
    const sent = sentWith({ [HASH]: tracked({ state: 'replaced' }) });
    expect(trackedOf(transaction, sent)).toMatchObject({ hash: HASH });
    expect(sentStateOf(transaction, sent)).toBe('replaced');
  });

  test('is "not sent" only where all that was sent is known', () => {
    expect(sentStateOf(transaction, nothing)).toBe('not-sent');
    expect(sentStateOf(transaction, { ...nothing, isLoaded: false })).toBeUndefined();
    const unasked = sentOf({ byHash: {}, isLoaded: true }, { known: undefined });
    expect(sentStateOf(transaction, unasked)).toBeUndefined();
  });

  test('is not known of what was signed before the list of what was sent was lost', () => {
    const lost = (atMs: number) => sentWith({}, { lostJournal: { name: 'x', atMs } });
    expect(sentStateOf(transaction, lost(signedAtMs))).toBe('unknown');
    expect(isOfFilter(transaction, lost(signedAtMs), 'unknown')).toBe(true);
    expect(isOfFilter(transaction, lost(signedAtMs), 'not-sent')).toBe(false);
    expect(sentStateOf(transaction, lost(signedAtMs - 1))).toBe('not-sent');
    const found = { ...lost(signedAtMs), byHash: { [HASH]: tracked({ state: 'pending' }) } };
    expect(sentStateOf(transaction, found)).toBe('pending');
    expect(sentStateOf(message, lost(signedAtMs))).toBeUndefined();
  });

  test('is nothing of what is sent nowhere', () => {
    expect(sentStateOf(message, nothing)).toBeUndefined();
    for (const filter of SENT_FILTERS) expect(isOfFilter(message, nothing, filter)).toBe(filter === 'any');
  });

  test('of a user operation from v0.8 on is found by the hash that was signed, and of nothing else', () => {
    const hash = `0x${'01'.repeat(32)}`;
    const sent = sentWith({ [hash]: tracked({ hash, kind: 'user-operation' }) });
    expect(sentStateOf(operation, sent)).toBe('pending');
    expect(sentStateOf(message, sent)).toBeUndefined();
  });

  test('of a user operation of v0.7 is found by the message that was signed in its place', () => {
    const sent = sentWith({ [HASH]: tracked({ kind: 'user-operation', state: 'mined', confirmations: 3 }) });
    const signed = (bytes: Uint8Array) => ({ ...operation, hash: bytes });
    expect(sentStateOf(signed(hexToBytes(hashMessage({ raw: HASH as `0x${string}` }).slice(2))), sent)).toBe(
      'confirmed',
    );
    expect(sentStateOf(signed(digest), sent)).toBeUndefined();
    const transfer = sentWith({ [HASH]: tracked() });
    expect(
      sentStateOf(signed(hexToBytes(hashMessage({ raw: HASH as `0x${string}` }).slice(2))), transfer),
    ).toBeUndefined();
  });

  test('falls under one filter, whatever it is', () => {
    for (const state of TRANSACTION_STATES) {
      const sent = sentWith({ [HASH]: tracked({ state }) });
      const filters = SENT_FILTERS.filter((filter) => isOfFilter(transaction, sent, filter));
      expect(filters, state).toHaveLength(2);
      expect(filters[0]).toBe('any');
    }
  });

  test.each(LANGUAGES)('%s: no two filters read the same', (language) => {
    const { filters } = messagesFor(language).history.sent;
    expect(new Set(Object.values(filters)).size).toBe(SENT_FILTERS.length);
  });
});
