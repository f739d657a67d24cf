import { mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import type { SecureStorage, Transaction } from '../../../../tee-sim/storage/storage.ts';
import {
  appendRows,
  copyFolder,
  erase,
  freshFolder,
  logEntry,
  logId,
  openAt,
  putText,
  refusal,
  text,
  USER,
} from './storage-fixture.ts';

const ids = (storage: SecureStorage, limit: number, beforeId?: number) =>
  storage
    .listLogs({ limit, beforeId: beforeId === undefined ? undefined : logId(beforeId) })
    .rows.map((row) => row.id);

describe('write', () => {
  it('stores record, features and state under the log row it announces', () => {
    const storage = openAt(freshFolder());
    const id = storage.write((tx) => {
      tx.put('operations', 'a', USER, utf8ToBytes('one'));
      expect(text(tx.get('operations', 'a'))).toBe('one');
      return { log: logEntry('record', 'features'), value: tx.logId };
    });
    const row = storage.getLog(id);
    expect([text(row.record), text(row.features), row.userId]).toEqual(['record', 'features', USER]);
    expect(row.summary).toMatchObject({
      id: 1,
      atMs: 1_000,
      kind: 'assessment',
      suite: 2,
      features: 'stored',
    });
    expect(text(storage.get('operations', 'a'))).toBe('one');
    expect(storage.scan('operations').map(text)).toEqual(['one']);
    expect(storage.lastLogAtMs).toBe(1_000);
  });

  it('leaves nothing when the work throws, and throws what it threw', () => {
    const storage = openAt(freshFolder());
    putText(storage, 'profile', 'old');
    const bug = new TypeError('bug');
    for (const error of [new TeeError('ACCESS_CONFLICT', 'operation-conflict'), bug]) {
      const failing = () =>
        storage.write((tx) => {
          tx.put('feature_history', 'profile', USER, utf8ToBytes('new'));
          tx.put('feature_history', 'other', USER, utf8ToBytes('new'));
          tx.remove('feature_history', 'profile');
          throw error;
        });
      expect(failing).toThrow(error);
    }
    expect(text(storage.get('feature_history', 'profile'))).toBe('old');
    expect(storage.get('feature_history', 'other')).toBeUndefined();
    expect(storage.listLogs({ limit: 9 }).total).toBe(1);
    putText(storage, 'profile', 'newer');
    expect(text(storage.get('feature_history', 'profile'))).toBe('newer');
    expect(storage.verifyChain(logId(1), 9)).toEqual({ verified: 2, total: 2 });
  });

  it('refuses a transaction within a transaction, and one that has ended', () => {
    const storage = openAt(freshFolder());
    const nested = () =>
      storage.write(() => {
        appendRows(storage, 1);
        return { log: logEntry('x'), value: 0 };
      });
    expect(refusal(nested)).toBe('BAD_STATE');
    expect(storage.listLogs({ limit: 1 }).total).toBe(0);
    const kept = storage.write<Transaction>((tx) => ({ log: logEntry('x'), value: tx }));
    expect(refusal(() => kept.get('operations', 'a'))).toBe('BAD_STATE');
    expect(refusal(() => kept.put('operations', 'a', USER, new Uint8Array(1)))).toBe('BAD_STATE');
    expect(refusal(() => kept.remove('operations', 'a'))).toBe('BAD_STATE');
    expect(refusal(() => kept.eraseFeatures(logId(1)))).toBe('BAD_STATE');
  });

  it('writes many versions of one row and removes it, in one transaction', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    putText(storage, 'b', 'before');
    storage.write((tx) => {
      for (const content of ['1', '2', '3']) tx.put('feature_history', 'a', USER, utf8ToBytes(content));
      tx.remove('feature_history', 'b');
      tx.remove('feature_history', 'never was');
      return { log: logEntry('x'), value: 0 };
    });
    storage.close();
    const again = openAt(folder);
    expect(text(again.get('feature_history', 'a'))).toBe('3');
    expect(again.get('feature_history', 'b')).toBeUndefined();
  });

  it('puts no plaintext and no row key into any file', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    storage.write((tx) => {
      tx.put('feature_history', '0xSomePayee', USER, utf8ToBytes('plain state'));
      return { log: logEntry('plain record', 'plain features'), value: 0 };
    });
    const copy = copyFolder(folder);
    const bytes = Buffer.concat(readdirSync(copy).map((name) => readFileSync(join(copy, name))));
    expect(bytes.includes(USER)).toBe(true);
    for (const secret of ['0xSomePayee', 'plain state', 'plain record', 'plain features']) {
      expect(bytes.includes(secret)).toBe(false);
    }
  });
});

