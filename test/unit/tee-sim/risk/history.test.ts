import { describe, expect, it } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { logIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { assess } from '../../../../tee-sim/risk/assess.ts';
import { HistoryStore } from '../../../../tee-sim/risk/history.ts';
import type { Transaction } from '../../../../tee-sim/storage/storage.ts';
import { calmFeatures, NOW, payment } from './samples.ts';

const BOUNDS = defaultPolicy.operationAuthorization;

/** Rows in memory, as a transaction sees them. */
function memory() {
  const rows = new Map<string, Uint8Array>();
  const tx: Transaction = {
    get: (_table, rowKey) => rows.get(rowKey)?.slice(),
    put: (_table, rowKey, _userId, plaintext) => void rows.set(rowKey, plaintext.slice()),
    remove: (_table, rowKey) => void rows.delete(rowKey),
    eraseFeatures: () => undefined,
    logId: logIdSchema.parse(1),
  };
  return { rows, tx };
}

const store = new HistoryStore(nobleEngine, randomBytes);

/** Loads, assesses and records one payment; answers the rules that spoke. */
function pay(tx: Transaction, change: Parameters<typeof payment>[0] = {}, features = calmFeatures()) {
  const request = { payment: payment(change), atMs: NOW };
  const history = store.load(tx, 'device-owner', request.payment);
  const assessment = assess(features, request, history, BOUNDS);
  store.record(tx, 'device-owner', history, features, request, assessment);
  return assessment.factors.map((factor) => factor.rule);
}

describe('history', () => {
  it('knows an address the second time', () => {
    const { tx } = memory();
    expect(pay(tx)).toContain('first-payment-to-address');
    expect(pay(tx)).not.toContain('first-payment-to-address');
  });

  it('tells a look-alike from the address it imitates', () => {
    const { tx } = memory();
    pay(tx, { to: `0xabcd${'1'.repeat(32)}7890` });
    expect(pay(tx, { to: `0xabcd${'2'.repeat(32)}7890` })).toContain('look-alike-address');
    expect(pay(tx, { to: `0xabcd${'1'.repeat(32)}7890` })).not.toContain('look-alike-address');
  });

  it('learns nothing from what was denied', () => {
    const { tx } = memory();
    const zero = { to: `0x${'0'.repeat(40)}` };
    pay(tx, zero);
    expect(pay(tx, zero)).toContain('first-payment-to-address');
  });

  it('counts denied attempts too', () => {
    const { tx } = memory();
    for (let i = 0; i < 5; i += 1) pay(tx, { to: `0x${'0'.repeat(40)}` });
    expect(pay(tx)).toContain('burst-of-requests');
  });

  it('names no address in its row keys', () => {
    const { rows, tx } = memory();
    pay(tx);
    const names = [...rows.keys()].join(' ').toLowerCase();
    expect(rows.size).toBe(3);
    expect(names).not.toContain('a11ce');
  });

  it('keeps users apart', () => {
    const { tx } = memory();
    pay(tx);
    const request = { payment: payment(), atMs: NOW };
    expect(store.load(tx, 'someone-else', request.payment).recipient).toBeUndefined();
  });

  it('stays bounded', () => {
    const { rows, tx } = memory();
    for (let i = 0; i < 200; i += 1) pay(tx, { amountWei: `${10n ** 70n}`, chainId: 1 + (i % 20) });
    expect(rows.get('device-owner/profile')?.length).toBeLessThan(64 * 1_024);
  });

  it('refuses a row of another shape', () => {
    const { rows, tx } = memory();
    rows.set('device-owner/profile', new TextEncoder().encode('{"indexKey":1}'));
    expect(() => store.load(tx, 'device-owner', payment())).toThrow();
  });
});
