import { describe, expect, it } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { type Address, addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { logIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { assess } from '../../../../tee-sim/risk/assess.ts';
import { HistoryStore, type Whom } from '../../../../tee-sim/risk/history.ts';
import type { Transaction } from '../../../../tee-sim/storage/storage.ts';
import { ALICE, calmFeatures, NOW, type SubjectChange, subject } from './samples.ts';

const BOUNDS = defaultPolicy.operationAuthorization;

/** Rows in memory, as a transaction sees them. */
function memory() {
  const rows = new Map<string, Uint8Array>();
  const tx: Transaction = {
    get: (_table, rowKey) => rows.get(rowKey)?.slice(),
    put: (_table, rowKey, _userId, plaintext) => void rows.set(rowKey, plaintext.slice()),
    remove: (_table, rowKey) => void rows.delete(rowKey),
    eraseFeatures: () => undefined,
    forgetReplaced: () => undefined,
    logId: logIdSchema.parse(1),
  };
  return { rows, tx };
}

const KNOWN = addressSchema.parse(ALICE);
const store = new HistoryStore(nobleEngine, randomBytes);

/** Loads, assesses and records one payment; answers the rules that spoke. */
function pay(tx: Transaction, change: SubjectChange = {}, familiar: readonly Address[] = []) {
  const features = calmFeatures();
  const request = { subject: subject(change), atMs: NOW };
  const history = store.load(tx, 'device-owner', request.subject, familiar);
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

  it('finds the one look-alike among others who get something', () => {
    const { tx } = memory();
    pay(tx, { to: `0xabcd${'1'.repeat(32)}7890` });
    const alike = addressSchema.parse(`0xabcd${'2'.repeat(32)}7890`);
    const others = [subject({ to: `0x${'5'.repeat(40)}` }).recipient ?? alike, alike];
    const known = addressSchema.parse(`0xabcd${'1'.repeat(32)}7890`);
    const lookAlike = (whom: Omit<Whom, 'chainId'>) =>
      store.load(tx, 'device-owner', { chainId: 1, ...whom }).lookAlike;
    expect(lookAlike({ recipient: subject().recipient, others })).toBe(known);
    expect(lookAlike({ contracts: [known] })).toBeUndefined();
    expect(lookAlike({ contracts: [alike] })).toBe(known);
    expect(lookAlike({})).toBeUndefined();
  });

  it('knows a recipient beside the first the second time, and a contract never as one', () => {
    const { tx } = memory();
    const address = (digit: string): string => `0x${digit.repeat(40)}`;
    const [first, second] = [address('1'), address('2')];
    const batch = { to: first, others: [second], contracts: [address('3')] };
    pay(tx, { to: first });
    expect(pay(tx, batch)).toContain('first-payment-to-address');
    expect(pay(tx, batch)).not.toContain('first-payment-to-address');
    expect(pay(tx, { to: first, contracts: [address('4')] })).not.toContain('first-payment-to-address');
    expect(pay(tx, { to: second })).not.toContain('first-payment-to-address');
  });

  it('tells a contract from the one that it imitates', () => {
    const { tx } = memory();
    pay(tx, { contracts: [`0xabcd${'1'.repeat(32)}7890`] });
    expect(pay(tx, { contracts: [`0xabcd${'2'.repeat(32)}7890`] })).toContain('look-alike-address');
  });

  it('takes what is signed for nobody, and learns no address and no amount of it', () => {
    const { rows, tx } = memory();
    expect(pay(tx, { to: undefined, chainId: undefined, amountWei: 0n })).toEqual([]);
    expect(rows.size).toBe(1);
    for (let i = 0; i < 6; i += 1) pay(tx, { amountWei: 0n });
    expect(pay(tx, { amountWei: '1000000' })).not.toContain('amount-above-usual');
  });

  it('learns nothing from what was denied', () => {
    const { tx } = memory();
    const token = { flags: ['token-contract-as-recipient'] } as const;
    pay(tx, token);
    expect(pay(tx, token)).toContain('first-payment-to-address');
  });

  it('counts denied attempts too', () => {
    const { tx } = memory();
    for (let i = 0; i < 5; i += 1) pay(tx, { flags: ['zero-address'] });
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
    expect(store.load(tx, 'device-owner', subject()).strangers.size).toBe(0);
    expect(store.load(tx, 'someone-else', subject())).toMatchObject({
      firstPaidMs: undefined,
      strangers: new Set([subject().recipient]),
    });
  });

  it('stays bounded, and no number of tokens makes it forget what coins are usual', () => {
    const { rows, tx } = memory();
    const token = (i: number) => addressSchema.parse(`0x${(i + 16).toString(16).repeat(20)}`);
    for (let i = 0; i < 60; i += 1) pay(tx, { amountWei: `${10n ** 70n}`, chainId: 1 + (i % 20) });
    for (let i = 0; i < 40; i += 1) pay(tx, { amountWei: '1000', chainId: 1 });
    for (let i = 0; i < 640; i += 1)
      pay(tx, { amountWei: `${10n ** 77n}`, asset: token(i % 20), chainId: 1 });
    expect(rows.get('device-owner/profile')?.length).toBeLessThan(64 * 1_024);
    expect(pay(tx, { amountWei: '1000000' })).toContain('amount-above-usual');
  });

  it('knows what is usual of a token, which says nothing of coins or of another chain', () => {
    const { tx } = memory();
    const asset = addressSchema.parse(`0x${'a'.repeat(40)}`);
    for (let i = 0; i < 5; i += 1) pay(tx, { asset });
    expect(pay(tx, { asset, amountWei: '1000000' })).toContain('amount-above-usual');
    expect(pay(tx, { amountWei: '1000000' })).not.toContain('amount-above-usual');
    expect(pay(tx, { asset, chainId: 10, amountWei: '1000000' })).not.toContain('amount-above-usual');
  });

  it('reads the rows from before there were assets and chains: amounts are coins, nobody is known', () => {
    const { rows, tx } = memory();
    for (let i = 0; i < 5; i += 1) pay(tx);
    for (const [name, row] of rows) {
      const old = new TextDecoder()
        .decode(row)
        .replace('"asset":"native",', '')
        .replace(/,"chains":.*\]/, '');
      rows.set(name, new TextEncoder().encode(old));
    }
    const paid = pay(tx, { amountWei: '1000000' });
    expect(paid).toEqual(expect.arrayContaining(['amount-above-usual', 'first-payment-to-address']));
    expect(paid).not.toContain('look-alike-address');
    expect([...store.recipients(tx, 'device-owner', [KNOWN]).values()]).toMatchObject([{ count: 6 }]);
  });

  it('knows an address only on the chain where it was paid, and takes it for nobody’s imitation elsewhere', () => {
    const { tx } = memory();
    pay(tx, { chainId: 424_242 });
    expect(store.load(tx, 'device-owner', subject()).firstPaidMs).toBeUndefined();
    const elsewhere = pay(tx);
    expect(elsewhere).toContain('first-payment-to-address');
    expect(elsewhere).not.toContain('look-alike-address');
    expect(store.load(tx, 'device-owner', subject()).firstPaidMs).toBe(NOW);
    expect(pay(tx)).not.toContain('first-payment-to-address');
    expect([...store.recipients(tx, 'device-owner', [KNOWN]).values()]).toMatchObject([{ count: 3 }]);
  });

  it('what no chain binds makes nobody known', () => {
    const { tx } = memory();
    pay(tx, { chainId: undefined });
    expect(pay(tx, { chainId: undefined })).toContain('first-payment-to-address');
    expect(pay(tx)).toContain('first-payment-to-address');
  });

  describe('of familiar addresses that were never paid', () => {
    const at = (digit: string): Address => addressSchema.parse(`0xabcd${digit.repeat(32)}7890`);
    const [friend, alike, second] = [at('1'), at('2'), at('3')];

    it('finds who looks like one, before anything was paid and after', () => {
      const { tx } = memory();
      const found = store.load(tx, 'device-owner', subject({ to: alike }), [second, friend]).lookAlike;
      expect([second, friend]).toContain(found);
      expect(pay(tx, {}, [friend])).not.toContain('look-alike-address');
      const { lookAlike } = store.load(tx, 'device-owner', subject({ contracts: [alike] }), [friend]);
      expect(lookAlike).toBe(friend);
    });

    it('flags none of themselves, and nobody who was paid', () => {
      const { tx } = memory();
      expect(pay(tx, { to: second }, [friend, second])).not.toContain('look-alike-address');
      expect(pay(tx, { to: second, chainId: 5 }, [friend])).not.toContain('look-alike-address');
    });

    it('makes none of them less of an imitation of who was paid', () => {
      const { tx } = memory();
      pay(tx, { to: friend });
      expect(pay(tx, { to: alike }, [alike])).toContain('look-alike-address');
    });
  });

  it('refuses a row of another shape', () => {
    const { rows, tx } = memory();
    rows.set('device-owner/profile', new TextEncoder().encode('{"indexKey":1}'));
    expect(() => store.load(tx, 'device-owner', subject())).toThrow();
  });
});
