// Somebody who took every file of the TEE *and* the master key: what they can read, and what they hold to open with.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { PasswordKdf } from '../../tee-sim/authorization/password.ts';
import { openUserKey } from '../../tee-sim/authorization/user-key.ts';
import { type UserRecord, userRecordSchema } from '../../tee-sim/authorization/user-record.ts';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { base64UrlToBytes, bytesToUtf8, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { LogId } from '../../tee-sim/protocol/schema.ts';
import { openStorage } from '../../tee-sim/storage/open.ts';
import { STATE_TABLES } from '../../tee-sim/storage/state-tables.ts';
import type { SecureStorage, StateTable } from '../../tee-sim/storage/storage.ts';
import { quickKdf } from '../helpers/tee-in-process.ts';
import type { TestUser } from '../helpers/test-user.ts';

/** A copy of the folder as it lies there now, while its TEE may go on. */
export function stealFolder(dataDir: string): { folder: string; dispose(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'airaccount-stolen-'));
  cpSync(dataDir, folder, { recursive: true });
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Every byte of every file, by its name. */
export function rawFiles(folder: string): Map<string, Buffer> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

/** The sealed records of wallets and bindings, as the file holds them. */
export function sealedRecords(folder: string): Buffer[] {
  const db = new Database(join(folder, 'airaccount.db'), { readonly: true });
  try {
    const rows = db.prepare('SELECT record FROM wallets UNION ALL SELECT record FROM bindings').pluck().all();
    return rows as Buffer[];
  } finally {
    db.close();
  }
}

export function withStorage<T>(
  dataDir: string,
  masterKey: Uint8Array,
  use: (storage: SecureStorage) => T,
): T {
  const storage = openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
  try {
    return use(storage);
  } finally {
    storage.close();
  }
}

/** Every record that the master key decrypts, by where it lies. */
export function decrypted(storage: SecureStorage): { place: string; bytes: Uint8Array }[] {
  const tables = STATE_TABLES.filter((table): table is StateTable => table !== 'feature_erasures');
  const states = tables.flatMap((table) =>
    storage.scan(table).map((bytes, i) => ({ place: `${table} ${i}`, bytes })),
  );
  const { total } = storage.listLogs({ limit: 1 });
  const rows = Array.from({ length: total }, (_, i) => {
    const row = storage.getLog((i + 1) as LogId);
    const features = row.features instanceof Uint8Array ? [row.features] : [];
    return [row.record, ...features].map((bytes) => ({ place: `log row ${i + 1}`, bytes }));
  });
  return [...states, ...rows.flat()];
}

export function recordsOf<T>(storage: SecureStorage, table: StateTable): T[] {
  return storage.scan(table).map((bytes) => JSON.parse(bytesToUtf8(bytes)) as T);
}

/** Every part of a record that could be something of its own. */
export function partsOf(record: Uint8Array): Uint8Array[] {
  return [record, ...bytesInside(jsonOf(record))];
}

/** Most records are JSON; the device's own key is bytes. */
function jsonOf(record: Uint8Array): unknown {
  try {
    return JSON.parse(bytesToUtf8(record));
  } catch {
    return undefined;
  }
}

/** Every text inside JSON, however deep, and what it is when read as base64url or hex. */
function bytesInside(json: unknown): Uint8Array[] {
  if (typeof json === 'string') {
    const hex = /^(0x)?([0-9a-f]{2})+$/i.test(json) ? [Buffer.from(json.replace(/^0x/, ''), 'hex')] : [];
    const base64 = /^[A-Za-z0-9_-]+$/.test(json) ? readBase64(json) : [];
    return [utf8ToBytes(json), ...hex, ...base64];
  }
  if (typeof json !== 'object' || json === null) return [];
  return Object.values(json).flatMap(bytesInside);
}

function readBase64(text: string): Uint8Array[] {
  try {
    return [base64UrlToBytes(text)];
  } catch {
    return [];
  }
}

/** The SM2 private key that only the password unwraps; `kdf` is what the TEE was given. */
export function userKeyOf(
  storage: SecureStorage,
  { userId, password }: TestUser,
  kdf: PasswordKdf = quickKdf,
): Uint8Array {
  const user = recordsOf<unknown>(storage, 'users')
    .map((record) => userRecordSchema.safeParse(record).data)
    .find((record): record is UserRecord => record?.userId === userId);
  if (user === undefined) throw new Error('no such user');
  const { wrapped } = user.password;
  const material = kdf(utf8ToBytes(password), wrapped.salt, user.password);
  const key = openUserKey(nobleEngine, 'password', user, wrapped, material);
  if (key === undefined) throw new Error('not the password');
  return key;
}
