import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToHex, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { StorageKeys } from '../../../../tee-sim/storage/keys.ts';
import { migrate } from '../../../../tee-sim/storage/migrations.ts';
import { RecordCipher } from '../../../../tee-sim/storage/record-cipher.ts';
import { StateDigest } from '../../../../tee-sim/storage/state-digest.ts';
import {
  everyStateRowOpens,
  STATE_BUCKETS,
  STATE_TABLES,
  StateTables,
  scanState,
} from '../../../../tee-sim/storage/state-tables.ts';
import { flip, MASTER_KEY, refusal, text } from './storage-fixture.ts';

const DAMAGED = 'CORRUPT_OBJECT damaged-record';
const CELL = { table: 'operations', column: 'record', where: 'true' };
const keys = new StorageKeys(nobleEngine, MASTER_KEY);
const cipher = new RecordCipher(nobleEngine, randomBytes, new Uint8Array(16));
let db: Database.Database;
let digest: StateDigest;
let tables: StateTables;

beforeEach(() => {
  db = new Database(':memory:');
  migrate(db);
  digest = new StateDigest(nobleEngine, keys.audit('state'), STATE_BUCKETS);
  tables = new StateTables(db, nobleEngine, keys, cipher, digest);
});

function put(rowKey: string, content: string, version = 1) {
  return tables.put('operations', rowKey, {
    userId: 'u',
    version,
    suite: 2,
    plaintext: utf8ToBytes(content),
  });
}
const get = (rowKey: string) => text(tables.get('operations', rowKey));

describe('StateTables', () => {
  it('reads what was put last, per table', () => {
    put('a', 'one');
    put('a', 'two', 2);
    put('b', 'three', 3);
    expect([get('a'), get('b'), get('c')]).toEqual(['two', 'three', undefined]);
    expect(tables.get('feature_history', 'a')).toBeUndefined();
  });

  it('removes, says so once, and can put again', () => {
    put('a', 'one');
    expect(tables.remove('operations', 'a', 2)).toMatchObject({ table: 'operations', version: 2 });
    expect(tables.remove('operations', 'a', 3)).toBeUndefined();
    expect(get('a')).toBeUndefined();
    put('a', 'again', 4);
    expect(get('a')).toBe('again');
  });

  it('names no row in the file: neither its key nor its content', () => {
    put('0xPayeeAddress', 'secret content');
    const bytes = db.serialize();
    expect(bytes.includes('0xPayeeAddress')).toBe(false);
    expect(bytes.includes('secret content')).toBe(false);
  });

  it('lists SM3 of the new record as the change', () => {
    const change = put('a', 'one');
    const { record } = db.prepare('SELECT record FROM operations').get() as { record: Uint8Array };
    expect(bytesToHex(change.digest ?? new Uint8Array())).toBe(bytesToHex(nobleEngine.sm3(record)));
  });

  it('scans what was put, and nothing of other tables', () => {
    for (let i = 0; i < 30; i += 1) put(`row ${i}`, `content ${i}`, i + 1);
    put('row 4', 'newer', 31);
    tables.remove('operations', 'row 7', 32);
    const expected = Array.from({ length: 30 }, (_, i) => (i === 4 ? 'newer' : `content ${i}`));
    expected.splice(7, 1);
    expect(tables.scan('operations').map(text).sort()).toEqual(expected.sort());
    expect(tables.scan('users')).toEqual([]);
  });

  it.each(STATE_TABLES)('keeps %s apart from every other table', (table) => {
    const row = { userId: 'u', version: 1, suite: 2 as const, plaintext: utf8ToBytes('a plaintext') };
    tables.put(table, 'a', row);
    for (const other of STATE_TABLES) expect(tables.has(other, 'a')).toBe(other === table);
    const { record } = db.prepare(`SELECT record FROM ${table}`).get() as { record: Uint8Array };
    expect(bytesToHex(record)).not.toContain(bytesToHex(utf8ToBytes('plain')));
    expect(text(tables.get(table, 'a'))).toBe('a plaintext');
  });

  const attacks: [string, (old: unknown[]) => void][] = [
    [
      'an older version put back',
      (old) => db.prepare('INSERT OR REPLACE INTO operations VALUES (?, ?, ?, ?)').run(...old),
    ],
    ['the row removed', () => db.exec('DELETE FROM operations')],
    ['its user changed', () => db.exec("UPDATE operations SET user_id = 'somebody'")],
    ['its version changed', () => db.exec('UPDATE operations SET version = 7')],
    ['its record emptied', () => db.exec("UPDATE operations SET record = x''")],
    ["a byte of its record's tag changed", () => flip(db, CELL, -1)],
    [
      'a neighbour added in its bucket',
      ([rowKey, ...rest]) => {
        const neighbour = Buffer.from(rowKey as Uint8Array);
        neighbour[15] = (neighbour[15] ?? 0) ^ 1;
        db.prepare('INSERT INTO operations VALUES (?, ?, ?, ?)').run(neighbour, ...rest);
      },
    ],
  ];
  it.each(attacks)('refuses a row with %s, when it is used', (_, attack) => {
    put('a', 'one');
    const old = db.prepare('SELECT * FROM operations').raw().get() as unknown[];
    put('a', 'two', 2);
    expect(get('a')).toBe('two');
    attack(old);
    expect(refusal(() => tables.get('operations', 'a'))).toBe(DAMAGED);
    expect(refusal(() => tables.has('operations', 'a'))).toBe(DAMAGED);
    expect(refusal(() => tables.scan('operations'))).toBe(DAMAGED);
    expect(tables.scanSound('operations')).toEqual({ opened: [], isWhole: false });
    expect(refusal(() => put('a', 'three', 3))).toBe(DAMAGED);
    expect(refusal(() => tables.remove('operations', 'a', 3))).toBe(DAMAGED);
  });

  it('scans what holds beside one damaged row, and says that something is missing', () => {
    for (let i = 0; i < 30; i += 1) put(`row ${i}`, `content ${i}`, i + 1);
    expect(tables.scanSound('operations')).toMatchObject({ isWhole: true });
    flip(db, { ...CELL, where: 'version = 8' }, 40);
    const { opened, isWhole } = tables.scanSound('operations');
    const found = opened.map(text);
    expect(isWhole).toBe(false);
    expect(found).not.toContain('content 7');
    // Of 30 rows in 4,096 buckets two share one at most once in a while; then both are left out.
    expect(found.length).toBeGreaterThan(25);
    for (const one of found) expect(get(`row ${one?.split(' ')[1]}`)).toBe(one);
  });

  it('scans no older version put back, and misses a row that was taken away', () => {
    put('a', 'one');
    const old = db.prepare('SELECT * FROM operations').raw().get() as unknown[];
    put('a', 'two', 2);
    db.prepare('INSERT OR REPLACE INTO operations VALUES (?, ?, ?, ?)').run(...old);
    expect(tables.scanSound('operations')).toEqual({ opened: [], isWhole: false });
    db.exec('DELETE FROM operations');
    expect(tables.scanSound('operations')).toEqual({ opened: [], isWhole: false });
  });

  it('refuses a removed row that was put back: absence is authentic too', () => {
    put('a', 'one');
    const old = db.prepare('SELECT * FROM operations').raw().get() as unknown[];
    tables.remove('operations', 'a', 2);
    expect(get('a')).toBeUndefined();
    db.prepare('INSERT INTO operations VALUES (?, ?, ?, ?)').run(...old);
    expect(refusal(() => tables.get('operations', 'a'))).toBe(DAMAGED);
    expect(refusal(() => tables.scan('operations'))).toBe(DAMAGED);
  });

  it('refuses to scan a table that lacks a row, or holds one twice', () => {
    for (const rowKey of ['a', 'b']) put(rowKey, rowKey);
    db.exec('DELETE FROM operations WHERE rowid = 1');
    expect(refusal(() => tables.scan('operations'))).toBe(DAMAGED);
    const twice = db.prepare('SELECT * FROM operations').raw().get() as unknown[];
    // Without its index a table keeps no key unique, and two equal rows add up to nothing.
    db.exec('ALTER TABLE operations RENAME TO whole; CREATE TABLE operations AS SELECT * FROM whole');
    const insert = db.prepare('INSERT INTO operations VALUES (?, ?, ?, ?)');
    insert.run(...twice);
    insert.run(...twice);
    expect(refusal(() => tables.scan('operations'))).toBe(DAMAGED);
  });

  it('refuses to scan a record that does not open', () => {
    put('a', 'one');
    flip(db, CELL, 25);
    expect(refusal(() => tables.scan('operations'))).toBe(DAMAGED);
  });
});