describe('listLogs', () => {
  it('pages by key, newest first, to the end and no further', () => {
    const storage = openAt(freshFolder());
    appendRows(storage, 7);
    expect(ids(storage, 3)).toEqual([7, 6, 5]);
    expect(ids(storage, 3, 5)).toEqual([4, 3, 2]);
    expect(ids(storage, 3, 2)).toEqual([1]);
    expect(ids(storage, 3, 1)).toEqual([]);
    expect(ids(storage, 2, 999_999)).toEqual([7, 6]);
    expect(ids(storage, 200)).toHaveLength(7);
    expect(storage.listLogs({ limit: 1 }).total).toBe(7);
  });

  it('shows ciphertext, size and what became of the features, never content', () => {
    const storage = openAt(freshFolder());
    appendRows(storage, 2);
    putText(storage, 'profile', 'x');
    erase(storage, logId(1));
    const { rows } = storage.listLogs({ limit: 9 });
    expect(rows.map((row) => row.features)).toEqual(['none', 'none', 'stored', 'erased']);
    for (const row of rows) expect(row.ciphertextHead).toMatch(/^[0-9a-f]{32}$/);
    expect(rows[2]?.sizeBytes).toBe(2 * (1 + 4 + 16 + 32 + 16) + 'record 2'.length + 'features 2'.length);
  });
});

describe('getLog', () => {
  it('refuses a row that is not there', () => {
    const storage = openAt(freshFolder());
    appendRows(storage, 1);
    for (const id of [0, -1, 2, Number.NaN, 1.5]) {
      expect(refusal(() => storage.getLog(logId(id)))).toMatch(/ITEM_NOT_FOUND|CORRUPT_OBJECT/);
    }
    expect(refusal(() => storage.getLog(logId(2)))).toBe('ITEM_NOT_FOUND unknown-log-row');
  });
});

describe('verifyChain', () => {
  it('goes through the log in pages', () => {
    const storage = openAt(freshFolder());
    appendRows(storage, 5);
    erase(storage, logId(2));
    expect(storage.verifyChain(logId(1), 4)).toEqual({ verified: 4, total: 6, nextId: 5 });
    expect(storage.verifyChain(logId(5), 4)).toEqual({ verified: 2, total: 6 });
    expect(storage.verifyChain(logId(1), 6)).toEqual({ verified: 6, total: 6 });
    expect(storage.verifyChain(logId(7), 4)).toEqual({ verified: 0, total: 6 });
  });
});

describe('forgetReplaced', () => {
  it('leaves no byte of what the transaction replaced or removed in any file', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    const stored = (): Buffer[] => {
      const db = new Database(join(copyFolder(folder), 'airaccount.db'), { readonly: true });
      const records = db.prepare('SELECT record FROM wallets').pluck().all() as Buffer[];
      db.close();
      return records;
    };
    const present = (records: readonly Buffer[]): boolean[] => {
      const copy = copyFolder(folder);
      const bytes = Buffer.concat(readdirSync(copy).map((name) => readFileSync(join(copy, name))));
      return records.map((record) => bytes.includes(record));
    };
    const write = (text: string | undefined, forget: boolean) =>
      storage.write((tx) => {
        if (forget) tx.forgetReplaced();
        if (text === undefined) tx.remove('wallets', 'w');
        else tx.put('wallets', 'w', 'u', utf8ToBytes(text));
        return { log: logEntry('change'), value: undefined };
      });
    write('first', false);
    const first = stored();
    write('second', false);
    // Where nobody asks, the write-ahead log still holds it.
    expect(present(first)).toEqual([true]);
    const second = stored();
    write('third', true);
    const third = stored();
    expect(present([...first, ...second, ...third])).toEqual([false, false, true]);
    write(undefined, true);
    expect(present(third)).toEqual([false]);
    expect(storage.verifyChain(logId(1), 9)).toEqual({ verified: 4, total: 4 });
  });
});

