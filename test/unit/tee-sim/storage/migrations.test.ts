import { createHash } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import {
  APPLICATION_ID,
  MIGRATIONS,
  migrate,
  schemaText,
  schemaVersion,
} from '../../../../tee-sim/storage/migrations.ts';
import {
  appendRows,
  edit,
  freshFolder,
  logEntry,
  logId,
  openAt,
  putText,
  refusal,
  text,
  USER,
} from './storage-fixture.ts';

function migrated(steps = MIGRATIONS): Database.Database {
  const db = new Database(':memory:');
  db.pragma('recursive_triggers = ON');
  migrate(db, steps);
  return db;
}

function tablesOf(db: Database.Database): unknown[] {
  return db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
}

const row = (id: number | null) =>
  `(${id}, 'u', 'boot', 1, zeroblob(32), NULL, zeroblob(32), zeroblob(32), x'', x'00', NULL)`;

describe('step 1', () => {
  it('makes every table, each of state with its user', () => {
    const db = migrated(MIGRATIONS.slice(0, 1));
    expect(tablesOf(db)).toEqual([
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

describe.each([
  [2, ['bindings', 'clients', 'limit_usage', 'lock_outs', 'policies', 'running_time', 'users', 'wallets']],
  [3, ['contacts', 'signatures']],
] as const)('step %i', (step, tables) => {
  it('adds tables of state, all of one shape, and changes none', () => {
    const [before, after] = [step - 1, step].map((steps) => migrated(MIGRATIONS.slice(0, steps)));
    if (before === undefined || after === undefined) throw new Error('unreachable');
    const added = tablesOf(after).filter((table) => !tablesOf(before).includes(table));
    expect(added).toEqual(tables);
    const sqlOf = (db: Database.Database, table: unknown) =>
      db.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table) as string;
    const shape = sqlOf(after, 'operations').replace('operations', '');
    for (const table of added) expect(sqlOf(after, table).replace(String(table), '')).toBe(shape);
    for (const table of tablesOf(before)) expect(sqlOf(after, table)).toBe(sqlOf(before, table));
  });
});

it('a released step never changes', () => {
  const digests = MIGRATIONS.map((sql) => createHash('sha256').update(sql).digest('hex').slice(0, 16));
  expect(digests).toEqual(['21830e695f20bf40', 'c00545462c14b0d9', 'c8f1f972f4203988']);
});

describe.each([
  [1, 'users'],
  [2, 'contacts'],
] as const)('a file of schema %i', (schema, added) => {
  /** What an older TEE left: made with its schema, and holding rows that chain, head and state digest cover. */
  function fileOfSchema(): string {
    const folder = freshFolder();
    const storage = openAt(folder);
    appendRows(storage, 3);
    putText(storage, 'payee', 'known');
    storage.close();
    const path = join(folder, 'airaccount.db');
    renameSync(path, `${path}.now`);
    const db = new Database(path);
    db.pragma('page_size = 8192');
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db, MIGRATIONS.slice(0, schema));
    const tables = tablesOf(db);
    db.exec(`ATTACH '${path}.now' AS later`);
    for (const table of tables) db.exec(`INSERT INTO ${table} SELECT * FROM later.${table}`);
    db.exec('DETACH later');
    db.pragma('journal_mode = WAL');
    db.close();
    rmSync(`${path}.now`);
    return folder;
  }

  function versionOf(folder: string): number {
    const db = new Database(join(folder, 'airaccount.db'), { readonly: true });
    try {
      return schemaVersion(db);
    } finally {
      db.close();
    }
  }

  it('is migrated, with all it held, and holds the new tables too', () => {
    const folder = fileOfSchema();
    expect(versionOf(folder)).toBe(schema);
    const storage = openAt(folder);
    expect(text(storage.get('feature_history', 'payee'))).toBe('known');
    expect(storage.verifyChain(logId(1), 100)).toEqual({ verified: 4, total: 4 });
    expect(storage.scan(added)).toEqual([]);
    storage.write((tx) => {
      tx.put(added, 'ada', USER, utf8ToBytes('Ada'));
      return { log: logEntry('user'), value: undefined };
    });
    storage.close();
    expect(versionOf(folder)).toBe(MIGRATIONS.length);
    expect(text(openAt(folder).get(added, 'ada'))).toBe('Ada');
  });

  it('is refused untouched when a state row of it is missing', () => {
    const folder = fileOfSchema();
    edit(folder, (db) => db.exec('DELETE FROM feature_history'));
    expect(refusal(() => openAt(folder))).toBe('BAD_STATE rolled-back');
    expect(versionOf(folder)).toBe(schema);
  });

  it('is refused untouched when it holds a table of the next schema already', () => {
    const folder = fileOfSchema();
    edit(folder, (db) => db.exec(`CREATE TABLE ${added} (row_key BLOB PRIMARY KEY) STRICT`));
    expect(refusal(() => openAt(folder))).toBe('CORRUPT_OBJECT damaged-database');
    expect(versionOf(folder)).toBe(schema);
  });

  it('is not passed off as one that lost its new tables', () => {
    const folder = fileOfSchema();
    const storage = openAt(folder);
    storage.write((tx) => {
      tx.put(added, 'ada', USER, utf8ToBytes('5 failures'));
      return { log: logEntry('failure'), value: undefined };
    });
    storage.close();
    edit(folder, (db) => {
      for (const table of tablesOf(migrated())) {
        if (!tablesOf(migrated(MIGRATIONS.slice(0, schema))).includes(table)) db.exec(`DROP TABLE ${table}`);
      }
      db.pragma(`user_version = ${schema}`);
    });
    expect(refusal(() => openAt(folder))).toBe('BAD_STATE rolled-back');
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
