import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS, migrate, schemaText, schemaVersion } from '../../../../tee-sim/storage/migrations.ts';
import { refusal } from './storage-fixture.ts';

function migrated(): Database.Database {
  const db = new Database(':memory:');
  db.pragma('recursive_triggers = ON');
  migrate(db);
  return db;
}

const row = (id: number | null) =>
  `(${id}, 'u', 'boot', 1, zeroblob(32), NULL, zeroblob(32), zeroblob(32), x'', x'00', NULL)`;

describe('step 1', () => {
  it('makes every table, each of state with its user', () => {
    const db = migrated();
    const tables = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    expect(tables).toEqual([
      'device_identity',
      'feature_erasures',
      'feature_history',
      'feature_keys',
      'meta',
      'operations',
      'risk_logs',
    ]);
    for (const table of [
      'risk_logs',
      'device_identity',
      'feature_history',
      'operations',
      'feature_erasures',
    ]) {
      const columns = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
      expect(columns).toContain('user_id');
    }
  });

  it.each([
    ['UPDATE', 'UPDATE risk_logs SET at_ms = 2'],
    ['DELETE', 'DELETE FROM risk_logs'],
    ['REPLACE', `INSERT OR REPLACE INTO risk_logs VALUES ${row(1)}`],
    ['an UPSERT', `INSERT INTO risk_logs VALUES ${row(1)} ON CONFLICT DO UPDATE SET at_ms = 3`],
    ['a gap', `INSERT INTO risk_logs VALUES ${row(3)}`],
    ['an id before the first', `INSERT INTO risk_logs VALUES ${row(0)}`],
  ])('the log refuses %s', (_, sql) => {
    const db = migrated();
    db.exec(`INSERT INTO risk_logs VALUES ${row(1)}`);
    expect(() => db.exec(sql)).toThrow('append-only');
    expect(db.prepare('SELECT count(*) AS n, sum(at_ms) AS t FROM risk_logs').get()).toEqual({ n: 1, t: 1 });
  });

  it.each([
    ['a short digest', "(1, 'u', 'boot', 1, x'00', NULL, zeroblob(32), zeroblob(32), x'', x'', NULL)"],
    [
      'text as a record',
      "(1, 'u', 'boot', 1, zeroblob(32), NULL, zeroblob(32), zeroblob(32), x'', 'text', NULL)",
    ],
    ['no user', "(1, NULL, 'boot', 1, zeroblob(32), NULL, zeroblob(32), zeroblob(32), x'', x'', NULL)"],
  ])('the log refuses %s', (_, values) => {
    expect(() => migrated().exec(`INSERT INTO risk_logs VALUES ${values}`)).toThrow();
  });
});

describe('migrate', () => {
  it('sets user_version and does nothing the second time', () => {
    const db = migrated();
    const before = schemaText(db);
    migrate(db);
    expect(schemaVersion(db)).toBe(MIGRATIONS.length);
    expect(schemaText(db)).toBe(before);
  });

  it('runs only the steps that are missing', () => {
    const db = migrated();
    migrate(db, [...MIGRATIONS, 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT']);
    expect(schemaVersion(db)).toBe(MIGRATIONS.length + 1);
    expect(schemaText(db)).toContain('later');
  });

  it('leaves nothing of a step that fails', () => {
    const db = migrated();
    const before = schemaText(db);
    expect(() => migrate(db, [...MIGRATIONS, 'CREATE TABLE half (id); CREATE TABLE half (id)'])).toThrow();
    expect(schemaVersion(db)).toBe(MIGRATIONS.length);
    expect(schemaText(db)).toBe(before);
  });

  it('refuses a newer schema', () => {
    const db = migrated();
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    expect(refusal(() => migrate(db))).toBe('NOT_SUPPORTED newer-schema');
  });
});
