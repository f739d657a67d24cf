import { expect, it } from 'vitest';
import type { JournalEntry } from '../../../../main/networks/journal-entry.ts';
import { NonceBook } from '../../../../main/networks/nonces.ts';
import { REVIEW_LIFE_MS } from '../../../../tee-sim/ta/reviews.ts';
import { journalEntry, OTHER_ACCOUNT, OWN_ACCOUNT } from './journal-sample.ts';

let now = 1_000;
const book = (): NonceBook => new NonceBook(() => now);
const entry = (nonce: number, more: Partial<JournalEntry>): JournalEntry =>
  journalEntry({ nonce: String(nonce), hash: `0x${String(nonce).padStart(64, '0')}`, ...more });

it('promises each nonce once, and takes back what is released', () => {
  const nonces = book();
  const reserve = (account = OWN_ACCOUNT) => nonces.reserve(1, account, 5n, now, []);
  const first = reserve();
  expect([first.nonce, reserve().nonce, reserve().nonce]).toEqual(['5', '6', '7']);
  expect(reserve(OTHER_ACCOUNT).nonce).toBe('5');
  expect(nonces.reserve(2, OWN_ACCOUNT, 5n, now, []).nonce).toBe('5');
  nonces.release(first.reservationId);
  expect(reserve().nonce).toBe('5');
});

it('keeps a promise for as long as its review can be signed, and no longer', () => {
  const nonces = book();
  nonces.reserve(1, OWN_ACCOUNT, 5n, now, []);
  now += Math.max(REVIEW_LIFE_MS, 659_999);
  expect(nonces.reserve(1, OWN_ACCOUNT, 5n, now, []).nonce).toBe('6');
  now += 1;
  expect(nonces.reserve(1, OWN_ACCOUNT, 5n, now, []).nonce).toBe('5');
});

it('tells of promises that are before it and not sent', () => {
  const nonces = book();
  const reserve = (count: bigint, account = OWN_ACCOUNT) => nonces.reserve(1, account, count, now, []);
  const first = reserve(5n);
  expect(first).toMatchObject({ promisedBefore: 0 });
  reserve(5n, OTHER_ACCOUNT);
  expect(reserve(5n)).toMatchObject({ nonce: '6', promisedBefore: 1 });
  // Somebody else used 5: what is promised of it holds up nobody.
  expect(reserve(6n)).toMatchObject({ nonce: '7', promisedBefore: 1 });
  nonces.release(first.reservationId);
  expect(reserve(5n)).toMatchObject({ nonce: '5', promisedBefore: 0 });
});

it('believes no count that leaves no nonce', () => {
  const last = 2n ** 64n - 2n;
  expect(book().reserve(1, OWN_ACCOUNT, last, now, []).nonce).toBe(last.toString());
  expect(() => book().reserve(1, OWN_ACCOUNT, last + 1n, now, [])).toThrow('bad-answer');
});

it.each(['prepared', 'broadcasting', 'pending', 'unknown'] as const)(
  'passes over one that is %s, and names it',
  (state) => {
    const journal = [entry(5, { state }), entry(9, { state })];
    expect(book().reserve(1, OWN_ACCOUNT, 5n, now, journal)).toMatchObject({
      nonce: '6',
      waitsFor: [journal[0]?.hash],
    });
  },
);

it.each([
  ['replaced', { state: 'replaced' }],
  ['dropped', { state: 'dropped' }],
  ['refused', { state: 'failed', failure: 'rejected' }],
  ['another account’s', { state: 'pending', account: OTHER_ACCOUNT }],
  ['another chain’s', { state: 'pending', chainId: 2 }],
  ['a UserOperation’s', { state: 'pending', kind: 'user-operation' }],
] as const)('takes one that is %s', (_, more) => {
  expect(book().reserve(1, OWN_ACCOUNT, 5n, now, [entry(5, more)])).toMatchObject({
    nonce: '5',
    waitsFor: [],
  });
});

it('knows of what was mined while the node was being asked, and not of what a chain of before mined', () => {
  const block = { number: '1', hash: `0x${'1'.repeat(64)}` };
  const mined = entry(5, { state: 'mined', block, updatedAtMs: 2_000 });
  expect(book().reserve(1, OWN_ACCOUNT, 5n, 2_000, [mined]).nonce).toBe('6');
  expect(book().reserve(1, OWN_ACCOUNT, 5n, 2_001, [mined]).nonce).toBe('5');
});

it('promises no more than anybody needs, until one is given back or runs out', () => {
  const nonces = book();
  const first = nonces.reserve(1, OWN_ACCOUNT, 0n, 0, []);
  for (let i = 1; i < 256; i += 1) nonces.reserve(i, OWN_ACCOUNT, 0n, 0, []);
  const more = () => nonces.reserve(1, OTHER_ACCOUNT, 0n, 0, []);
  expect(more).toThrow('rate-limited');
  nonces.release(first.reservationId);
  more();
  expect(more).toThrow('rate-limited');
  now += 660_000;
  more();
});
