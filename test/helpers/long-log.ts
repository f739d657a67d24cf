// A TEE's data folder with many log rows that hold, and what somebody with a SQLite tool does to one of them.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { hexToBytes, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { openStorage } from '../../tee-sim/storage/open.ts';

export interface LongLog {
  /** As `AIRACCOUNT_USER_DATA` names it. */
  readonly userData: string;
  readonly masterKeyFile: string;
  readonly rows: number;
  remove(): void;
}

/** A copy of a device whose log is filled up to `rows`, as the TEE itself would, through its own storage. */
export function writeLongLog(device: string, rows: number): LongLog {
  const folder = mkdtempSync(path.join(tmpdir(), 'airaccount-long-log-'));
  cpSync(device, folder, { recursive: true });
  const userData = path.join(folder, 'app');
  const masterKeyFile = path.join(folder, 'master.key');
  const masterKey = hexToBytes(readFileSync(masterKeyFile, 'utf8'));
  const dataDir = path.join(userData, 'tee');
  const storage = openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
  const atMs = Date.now();
  for (let last = 0; last < rows; ) {
    last = storage.write(({ logId }) => {
      const record = utf8ToBytes(JSON.stringify({ entry: logId }));
      return { log: { userId: 'device-owner', kind: 'session', atMs, record }, value: logId };
    });
  }
  storage.close();
  return { userData, masterKeyFile, rows, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Past the triggers that forbid it; no storage may be open there. */
function edit(userData: string, change: (db: Database.Database) => void): void {
  const db = new Database(path.join(userData, 'tee', 'airaccount.db'));
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  change(db);
  for (const { sql } of triggers) db.exec(sql);
  db.close();
}

/** Says that a row was written an hour later than it was: the list itself tells. */
export function changeTime(userData: string, id: number): void {
  edit(userData, (db) => db.prepare('UPDATE risk_logs SET at_ms = at_ms + 3600000 WHERE id = ?').run(id));
}

/** Flips a bit of a row's ciphertext: the list cannot tell, for it opens no record. */
export function changeRecord(userData: string, id: number): void {
  edit(userData, (db) => {
    const { record } = db.prepare('SELECT record FROM risk_logs WHERE id = ?').get(id) as { record: Buffer };
    record.writeUInt8(record.readUInt8(record.length - 1) ^ 1, record.length - 1);
    db.prepare('UPDATE risk_logs SET record = ? WHERE id = ?').run(record, id);
  });
}