describe('eraseFeatures', () => {
  it('takes the features away for good, once, and leaves record and chain', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    appendRows(storage, 3);
    putText(storage, 'profile', 'no features');
    erase(storage, logId(2));
    const check = (now: SecureStorage) => {
      expect(now.getLog(logId(2))).toMatchObject({ features: undefined, summary: { features: 'erased' } });
      expect(text(now.getLog(logId(2)).record)).toBe('record 2');
      expect(text(now.getLog(logId(3)).features)).toBe('features 3');
      expect(refusal(() => erase(now, logId(2)))).toBe('BAD_STATE features-erased');
      expect(refusal(() => erase(now, logId(9)))).toBe('ITEM_NOT_FOUND unknown-log-row');
      expect(refusal(() => erase(now, logId(4)))).toBe('ITEM_NOT_FOUND');
      expect(now.verifyChain(logId(1), 9)).toEqual({ verified: 5, total: 5 });
    };
    check(storage);
    storage.close();
    check(openAt(folder));
  });

  it('leaves no byte of the key in any file', () => {
    const folder = freshFolder();
    let drawn: Uint8Array[] = [];
    const random = (length: number) => {
      const bytes = randomBytes(length);
      drawn.push(Uint8Array.from(bytes));
      return bytes;
    };
    const storage = openAt(folder, { random });
    const keyIvs: Uint8Array[] = [];
    for (let i = 0; i < 180; i += 1) {
      drawn = [];
      appendRows(storage, 1);
      // Drawn after the row's key: blind and IV of the features, then the IV of the sealed key.
      const key = drawn.findIndex((bytes) => bytes.length === 48);
      keyIvs.push(drawn[key + 3] ?? new Uint8Array());
    }
    const present = () => {
      const copy = copyFolder(folder);
      const bytes = Buffer.concat(readdirSync(copy).map((name) => readFileSync(join(copy, name))));
      return keyIvs.map((iv) => iv.length === 16 && bytes.includes(Buffer.from(iv)));
    };
    expect(present()).not.toContain(false);
    // Every third row in an order that empties and merges pages.
    const erased = keyIvs.map((_, i) => (i * 7) % 180).filter((i) => i % 3 === 0);
    for (const i of erased) erase(storage, logId(i + 1));
    expect(present()).toEqual(keyIvs.map((_, i) => i % 3 !== 0));
    storage.close();
    expect(present()).toEqual(keyIvs.map((_, i) => i % 3 !== 0));
  });
});

describe('a head that cannot be written after the commit', () => {
  it('is an error; the row is there, and the next write settles it first', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    appendRows(storage, 1);
    mkdirSync(join(folder, 'head.tmp'));
    expect(refusal(() => putText(storage, 'a', 'one'))).toBe('STORAGE_NOT_AVAILABLE');
    // The outcome can be found: the row was committed.
    expect(text(storage.get('feature_history', 'a'))).toBe('one');
    expect(storage.listLogs({ limit: 9 }).total).toBe(2);
    // Nothing more is committed while a head is owed.
    expect(refusal(() => putText(storage, 'a', 'two'))).toBe('STORAGE_NOT_AVAILABLE');
    expect(text(storage.get('feature_history', 'a'))).toBe('one');
    expect(storage.listLogs({ limit: 9 }).total).toBe(2);
    rmdirSync(join(folder, 'head.tmp'));
    putText(storage, 'a', 'three');
    storage.close();
    const again = openAt(folder);
    expect(again.adoptedRows).toBe(0);
    expect(text(again.get('feature_history', 'a'))).toBe('three');
    expect(again.verifyChain(logId(1), 9)).toEqual({ verified: 3, total: 3 });
  });

  it('is made good at the next boot', () => {
    const folder = freshFolder();
    const storage = openAt(folder);
    mkdirSync(join(folder, 'head.tmp'));
    expect(refusal(() => putText(storage, 'a', 'one'))).toBe('STORAGE_NOT_AVAILABLE');
    storage.close();
    expect(refusal(() => openAt(folder))).toBe('STORAGE_NOT_AVAILABLE');
    rmdirSync(join(folder, 'head.tmp'));
    const again = openAt(folder);
    expect(again.adoptedRows).toBe(1);
    expect(text(again.get('feature_history', 'a'))).toBe('one');
  });
});

describe('close', () => {
  it('refuses everything afterwards, and may be called twice', () => {
    const storage = openAt(freshFolder());
    appendRows(storage, 1);
    storage.close();
    storage.close();
    for (const use of [
      () => storage.get('operations', 'a'),
      () => storage.scan('operations'),
      () => storage.getLog(logId(1)),
      () => storage.listLogs({ limit: 1 }),
      () => storage.verifyChain(logId(1), 1),
      () => appendRows(storage, 1),
    ]) {
      expect(refusal(use)).toBe('STORAGE_NOT_AVAILABLE');
    }
  });

  it('takes a copy of the master key: the caller may zero its own at once', () => {
    const masterKey = new Uint8Array(32).fill(3);
    const storage = openAt(freshFolder(), { masterKey, engine: nobleEngine });
    masterKey.fill(0);
    appendRows(storage, 1);
    expect(text(storage.getLog(logId(1)).record)).toBe('record 1');
  });
});
