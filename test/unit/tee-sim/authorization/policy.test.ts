import { describe, expect, it } from 'vitest';
import { PolicyStore } from '../../../../tee-sim/authorization/policy.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToHex, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { defaultPolicy, type Policy, policySchema } from '../../../../tee-sim/protocol/policy.ts';
import { edit, freshFolder, refusal } from '../storage/storage-fixture.ts';
import { Stores } from './authorization-fixture.ts';

const strict: Policy = {
  ...defaultPolicy,
  operationAuthorization: { ...defaultPolicy.operationAuthorization, gaps: 'confirm' },
};

function change(stores: Stores, policy: Policy): void {
  stores.write((tx) => stores.policy.change(tx, policy, stores.clock.ms));
  stores.policy.reload();
}

it('begins with the defaults as version 0, which are a policy and are not stored', () => {
  const { policy } = new Stores(freshFolder());
  expect(policySchema.parse(defaultPolicy)).toEqual(defaultPolicy);
  expect([policy.version, policy.current]).toEqual([0, defaultPolicy]);
  expect(policy.get(0)).toMatchObject({ version: 0, policy: defaultPolicy });
  expect(policy.get(0)).not.toHaveProperty('changedAtMs');
});

it('counts versions, keeps every one, and finds them after a restart', () => {
  const folder = freshFolder();
  const stores = new Stores(folder);
  change(stores, strict);
  change(stores, defaultPolicy);
  stores.storage.close();
  const { policy } = new Stores(folder);
  expect(policy.version).toBe(2);
  expect(policy.current).toEqual(defaultPolicy);
  expect(policy.get(1)).toMatchObject({ version: 1, policy: strict, changedAtMs: stores.clock.ms });
  expect(policy.get(3)).toBeUndefined();
});

describe('the digest', () => {
  it('is SM3 of version and document as text', () => {
    const { policy } = new Stores(freshFolder());
    const text = JSON.stringify({ version: 0, policy: defaultPolicy });
    expect(bytesToHex(policy.digest)).toBe(bytesToHex(nobleEngine.sm3(utf8ToBytes(text))));
  });

  it('changes with the version even where the document comes back', () => {
    const stores = new Stores(freshFolder());
    const digests = [bytesToHex(stores.policy.digest)];
    for (const policy of [strict, defaultPolicy]) {
      change(stores, policy);
      digests.push(bytesToHex(stores.policy.digest));
    }
    expect(new Set(digests).size).toBe(3);
    expect(
      digests.map((_, version) => bytesToHex(stores.policy.get(version)?.digest ?? new Uint8Array())),
    ).toEqual(digests);
  });

  it('does not depend on the order of the keys that somebody sent', () => {
    const [one, other] = [new Stores(freshFolder()), new Stores(freshFolder())];
    change(one, strict);
    const backwards = Object.fromEntries(Object.entries(strict).reverse()) as Policy;
    change(other, backwards);
    expect(bytesToHex(other.policy.digest)).toBe(bytesToHex(one.policy.digest));
  });

  it('cannot be changed by who reads it', () => {
    const { policy } = new Stores(freshFolder());
    const before = bytesToHex(policy.digest);
    policy.digest.fill(0);
    expect(bytesToHex(policy.digest)).toBe(before);
  });
});

it('is not in force before its transaction is committed, and never when it fails', () => {
  const stores = new Stores(freshFolder());
  const { policy } = stores;
  expect(() =>
    stores.write((tx) => {
      policy.change(tx, strict, 1);
      expect([policy.version, policy.current]).toEqual([0, defaultPolicy]);
      throw new Error('disk');
    }),
  ).toThrow('disk');
  policy.reload();
  expect([policy.version, policy.current]).toEqual([0, defaultPolicy]);
});

it('refuses an older policy put back into the file', () => {
  const folder = freshFolder();
  const stores = new Stores(folder);
  change(stores, strict);
  stores.storage.close();
  let old: unknown[][] = [];
  edit(folder, (db) => {
    old = db.prepare('SELECT * FROM policies').raw().all() as unknown[][];
  });
  const again = new Stores(folder);
  change(again, defaultPolicy);
  again.storage.close();
  edit(folder, (db) => {
    for (const row of old) db.prepare('INSERT OR REPLACE INTO policies VALUES (?, ?, ?, ?)').run(...row);
  });
  expect(refusal(() => new Stores(folder))).toBe('BAD_STATE rolled-back');
});

it('reads a policy that holds, or none', () => {
  const storage = { get: () => utf8ToBytes('{"version":1,"policy":{},"changedAtMs":1}'), scan: () => [] };
  expect(() => new PolicyStore(storage, nobleEngine)).toThrow();
});
