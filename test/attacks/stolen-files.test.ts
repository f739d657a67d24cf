// Attacks by whoever took the whole database with its master key: what lies in it, and records moved about in it.
import { describe, expect, test } from 'vitest';
import { unwrapWalletKey, wrapWalletKey } from '../../tee-sim/authorization/wallet-keys.ts';
import { nobleEngine as engine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, bytesToHex, bytesToUtf8, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { commands } from '../../tee-sim/protocol/commands.ts';
import type { LogId } from '../../tee-sim/protocol/schema.ts';
import type { SecureStorage, Transaction } from '../../tee-sim/storage/storage.ts';
import { textSpellings } from '../helpers/process-memory.ts';
import { type Person, refused } from '../unit/tee-sim/ta/device.ts';
import { AUTHORIZED, importPhrase, sign, transfer, tryPrepare } from './signing-device.ts';
import {
  decrypted,
  partsOf,
  rawFiles,
  recordsOf,
  stealFolder,
  userKeyOf,
  withStorage,
} from './stolen-device.ts';
import {
  type BindingRow,
  busyDevice,
  device,
  foundIn,
  open,
  owner,
  tee,
  WALLET_NAME,
  type WalletRow,
  walletOf,
  wrapOf,
} from './wallet-key-device.ts';

describe('the whole database and its master key', () => {
  test('hold no phrase, seed or key: neither as they lie there nor decrypted, nor does any log', () => {
    const { needles } = busyDevice();
    const marker = textSpellings('marker', WALLET_NAME);
    for (const moment of ['while it runs', 'after it stopped']) {
      if (moment === 'after it stopped') tee.shutDown();
      const { folder, dispose } = stealFolder(tee.dataDir);
      try {
        for (const [file, bytes] of rawFiles(folder)) {
          expect(foundIn(bytes, [...needles, ...marker]), `${file} ${moment}`).toEqual([]);
        }
        withStorage(folder, tee.masterKey, (storage) => {
          const records = decrypted(storage);
          for (const { place, bytes } of records) {
            for (const part of partsOf(bytes)) expect(foundIn(part, needles), place).toEqual([]);
          }
          // The search finds what is there.
          expect(records.some(({ bytes }) => foundIn(bytes, marker).length > 0)).toBe(true);
        });
      } finally {
        dispose();
      }
    }
  });

  test('features lie under keys of their own, and in no record', () => {
    busyDevice();
    tee.shutDown();
    withStorage(tee.dataDir, tee.masterKey, (storage) => {
      const { total } = storage.listLogs({ limit: 1 });
      const rows = Array.from({ length: total }, (_, i) => storage.getLog((i + 1) as LogId));
      const withFeatures = rows.filter(({ features }) => features instanceof Uint8Array);
      expect(withFeatures.length).toBeGreaterThan(0);
      for (const { record } of rows) expect(bytesToUtf8(record)).not.toContain('"localHour":3');
    });
  });

  test('open no wallet with anything that lies in them; with one password more, they do', () => {
    const { imported, created, keyWallet } = busyDevice();
    tee.shutDown();
    withStorage(tee.dataDir, tee.masterKey, (storage) => {
      const parts = decrypted(storage).flatMap(({ bytes }) => partsOf(bytes));
      const all = [...parts, tee.masterKey];
      const sixteens = new Map(
        all
          .flatMap((part) => [part.subarray(0, 16), part.subarray(-16)])
          .map((key) => [bytesToHex(key), key] as const),
      );
      const candidates = [...sixteens.values()].filter(({ length }) => length === 16);
      const privateKeys = all.filter(({ length }) => length === 32);
      expect(candidates.length).toBeGreaterThan(50);
      for (const walletId of [imported, created, keyWallet]) {
        const wallet = walletOf(storage, walletId);
        for (const candidate of candidates) expect(() => open(wallet, candidate)).toThrow('damaged-record');
        const wrapped = wrapOf(storage, walletId, owner.user.userId) ?? new Uint8Array(0);
        for (const key of privateKeys.slice(0, 40)) {
          expect(() => unwrapWalletKey(engine, key, wrapped)).toThrow();
        }
        const walletKey = unwrapWalletKey(engine, userKeyOf(storage, owner.user), wrapped);
        expect(open(wallet, walletKey)).toBeDefined();
      }
    });
  });
});

describe('records moved about by whoever has the master key', () => {
  /** Rewrites rows as only the TEE could, and boots it again. */
  function forge(change: (tx: Transaction, storage: SecureStorage) => void): Person {
    tee.shutDown();
    withStorage(tee.dataDir, tee.masterKey, (storage) => {
      storage.write((tx) => {
        change(tx, storage);
        const record = utf8ToBytes(JSON.stringify({ event: 'forged' }));
        return { log: { userId: 'x', kind: 'wallet', atMs: tee.machine.wall, record }, value: undefined };
      });
    });
    tee.advance(30_000);
    tee.boot();
    return { user: owner.user, session: tee.login(tee.openSession(), owner.user) };
  }

  const put = (tx: Transaction, table: 'wallets' | 'bindings', rowKey: string, row: unknown): void =>
    tx.put(table, rowKey, owner.user.userId, utf8ToBytes(JSON.stringify(row)));

  function signing(walletId: string, by: Person): string {
    const answer = tryPrepare(device, walletId, transfer(), { by });
    if (answer.code !== 'SUCCESS') return refused(answer);
    const { reviewId } = commands.PREPARE_TRANSACTION.result.parse(answer.body);
    const proof = by.user.proof(tee.machine.wall, 'password');
    return refused(sign(device, walletId, reviewId, { by, proof }));
  }

  test('another wallet’s secret, or another generation’s, is damaged, not used', () => {
    const [a, b] = [importPhrase(device), importPhrase(device, { passphrase: 'b', name: 'b' })];
    let by = forge((tx, storage) => {
      const [first, second] = [walletOf(storage, a), walletOf(storage, b)];
      put(tx, 'wallets', a, { ...first, sealed: second.sealed });
    });
    expect(signing(a, by)).toBe('CORRUPT_OBJECT damaged-record');
    expect(signing(b, by)).toBe('SUCCESS ');
    by = forge((tx, storage) => {
      const second = walletOf(storage, b);
      put(tx, 'wallets', b, { ...second, sealed: { ...(second.sealed as object), generation: 2 } });
    });
    expect(signing(b, by)).toBe('CORRUPT_OBJECT damaged-record');
  });

  test('the owner’s wrap in somebody else’s binding, or a key of their own making, signs nothing', () => {
    const walletId = importPhrase(device);
    const bob = device.addUser('Bob');
    const bindTo = (walletKey: (storage: SecureStorage) => Uint8Array | undefined) => {
      forge((tx, storage) => {
        const wrapped = walletKey(storage);
        const row = {
          ...{ walletId, userId: bob.user.userId, createdAtMs: 1, terms: AUTHORIZED },
          ...(wrapped === undefined ? {} : { walletKey: bytesToBase64Url(wrapped) }),
        };
        const { userId } = bob.user;
        const rows = recordsOf<BindingRow>(storage, 'bindings').filter((each) => each.userId === userId);
        expect(rows).toEqual([]);
        put(tx, 'bindings', `${walletId}/${userId}`, row);
      });
      const by = { user: bob.user, session: tee.login(tee.openSession(), bob.user) };
      const answer = signing(walletId, by);
      forge((tx) => tx.remove('bindings', `${walletId}/${bob.user.userId}`));
      return answer;
    };
    expect(bindTo((storage) => wrapOf(storage, walletId, owner.user.userId))).toBe(
      'CORRUPT_OBJECT damaged-record',
    );
    const own = (storage: SecureStorage) => {
      const publicKey = engine.sm2PublicKey(userKeyOf(storage, bob.user));
      return wrapWalletKey(engine, randomBytes, publicKey, randomBytes(16));
    };
    expect(bindTo(own)).toBe('CORRUPT_OBJECT damaged-record');
    expect(bindTo(() => undefined)).toBe('ACCESS_DENIED not-permitted 3');
  });

  test('another address in the list: the key that does not fit it signs nothing', () => {
    const walletId = importPhrase(device);
    const by = forge((tx, storage) => {
      const wallet = walletOf(storage, walletId) as WalletRow & { accounts: object[] };
      const address = '0x52908400098527886E0F7030069857D2E4169EE7';
      put(tx, 'wallets', walletId, { ...wallet, accounts: [{ ...wallet.accounts[0], address }] });
    });
    expect(signing(walletId, by)).toBe('CORRUPT_OBJECT damaged-record');
  });
});
