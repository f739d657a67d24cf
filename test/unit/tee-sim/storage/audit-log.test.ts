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
  expectListed([4, 3, 2, 1], [id]);
  expect(storage.verifyChain(logId(1), 9)).toEqual({ verified: id - 1, total: 4, brokenAt: id });
}

/** Every id is either shown or named as damaged. */
function expectListed(asked: readonly number[], damaged: readonly number[]): void {
  const listed = storage.listLogs({ limit: asked.length });
  expect(listed.damaged).toEqual(damaged);
  expect(listed.rows.map((row) => row.id)).toEqual(asked.filter((id) => !damaged.includes(id)));
}

it('nothing is refused that was not touched', () => {
  expectListed([4, 3, 2, 1], []);
  expect(storage.verifyChain(logId(1), 9)).toEqual({ verified: 4, total: 4 });
});

it('an edited row is refused wherever it is shown', () => {
  db.exec('UPDATE risk_logs SET at_ms = 5 WHERE id = 2');
  expectRefused(2);
});

it.each([
  ['UPDATE risk_logs SET at_ms = -1 WHERE id = 2', [2]],
  ["UPDATE risk_logs SET mac = x'07' WHERE id = 2", [3, 2]],
  ['DELETE FROM risk_logs WHERE id IN (2, 3)', [4, 3, 2]],
  ['DELETE FROM risk_logs', [4, 3, 2, 1]],
])('a list shows every row that holds and names the others: %s', (sql, damaged) => {
  db.pragma('ignore_check_constraints = on');
  db.exec(sql);
  expectListed([4, 3, 2, 1], damaged);
});

it('a list whose end is damaged names that row too', () => {
  db.exec('UPDATE risk_logs SET at_ms = 5 WHERE id = 2');
  expect(storage.listLogs({ beforeId: logId(4), limit: 2 })).toMatchObject({
    rows: [{ id: 3 }],
    damaged: [2],
  });
  expect(storage.listLogs({ beforeId: logId(4), limit: 1 })).toMatchObject({
    rows: [{ id: 3 }],
    damaged: [],
  });
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
