// Somebody who can read and write every file of the TEE's folder, and knows its format, but not DB_MASTER_KEY: what
// they take from another database, or from an earlier day or another future of the same; on both record suites.
import { copyFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import {
  appendRows,
  copyFolder,
  edit,
  freshFolder,
  logId,
  putText,
  refusal,
  text,
} from '../unit/tee-sim/storage/storage-fixture.ts';
import {
  ALL_COLUMNS,
  allowTwice,
  BROKEN,
  DAMAGED,
  expectBrokenAt,
  forbidTwice,
  OLD,
  ROLLED_BACK,
  ROWS,
  replaceRow,
  twoDatabases,
  withAttached,
} from './storage-databases.ts';

describe.each([1, 2] as const)('suite %i', (suite) => {
  let folder: string;
  const databases = twoDatabases(suite);
  const { makeFolder } = databases;
  const open = (where = folder) => databases.open(where);
  const bootAnswer = (where = folder) => databases.bootAnswer(where);

  beforeEach(() => {
    folder = makeFolder();
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
});
