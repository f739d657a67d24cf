// What somebody does to the database while the TEE has it open; before boot, see test/attacks/storage.test.ts.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, it } from 'vitest';
import type { SecureStorage } from '../../../../tee-sim/storage/storage.ts';
import {
  appendRows,
  copyFolder,
  freshFolder,
  logId,
  openAt,
  openWithHandle,
  refusal,
} from './storage-fixture.ts';

const DAMAGED = 'CORRUPT_OBJECT damaged-record';
let storage: SecureStorage;
let db: Database.Database;
/** Row 4 of another past of the same database. */
let otherRow: unknown[];

beforeEach(() => {
  const folder = freshFolder();
  const first = openAt(folder);
  appendRows(first, 3);
  first.close();
  const other = copyFolder(folder);
  const forked = openAt(other);
  appendRows(forked, 1);
  forked.close();
  const file = new Database(join(other, 'airaccount.db'), { readonly: true });
  otherRow = file.prepare('SELECT * FROM risk_logs WHERE id = 4').raw().get() as unknown[];
  file.close();
  ({ storage, db } = openWithHandle(folder));
  appendRows(storage, 1);
  for (const name of ['risk_logs_no_update', 'risk_logs_no_delete', 'risk_logs_only_next']) {
    db.exec(`DROP TRIGGER ${name}`);
  }
});

function expectRefused(id: number): void {
  expect(refusal(() => storage.getLog(logId(id)))).toBe(DAMAGED);
  expect(refusal(() => storage.listLogs({ limit: 4 }))).toBe(DAMAGED);
  expect(storage.verifyChain(logId(1), 9)).toEqual({ verified: id - 1, total: 4, brokenAt: id });
}

it('nothing is refused that was not touched', () => {
  expect(storage.listLogs({ limit: 4 }).rows).toHaveLength(4);
  expect(storage.verifyChain(logId(1), 9)).toEqual({ verified: 4, total: 4 });
});

it('an edited row is refused wherever it is shown', () => {
  db.exec('UPDATE risk_logs SET at_ms = 5 WHERE id = 2');
  expectRefused(2);
});

it('the newest row exchanged for an authentic one of another past is refused', () => {
  db.exec('DELETE FROM risk_logs WHERE id = 4');
  db.prepare(`INSERT INTO risk_logs VALUES (${otherRow.map(() => '?')})`).run(...otherRow);
  expectRefused(4);
});

it('a row added behind ours is neither shown nor built upon', () => {
  db.exec(
    'INSERT INTO risk_logs SELECT 5, user_id, kind, at_ms, record_digest, features_digest, state_digest, mac, changes, record, features FROM risk_logs WHERE id = 4',
  );
  expect(storage.listLogs({ limit: 9 })).toMatchObject({ total: 4 });
  expect(refusal(() => storage.getLog(logId(5)))).toBe('ITEM_NOT_FOUND unknown-log-row');
  expect(refusal(() => appendRows(storage, 1))).toBe('CORRUPT_OBJECT damaged-database');
  expect(storage.listLogs({ limit: 9 })).toMatchObject({ total: 4 });
});
