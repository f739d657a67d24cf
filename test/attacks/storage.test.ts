// Somebody who can read and write every file of the TEE's folder, and knows its format, but not DB_MASTER_KEY.
// Each attack is told by its code at boot, when the row is used, or by verifyChain; each on both record suites.
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { SecureStorage } from '../../tee-sim/storage/storage.ts';
import {
  appendRows,
  copyFolder,
  edit,
  erase,
  flip,
  freshFolder,
  logId,
  openAt,
  putText,
  refusal,
  snapshot,
  text,
} from '../unit/tee-sim/storage/storage-fixture.ts';

const ROLLED_BACK = 'BAD_STATE rolled-back';
const BROKEN = 'CORRUPT_OBJECT chain-broken';
const DAMAGED = 'CORRUPT_OBJECT damaged-record';

/** More rows than boot checks again, so that some lie before that tail. */
const ROWS = 80;
/** A row that boot does not look at. */
const OLD = 7;

describe.each([1, 2] as const)('suite %i', (suite) => {
  let folder: string;
  const open = (where = folder) => openAt(where, { suite });
  const bootAnswer = (where = folder) => {
    const before = snapshot(where);
    const answer = refusal(() => open(where));
    expect(snapshot(where)).toEqual(before);
    return answer;
  };

  const templates: string[] = [];
  beforeAll(() => {
    for (let i = 0; i < 2; i += 1) {
      const made = mkdtempSync(join(tmpdir(), 'airaccount-attacks-'));
      templates.push(made);
      const storage = open(made);
      appendRows(storage, ROWS, (tx, n) => {
        tx.put('operations', `operation ${n}`, 'u', utf8ToBytes(`result ${n}`));
        tx.put('feature_history', 'profile', 'u', utf8ToBytes(`profile ${n}`));
      });
      expect(storage.verifyChain(logId(1), 999)).toEqual({ verified: ROWS, total: ROWS });
      storage.close();
    }
  });
  afterAll(() => {
    for (const made of templates) rmSync(made, { recursive: true });
  });

  /** A fresh copy of one of two databases that differ in everything but their key. */
  const makeFolder = (which: 0 | 1 = 0) => copyFolder(templates[which] ?? '');

  beforeEach(() => {
    folder = makeFolder();
  });

  /** Where the chain breaks; every row before it still holds. */
  function expectBrokenAt(storage: SecureStorage, id: number): void {
    expect(storage.verifyChain(logId(1), 999)).toEqual({ verified: id - 1, total: ROWS, brokenAt: id });
  }

  describe('editing', () => {
    it.each(['record', 'features'])('any byte of a row’s %s', (column) => {
      const length = blobLength(folder, 'risk_logs', column, 'id = 1');
      edit(folder, (db) => {
        for (let id = 1; id <= ROWS; id += 1) {
          flip(db, { table: 'risk_logs', column, where: `id = ${id}` }, (id * 7) % length);
        }
      });
      const storage = open();
      for (let id = 1; id <= ROWS; id += 1) {
        expect(refusal(() => storage.getLog(logId(id)))).toBe(DAMAGED);
        expect(storage.verifyChain(logId(id), 1).brokenAt).toBe(id);
      }
    });

    it('any byte of a feature key', () => {
      const length = blobLength(folder, 'feature_keys', 'record', 'log_id = 1');
      edit(folder, (db) => {
        for (let id = 1; id <= ROWS; id += 1) {
          flip(db, { table: 'feature_keys', column: 'record', where: `log_id = ${id}` }, (id * 3) % length);
        }
      });
      const storage = open();
      for (let id = 1; id <= ROWS; id += 1) {
        expect(refusal(() => storage.getLog(logId(id)))).toBe(DAMAGED);
        expect(storage.verifyChain(logId(id), 1).brokenAt).toBe(id);
      }
    });

    it.each([
      "user_id = 'somebody'",
      "kind = 'session'",
      'at_ms = at_ms + 1',
      'record_digest = zeroblob(32)',
      'features_digest = zeroblob(32)',
      'features_digest = NULL, features = NULL',
      'state_digest = zeroblob(32)',
      "changes = x''",
      'mac = zeroblob(32)',
    ])('a column of an old row: %s', (assignment) => {
      edit(folder, (db) => db.exec(`UPDATE risk_logs SET ${assignment} WHERE id = ${OLD}`));
      const storage = open();
      expect(refusal(() => storage.getLog(logId(OLD)))).toBe(DAMAGED);
      const { rows, damaged } = storage.listLogs({ beforeId: logId(OLD + 2), limit: 5 });
      // The row above covers this one's MAC.
      expect(damaged).toEqual(assignment.startsWith('mac') ? [OLD + 1, OLD] : [OLD]);
      expect([...damaged, ...rows.map((row) => row.id)].sort((a, b) => b - a)).toEqual(
        [1, 0, -1, -2, -3].map((step) => OLD + step),
      );
      expectBrokenAt(storage, OLD);
    });

    it.each(["user_id = 'somebody'", 'at_ms = 1', 'mac = zeroblob(32)', "changes = x'00'"])(
      'a column of the newest row: %s',
      (assignment) => {
        edit(folder, (db) => db.exec(`UPDATE risk_logs SET ${assignment} WHERE id = ${ROWS}`));
        expect(bootAnswer()).toBe(BROKEN);
      },
    );

    it.each(['features = NULL', 'features = record'])('features alone: %s', (assignment) => {
      edit(folder, (db) => db.exec(`UPDATE risk_logs SET ${assignment} WHERE id = ${OLD}`));
      const storage = open();
      expect(refusal(() => storage.getLog(logId(OLD)))).toBe(DAMAGED);
      expectBrokenAt(storage, OLD);
    });

    it('features added to a row without, and taken from one whose key was erased', () => {
      const storage = open();
      putText(storage, 'profile', 'no features');
      erase(storage, logId(OLD));
      appendRows(storage, 70);
      storage.close();
      const without = ROWS + 1;
      edit(folder, (db) => {
        db.exec(`UPDATE risk_logs SET features = record WHERE id = ${without};
          UPDATE risk_logs SET features = NULL WHERE id = ${OLD}`);
      });
      const again = open();
      for (const id of [OLD, without]) {
        expect(refusal(() => again.getLog(logId(id)))).toBe(DAMAGED);
        expect(again.verifyChain(logId(id), 1).brokenAt).toBe(id);
      }
    });

    it('a state row’s content', () => {
      edit(folder, (db) => flip(db, { table: 'feature_history', column: 'record', where: 'true' }, 25));
      const storage = open();
      expect(refusal(() => storage.get('feature_history', 'profile'))).toBe(DAMAGED);
    });

    it.each(['record', 'row_key'])('a state row’s tag or key: %s', (column) => {
      edit(folder, (db) => flip(db, { table: 'feature_history', column, where: 'true' }, -1));
      expect(bootAnswer()).toBe(DAMAGED);
    });

    it('a time into one that no row can have', () => {
      edit(folder, (db) => db.exec(`UPDATE risk_logs SET at_ms = -5 WHERE id = ${OLD}`));
      const storage = open();
      expect(refusal(() => storage.getLog(logId(OLD)))).toBe(DAMAGED);
      expectBrokenAt(storage, OLD);
    });
  });

  describe('recomputing what has no key', () => {
    it('S1’s bare digest: a changed record with a fresh SM3 as its tag and in every column that is SM3', () => {
      edit(folder, (db) => {
        const record = blob(db, 'risk_logs', 'record', `id = ${OLD}`);
        record.writeUInt8(record.readUInt8(22) ^ 1, 22);
        const body = record.subarray(0, record.length - 32);
        Buffer.from(nobleEngine.sm3(body)).copy(record, body.length);
        db.prepare('UPDATE risk_logs SET record = ?, record_digest = ?, mac = ? WHERE id = ?').run(
          record,
          nobleEngine.sm3(record),
          nobleEngine.sm3(body),
          OLD,
        );
      });
      const storage = open();
      expect(refusal(() => storage.getLog(logId(OLD)))).toBe(DAMAGED);
      expectBrokenAt(storage, OLD);
    });

    it('a record relabelled to the other suite or another key version', () => {
      edit(folder, (db) => {
        flipTo(db, OLD, 0, 3 - suite);
        flipTo(db, OLD + 1, 4, 2);
      });
      const storage = open();
      for (const id of [OLD, OLD + 1]) expect(refusal(() => storage.getLog(logId(id)))).toBe(DAMAGED);
    });
  });

  describe('moving', () => {
    it.each(['record', 'features', 'record, record_digest', 'record, record_digest, mac'])(
      'swapping %s of two rows',
      (columns) => {
        edit(folder, (db) => swap(db, columns, OLD, OLD + 4));
        const storage = open();
        for (const id of [OLD, OLD + 4]) expect(refusal(() => storage.getLog(logId(id)))).toBe(DAMAGED);
        expectBrokenAt(storage, OLD);
      },
    );

    it('swapping whole rows, old and new', () => {
      edit(folder, (db) => swap(db, ALL_COLUMNS, OLD, OLD + 1));
      expectBrokenAt(open(), OLD);
      folder = makeFolder();
      edit(folder, (db) => swap(db, ALL_COLUMNS, ROWS - 1, ROWS));
      expect(bootAnswer()).toBe(BROKEN);
    });

    it('swapping two feature keys, and two state rows', () => {
      edit(folder, (db) => {
        const [a, b] = [OLD, OLD + 1].map((id) => blob(db, 'feature_keys', 'record', `log_id = ${id}`));
        db.prepare('UPDATE feature_keys SET record = ? WHERE log_id = ?').run(a, OLD + 1);
        db.prepare('UPDATE feature_keys SET record = ? WHERE log_id = ?').run(b, OLD);
      });
      const storage = open();
      expect(refusal(() => storage.getLog(logId(OLD)))).toBe(DAMAGED);
      storage.close();
      edit(folder, (db) => {
        const rows = db.prepare('SELECT row_key, record FROM operations LIMIT 2').all() as StateCells[];
        const update = db.prepare('UPDATE operations SET record = ? WHERE row_key = ?');
        update.run(rows[0]?.record, rows[1]?.row_key);
        update.run(rows[1]?.record, rows[0]?.row_key);
      });
      expect(bootAnswer()).toBe(DAMAGED);
    });

    it('appending a copy of a row', () => {
      edit(folder, (db) =>
        db.exec(`INSERT INTO risk_logs SELECT ${ROWS + 1}, ${ALL_COLUMNS} FROM risk_logs WHERE id = ${ROWS}`),
      );
      expect(bootAnswer()).toBe(BROKEN);
    });
  });

  describe('removing', () => {
    it.each([1, 2, 70, ROWS])('the newest %i rows', (count) => {
      edit(folder, (db) => db.exec(`DELETE FROM risk_logs WHERE id > ${ROWS - count}`));
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });

    it('a row in the middle, and the first', () => {
      for (const id of [OLD, 1]) {
        edit(folder, (db) => db.exec(`DELETE FROM risk_logs WHERE id = ${id}`));
        const storage = open();
        expect(refusal(() => storage.getLog(logId(id)))).toBe(BROKEN);
        expect(refusal(() => storage.getLog(logId(id + 1)))).toBe(BROKEN);
        expect(storage.listLogs({ beforeId: logId(id + 3), limit: 3 })).toMatchObject({
          rows: [{ id: id + 2 }],
          damaged: [id + 1, id],
        });
        expectBrokenAt(storage, id);
        storage.close();
      }
    });

    it('a row in the middle, the rest moved up', () => {
      edit(folder, (db) =>
        db.exec(`DELETE FROM risk_logs WHERE id = ${OLD};
        UPDATE risk_logs SET id = id - 1 WHERE id > ${OLD}`),
      );
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });

    it.each([
      ['removed', 'DELETE FROM feature_keys'],
      ['zeroed', 'UPDATE feature_keys SET record = zeroblob(length(record))'],
    ])('a feature key, %s to make it look like an erasure', (_, sql) => {
      edit(folder, (db) => db.exec(`${sql} WHERE log_id = ${OLD}`));
      const storage = open();
      expect(refusal(() => storage.getLog(logId(OLD)))).toBe(DAMAGED);
      expectBrokenAt(storage, OLD);
    });

    it('a state row, and a whole state table', () => {
      const original = copyFolder(folder);
      edit(folder, (db) => db.exec('DELETE FROM operations WHERE version = 3'));
      expect(bootAnswer()).toBe(ROLLED_BACK);
      edit(original, (db) => db.exec('DELETE FROM feature_history'));
      expect(bootAnswer(original)).toBe(ROLLED_BACK);
    });

    it('the head', () => {
      rmSync(join(folder, 'head'));
      expect(bootAnswer()).toBe('BAD_STATE head-missing');
    });

    it('the database', () => {
      rmSync(join(folder, 'airaccount.db'));
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });
  });

  describe('splicing from another database with the same key', () => {
    it('a row, old or appended', () => {
      const other = makeFolder(1);
      withAttached(folder, other, (db) => {
        const source = db.prepare(`SELECT ${ALL_COLUMNS} FROM other.risk_logs WHERE id = ?`).raw();
        replaceRow(db, OLD, source.get(OLD) as unknown[]);
      });
      const storage = open();
      expect(refusal(() => storage.getLog(logId(OLD)))).toBe(DAMAGED);
      expectBrokenAt(storage, OLD);
      storage.close();
      folder = makeFolder();
      const longer = makeFolder(1);
      const more = open(longer);
      appendRows(more, 1);
      more.close();
      withAttached(folder, longer, (db) =>
        db.exec(`INSERT INTO risk_logs SELECT * FROM other.risk_logs WHERE id = ${ROWS + 1}`),
      );
      expect(bootAnswer()).toBe(BROKEN);
    });

    it('a state row', () => {
      withAttached(folder, makeFolder(1), (db) => {
        db.exec('INSERT OR REPLACE INTO feature_history SELECT * FROM other.feature_history');
      });
      expect(bootAnswer()).toBe(DAMAGED);
    });

    it('the head, and the database under our head', () => {
      const other = makeFolder(1);
      const mixed = copyFolder(other);
      copyFileSync(join(other, 'head'), join(folder, 'head'));
      expect(bootAnswer()).toBe(ROLLED_BACK);
      copyFileSync(join(makeFolder(), 'airaccount.db'), join(mixed, 'airaccount.db'));
      expect(bootAnswer(mixed)).toBe(ROLLED_BACK);
    });

    it('its id, so that its rows and head fit', () => {
      const other = makeFolder(1);
      withAttached(folder, other, (db) =>
        db.exec('UPDATE meta SET database_id = (SELECT database_id FROM other.meta)'),
      );
      expect(bootAnswer()).toBe('CORRUPT_OBJECT damaged-database');
    });
  });

  describe('putting back an older copy', () => {
    let older: string;
    beforeEach(() => {
      older = copyFolder(folder);
      const storage = open();
      putText(storage, 'profile', 'newer');
      storage.write((tx) => {
        tx.remove('operations', 'operation 5');
        return { log: { userId: 'u', kind: 'session', atMs: 2_000, record: utf8ToBytes('x') }, value: 0 };
      });
      storage.close();
    });

    it.each(['feature_history', 'operations'])('of the rows of %s', (table) => {
      withAttached(folder, older, (db) =>
        db.exec(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM other.${table}`),
      );
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });

    it('of one row that was removed since', () => {
      withAttached(folder, older, (db) =>
        db.exec('INSERT INTO operations SELECT * FROM other.operations WHERE version = 5'),
      );
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });

    it.each(['feature_history', 'operations'])(
      'of one row of %s, twice, so that it cancels itself out of the digest',
      (table) => {
        edit(folder, (db) => allowTwice(db, table));
        withAttached(folder, older, (db) => {
          const old = `SELECT * FROM other.${table} LIMIT 1`;
          db.exec(`CREATE TEMP TABLE today AS SELECT * FROM ${table}; DELETE FROM ${table};
            INSERT INTO ${table} ${old}; INSERT INTO ${table} SELECT * FROM today; INSERT INTO ${table} ${old}`);
        });
        edit(folder, (db) => forbidTwice(db, table));
        expect(bootAnswer()).toBe(DAMAGED);
      },
    );

    it('of every state table, and the log cut to match', () => {
      withAttached(folder, older, (db) =>
        db.exec(`DELETE FROM feature_history; INSERT INTO feature_history SELECT * FROM other.feature_history;
          DELETE FROM operations; INSERT INTO operations SELECT * FROM other.operations;
          DELETE FROM risk_logs WHERE id > ${ROWS}`),
      );
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });

    it('of the database file', () => {
      copyFileSync(join(older, 'airaccount.db'), join(folder, 'airaccount.db'));
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });

    it('of the head', () => {
      copyFileSync(join(older, 'head'), join(folder, 'head'));
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });

    it('of everything except the head', () => {
      for (const name of readdirSync(older).filter((file) => file !== 'head')) {
        copyFileSync(join(older, name), join(folder, name));
      }
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });

    it('of the database with today’s write-ahead log, and the other way round', () => {
      const storage = open();
      putText(storage, 'profile', 'in the write-ahead log');
      const crashed = copyFolder(folder);
      storage.close();
      const stale = copyFolder(crashed);
      rmSync(join(stale, 'airaccount.db-wal'));
      expect(bootAnswer(stale)).toBe(ROLLED_BACK);
      copyFileSync(join(older, 'airaccount.db'), join(crashed, 'airaccount.db'));
      expect(bootAnswer(crashed)).toMatch(/^(BAD_STATE|CORRUPT_OBJECT) /);
    });

    it('of the whole folder is NOT told: no counter in that folder can (docs/SECURITY.md)', () => {
      rmSync(folder, { recursive: true });
      cpSync(older, folder, { recursive: true });
      const storage = open();
      expect(storage.listLogs({ limit: 1 }).total).toBe(ROWS);
      expect(text(storage.get('feature_history', 'profile'))).toBe(`profile ${ROWS}`);
    });
  });

  describe('mixing two futures of one database, both authentic', () => {
    let other: string;
    const last = ROWS + 1;
    beforeEach(() => {
      other = copyFolder(folder);
      for (const where of [folder, other]) {
        const storage = open(where);
        appendRows(storage, 1);
        storage.close();
      }
    });

    it('the record of one in the row of the other', () => {
      withAttached(folder, other, (db) =>
        db.exec(`UPDATE risk_logs SET record = (SELECT record FROM other.risk_logs WHERE id = ${last})
          WHERE id = ${last}`),
      );
      const storage = open();
      expect(refusal(() => storage.getLog(logId(last)))).toBe(DAMAGED);
      expect(storage.verifyChain(logId(1), 999).brokenAt).toBe(last);
    });

    it('a row in the middle, once both went on: the row itself, then what builds upon it', () => {
      for (const where of [folder, other]) {
        const storage = open(where);
        appendRows(storage, 70);
        storage.close();
      }
      withAttached(folder, other, (db) => {
        const source = db.prepare(`SELECT ${ALL_COLUMNS} FROM other.risk_logs WHERE id = ?`).raw();
        replaceRow(db, last, source.get(last) as unknown[]);
        const key = db.prepare('SELECT record FROM other.feature_keys WHERE log_id = ?').pluck().get(last);
        db.prepare('UPDATE feature_keys SET record = ? WHERE log_id = ?').run(key, last);
      });
      const storage = open();
      expect(text(storage.getLog(logId(last - 1)).record)).toBe(`record ${last - 1}`);
      expect(refusal(() => storage.getLog(logId(last)))).toBe(BROKEN);
      expect(refusal(() => storage.getLog(logId(last + 1)))).toBe(DAMAGED);
      expect(text(storage.getLog(logId(last + 2)).record)).toBe(`record ${last + 2}`);
      expect(storage.verifyChain(logId(1), 999).brokenAt).toBe(last + 1);
    });

    it('the last row, the database or the head', () => {
      const original = copyFolder(folder);
      withAttached(folder, other, (db) =>
        db.exec(`DELETE FROM risk_logs WHERE id = ${last};
          INSERT INTO risk_logs SELECT * FROM other.risk_logs WHERE id = ${last}`),
      );
      expect(bootAnswer()).toBe(ROLLED_BACK);
      copyFileSync(join(original, 'head'), join(other, 'head'));
      expect(bootAnswer(other)).toBe(ROLLED_BACK);
    });
  });

  describe('exchanging the file between judging and opening it', () => {
    /** Opens with a rename in the very middle of judging, which goes on with the file that it holds. */
    function openExchanging(evil: string): string {
      const path = join(folder, 'airaccount.db');
      let exchanged = false;
      const sm3: typeof nobleEngine.sm3 = (...parts) => {
        // The index of the log is there only while the file is being read.
        if (!exchanged && existsSync(`${path}-shm`)) {
          exchanged = true;
          renameSync(join(evil, 'airaccount.db'), path);
        }
        return nobleEngine.sm3(...parts);
      };
      const answer = refusal(() => openAt(folder, { suite, engine: { ...nobleEngine, sm3 } }));
      expect(exchanged).toBe(true);
      return answer;
    }

    it('for one with a trigger of its own', () => {
      const evil = copyFolder(folder);
      edit(evil, (db) =>
        db.exec(`CREATE TRIGGER erase AFTER INSERT ON risk_logs BEGIN DELETE FROM feature_keys; END`),
      );
      expect(openExchanging(evil)).toBe('CORRUPT_OBJECT damaged-database');
    });

    it('for an older one, and for one that went on elsewhere', () => {
      const older = copyFolder(folder);
      const storage = open();
      appendRows(storage, 1);
      storage.close();
      const newer = copyFolder(folder);
      const further = open(newer);
      appendRows(further, 1);
      further.close();
      const forked = copyFolder(older);
      const fork = open(forked);
      appendRows(fork, 1);
      fork.close();
      const ours = copyFolder(folder);
      for (const evil of [older, newer, forked]) {
        expect(openExchanging(evil)).toBe(ROLLED_BACK);
        copyFileSync(join(ours, 'airaccount.db'), join(folder, 'airaccount.db'));
      }
      expect(open().listLogs({ limit: 1 }).total).toBe(ROWS + 1);
    });
  });

  it('the head of another new database, under a new one and under one with its first row', () => {
    const [ours, theirs] = [freshFolder(), freshFolder()];
    for (const where of [ours, theirs]) open(where).close();
    copyFileSync(join(theirs, 'head'), join(ours, 'head'));
    expect(bootAnswer(ours)).toBe(ROLLED_BACK);
    const [first, second] = [freshFolder(), freshFolder()];
    for (const where of [first, second]) open(where).close();
    const storage = open(first);
    appendRows(storage, 1);
    storage.close();
    copyFileSync(join(second, 'head'), join(first, 'head'));
    expect(bootAnswer(first)).toBe(ROLLED_BACK);
  });

  describe('undoing an erasure', () => {
    it('by putting the key back', () => {
      const older = copyFolder(folder);
      const storage = open();
      erase(storage, logId(OLD));
      storage.close();
      withAttached(folder, older, (db) =>
        db.exec(`INSERT OR REPLACE INTO feature_keys SELECT * FROM other.feature_keys WHERE log_id = ${OLD}`),
      );
      const again = open();
      expect(again.getLog(logId(OLD)).features).toBeUndefined();
      expect(again.verifyChain(logId(1), 999).brokenAt).toBe(OLD);
    });

    it('by taking away the record of it', () => {
      const storage = open();
      erase(storage, logId(OLD));
      storage.close();
      edit(folder, (db) => db.exec('DELETE FROM feature_erasures'));
      expect(bootAnswer()).toBe(ROLLED_BACK);
    });
  });
});

const ALL_COLUMNS =
  'user_id, kind, at_ms, record_digest, features_digest, state_digest, mac, changes, record, features';

interface StateCells {
  readonly row_key: Buffer;
  readonly record: Buffer;
}

function blob(db: Database.Database, table: string, column: string, where: string): Buffer {
  const row = db.prepare(`SELECT ${column} AS value FROM ${table} WHERE ${where}`).get() as { value: Buffer };
  return Buffer.from(row.value);
}

const UNIQUE = 'row_key BLOB PRIMARY KEY CHECK (length(row_key) = 16)';

/** Turns the table's unique index into a plain one, in the schema's text only. */
function allowTwice(db: Database.Database, table: string): void {
  editSchema(db, [
    `UPDATE sqlite_schema SET sql = replace(sql, '${UNIQUE}', 'row_key BLOB') WHERE type = 'table' AND name = '${table}'`,
    `UPDATE sqlite_schema SET name = 'plain', sql = 'CREATE INDEX plain ON ${table}(row_key)'
      WHERE type = 'index' AND tbl_name = '${table}'`,
  ]);
}

function forbidTwice(db: Database.Database, table: string): void {
  editSchema(db, [
    `UPDATE sqlite_schema SET sql = replace(sql, 'row_key BLOB', '${UNIQUE}') WHERE type = 'table' AND name = '${table}'`,
    `UPDATE sqlite_schema SET name = 'sqlite_autoindex_${table}_1', sql = NULL WHERE name = 'plain'`,
  ]);
}

function editSchema(db: Database.Database, changes: readonly string[]): void {
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  for (const change of changes) db.exec(change);
  db.pragma('writable_schema = RESET');
}

function blobLength(folder: string, table: string, column: string, where: string): number {
  const db = new Database(join(folder, 'airaccount.db'), { readonly: true });
  try {
    return blob(db, table, column, where).length;
  } finally {
    db.close();
  }
}

function flipTo(db: Database.Database, id: number, offset: number, value: number): void {
  const record = blob(db, 'risk_logs', 'record', `id = ${id}`);
  record.writeUInt8(value, offset);
  db.prepare('UPDATE risk_logs SET record = ? WHERE id = ?').run(record, id);
}

function swap(db: Database.Database, columns: string, a: number, b: number): void {
  const read = db.prepare(`SELECT ${columns} FROM risk_logs WHERE id = ?`).raw();
  const rows = [read.get(b), read.get(a)] as unknown[][];
  const assignments = columns.split(', ').map((column) => `${column} = ?`);
  const update = db.prepare(`UPDATE risk_logs SET ${assignments.join(', ')} WHERE id = ?`);
  update.run(...(rows[0] ?? []), a);
  update.run(...(rows[1] ?? []), b);
}

function replaceRow(db: Database.Database, id: number, values: unknown[]): void {
  const assignments = ALL_COLUMNS.split(', ').map((column) => `${column} = ?`);
  db.prepare(`UPDATE risk_logs SET ${assignments.join(', ')} WHERE id = ?`).run(...values, id);
}

function withAttached(folder: string, other: string, change: (db: Database.Database) => void): void {
  edit(folder, (db) => {
    db.prepare('ATTACH ? AS other').run(join(other, 'airaccount.db'));
    change(db);
    db.exec('DETACH other');
  });
}
