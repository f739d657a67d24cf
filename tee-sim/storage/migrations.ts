// The schema, as numbered steps on `user_version`. A released step never changes; a new one is added behind it.
import type { Database } from 'better-sqlite3';
import { storageError } from './storage-errors.ts';

/** SQLite `application_id` of our files: "AirA". */
export const APPLICATION_ID = 0x41697241;

/** All state tables have one shape; `version` is the id of the log row whose transaction wrote the row. */
const STATE_TABLE_SQL = `(
  row_key BLOB PRIMARY KEY CHECK (length(row_key) = 16),
  user_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  record BLOB NOT NULL
) STRICT`;

/** Step n leads from `user_version` n − 1 to n. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    database_id BLOB NOT NULL CHECK (length(database_id) = 16),
    key_version INTEGER NOT NULL,
    key_check BLOB NOT NULL CHECK (length(key_check) = 32)
  ) STRICT;

  CREATE TABLE risk_logs (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    record_digest BLOB NOT NULL CHECK (length(record_digest) = 32),
    features_digest BLOB CHECK (length(features_digest) = 32),
    state_digest BLOB NOT NULL CHECK (length(state_digest) = 32),
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    changes BLOB NOT NULL,
    record BLOB NOT NULL,
    features BLOB
  ) STRICT;
  CREATE TRIGGER risk_logs_only_next BEFORE INSERT ON risk_logs
    WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM risk_logs)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER risk_logs_no_update BEFORE UPDATE ON risk_logs
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER risk_logs_no_delete BEFORE DELETE ON risk_logs
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;

  CREATE TABLE feature_keys (log_id INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;

  CREATE TABLE device_identity ${STATE_TABLE_SQL};
  CREATE TABLE feature_history ${STATE_TABLE_SQL};
  CREATE TABLE operations ${STATE_TABLE_SQL};
  CREATE TABLE feature_erasures ${STATE_TABLE_SQL};
  `,
  // Users, clients, wallets and who may do what with them.
  `
  CREATE TABLE users ${STATE_TABLE_SQL};
  CREATE TABLE lock_outs ${STATE_TABLE_SQL};
  CREATE TABLE running_time ${STATE_TABLE_SQL};
  CREATE TABLE clients ${STATE_TABLE_SQL};
  CREATE TABLE wallets ${STATE_TABLE_SQL};
  CREATE TABLE bindings ${STATE_TABLE_SQL};
  CREATE TABLE limit_usage ${STATE_TABLE_SQL};
  CREATE TABLE policies ${STATE_TABLE_SQL};
  `,
  // What wallets signed, and the names that people gave to addresses.
  `
  CREATE TABLE signatures ${STATE_TABLE_SQL};
  CREATE TABLE contacts ${STATE_TABLE_SQL};
  `,
];

export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/**
 * Runs the steps that are missing, each in a transaction with its new `user_version`.
 * @throws NOT_SUPPORTED newer-schema when the file is ahead of `steps`
 */
export function migrate(db: Database, steps: readonly string[] = MIGRATIONS): void {
  const from = schemaVersion(db);
  if (from > steps.length) throw storageError('newer-schema');
  for (const [index, sql] of steps.entries()) {
    if (index < from) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}

/** Every object of the schema as SQL text: a trigger that someone added, changed or removed shows here. */
export function schemaText(db: Database): string {
  const rows = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
  return JSON.stringify(rows);
}