describe('StateDigest', () => {
  it('commits to the same value by writing and by scanning, in any order', () => {
    for (let i = 0; i < 40; i += 1) put(`row ${i % 15}`, `content ${i}`, i + 1);
    tables.remove('operations', 'row 3', 41);
    const scanned = new StateDigest(nobleEngine, keys.audit('state'), STATE_BUCKETS);
    scanState(db, scanned);
    expect(bytesToHex(scanned.commitment())).toBe(bytesToHex(digest.commitment()));
    expect(everyStateRowOpens(db, cipher, keys)).toBe(true);
  });

  it('undoes what was not committed', () => {
    put('a', 'one');
    digest.commit();
    const before = bytesToHex(digest.commitment());
    db.exec('BEGIN');
    put('a', 'two', 2);
    put('b', 'three', 2);
    expect(bytesToHex(digest.commitment())).not.toBe(before);
    db.exec('ROLLBACK');
    digest.rollback();
    expect(bytesToHex(digest.commitment())).toBe(before);
    expect(get('a')).toBe('one');
  });

  it('keeps within 5 MiB, however many tables there are', () => {
    const bytes = [...STATE_BUCKETS.values()].reduce((sum, bits) => sum + (16 << bits), 0);
    expect(STATE_BUCKETS.size).toBe(STATE_TABLES.length);
    expect(bytes).toBeLessThan(5 * 1_048_576);
  });

  it('names as the bucket of a key exactly the keys that share its first bits', () => {
    const key = Uint8Array.from([0xab, 0xcd, 7, 7]);
    const hex = (table: string) => digest.bucketRange(table, key).map(bytesToHex);
    expect(hex('operations')).toEqual(['abc00000', 'abcfffff']);
    expect(hex('bindings')).toEqual(['abcd0000', 'abcdffff']);
  });

  it('tells the same row in two tables apart', () => {
    const row = { rowKey: new Uint8Array(16), userId: 'u', version: 1, record: new Uint8Array(32) };
    const commitmentOf = (table: string) => {
      const one = new StateDigest(nobleEngine, keys.audit('state'), STATE_BUCKETS);
      one.toggle(table, row);
      return bytesToHex(one.commitment());
    };
    expect(commitmentOf('operations')).not.toBe(commitmentOf('device_identity'));
  });

  it('does not store its sum: the commitment changes with the key', () => {
    const other = new StateDigest(nobleEngine, new Uint8Array(32), STATE_BUCKETS);
    expect(bytesToHex(other.commitment())).not.toBe(bytesToHex(digest.commitment()));
  });
});

it('a byte of the ciphertext changed is found when the row is read, and by the scan of all records', () => {
  put('a', 'one');
  flip(db, CELL, 25);
  expect(refusal(() => get('a'))).toBe(DAMAGED);
  expect(everyStateRowOpens(db, cipher, keys)).toBe(false);
});
