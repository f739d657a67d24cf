// Somebody who can read and write every file of the TEE's folder, and knows its format, but not DB_MASTER_KEY: what
// they change, move or remove in one database. Told by its code at boot, when the row is used, or by verifyChain; each
// on both record suites.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import {
  appendRows,
  copyFolder,
  edit,
  erase,
  flip,
  logId,
  putText,
  refusal,
} from '../unit/tee-sim/storage/storage-fixture.ts';
import {
  ALL_COLUMNS,
  BROKEN,
  blob,
  blobLength,
  DAMAGED,
  expectBrokenAt,
  flipTo,
  OLD,
  ROLLED_BACK,
  ROWS,
  type StateCells,
  swap,
  twoDatabases,
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
});
