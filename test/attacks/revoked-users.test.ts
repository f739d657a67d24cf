// Attacks by who was let in and is not any more, with all they ever held.
import { describe, expect, test } from 'vitest';
import { unwrapWalletKey } from '../../tee-sim/authorization/wallet-keys.ts';
import { nobleEngine as engine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { base64UrlToBytes } from '../../tee-sim/protocol/bytes.ts';
import { type Person, refused } from '../unit/tee-sim/ta/device.ts';
import { AUTHORIZED, bind, importPhrase, prepare, sign, transfer, tryPrepare } from './signing-device.ts';
import { rawFiles, recordsOf, sealedRecords, stealFolder, userKeyOf, withStorage } from './stolen-device.ts';
import {
  type BindingRow,
  device,
  open,
  owner,
  PASSPHRASE,
  tee,
  walletOf,
  wrapOf,
} from './wallet-key-device.ts';

describe('who was let in, and is not any more', () => {
  /** Everything that Bob's own key opens, from a copy of the files as they lie there now. */
  function steal(person: Person, walletId: string) {
    const { folder, dispose } = stealFolder(tee.dataDir);
    try {
      return withStorage(folder, tee.masterKey, (storage) => {
        const userKey = userKeyOf(storage, person.user);
        const wrapped = wrapOf(storage, walletId, person.user.userId);
        const wallet = walletOf(storage, walletId);
        const walletKey = wrapped && unwrapWalletKey(engine, userKey, wrapped);
        const wraps = recordsOf<BindingRow>(storage, 'bindings').flatMap((row) =>
          row.walletKey === undefined ? [] : [base64UrlToBytes(row.walletKey)],
        );
        return { userKey, wrapped, walletKey, wallet, wraps };
      });
    } finally {
      dispose();
    }
  }

  const endings: [string, (walletId: string, bob: Person) => void][] = [
    [
      'revoked',
      (walletId, bob) => {
        const params = { walletId, userId: bob.user.userId };
        expect(device.enhanced('REVOKE_BINDING', params).code).toBe('SUCCESS');
      },
    ],
    [
      'left with READ alone',
      (walletId, bob) => {
        const terms = { type: 'Authorized', permissions: ['READ'] };
        expect(bind(device, walletId, bob, terms).code).toBe('SUCCESS');
      },
    ],
    [
      'made a guardian',
      (walletId, bob) => {
        const terms = { type: 'Guardian', permissions: ['READ', 'APPROVE'] };
        expect(bind(device, walletId, bob, terms).code).toBe('SUCCESS');
      },
    ],
  ];

  test.each(endings)(
    '%s: all they ever held, with the database and the master key, opens nothing',
    (_, end) => {
      const bob = device.addUser('Bob');
      const walletId = importPhrase(device, { passphrase: PASSPHRASE });
      expect(bind(device, walletId, bob, AUTHORIZED).code).toBe('SUCCESS');
      const review = prepare(device, walletId, transfer(), { by: bob });
      expect(sign(device, walletId, review.reviewId, { by: bob }).code).toBe('SUCCESS');
      const unused = prepare(device, walletId, transfer({ nonce: '1' }), { by: bob });
      const before = steal(bob, walletId);
      const { walletKey } = before;
      if (walletKey === undefined) throw new Error('Bob was to hold the key before');
      // Until then it was theirs: this copy of the wallet, opened now, stays open for ever.
      expect(open(before.wallet, walletKey)).toMatchObject({ source: 'phrase' });

      end(walletId, bob);

      const after = steal(bob, walletId);
      expect(after.wrapped).toBeUndefined();
      expect(() => open(after.wallet, walletKey)).toThrow('damaged-record');
      for (const wrap of after.wraps) expect(() => unwrapWalletKey(engine, after.userKey, wrap)).toThrow();
      expect(refused(sign(device, walletId, unused.reviewId, { by: bob }))).toMatch(
        /^(ITEM_NOT_FOUND|ACCESS_DENIED) /,
      );
      expect(refused(tryPrepare(device, walletId, transfer(), { by: bob }))).toMatch(
        /^(ITEM_NOT_FOUND unknown-wallet|ACCESS_DENIED not-permitted) 3$/,
      );
      // Whoever is left signs on, with the new key.
      const mine = prepare(device, walletId, transfer({ nonce: '2' }));
      const proof = owner.user.proof(tee.machine.wall, 'password');
      expect(sign(device, walletId, mine.reviewId, { proof }).code).toBe('SUCCESS');
      expect(open(after.wallet, steal(owner, walletId).walletKey ?? walletKey)).toBeDefined();
    },
  );

  test('neither the database nor its write-ahead log still holds what a re-key replaced', () => {
    const bob = device.addUser('Bob');
    const walletId = importPhrase(device, { passphrase: PASSPHRASE });
    expect(bind(device, walletId, bob, AUTHORIZED).code).toBe('SUCCESS');
    const stolen = () => {
      const { folder, dispose } = stealFolder(tee.dataDir);
      const files = [...rawFiles(folder).values()];
      const records = sealedRecords(folder);
      dispose();
      return { files, records };
    };
    const before = stolen();
    // The search finds what is there.
    for (const record of before.records)
      expect(before.files.some((file) => file.includes(record))).toBe(true);
    expect(device.enhanced('REVOKE_BINDING', { walletId, userId: bob.user.userId }).code).toBe('SUCCESS');
    const after = stolen();
    const replaced = before.records.filter((record) => !after.records.some((other) => other.equals(record)));
    // The wallet's, Bob's binding and the owner's.
    expect(replaced).toHaveLength(3);
    for (const record of replaced) expect(after.files.some((file) => file.includes(record))).toBe(false);
  });

  test('who may only see, or guard, holds no key; who was given SIGN again holds the new one', () => {
    const walletId = importPhrase(device);
    const bob = device.addUser('Bob');
    const holds = (): boolean => steal(bob, walletId).wrapped !== undefined;
    const terms = [
      { type: 'Guardian', permissions: ['READ', 'APPROVE'] },
      { type: 'Authorized', permissions: ['READ'] },
      AUTHORIZED,
      { type: 'Authorized', permissions: ['READ'] },
      { type: 'Authorized', permissions: ['SIGN'] },
    ];
    const held = terms.map((each) => {
      expect(bind(device, walletId, bob, each).code).toBe('SUCCESS');
      return holds();
    });
    expect(held).toEqual([false, false, true, false, true]);
    const { walletKey, wallet } = steal(bob, walletId);
    expect(open(wallet, walletKey ?? randomBytes(16))).toBeDefined();
  });
});
