// Decides at boot whether the files are ours, whole and current. Reads only; runs before anything is written.
import type { Database } from 'better-sqlite3';
import type { CryptoEngine } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { equalBytes, lengthPrefixed, utf8ToBytes } from '../protocol/bytes.ts';
import { type ChainContext, rowHolds, type Tip } from './audit-log.ts';
import { GENESIS_MAC } from './chain.ts';
import { blobColumn, type Columns, integerColumn } from './columns.ts';
import { expectedSchemaText } from './database.ts';
import { decodeHead, type Head } from './head.ts';
import type { StorageKeys } from './keys.ts';
import { type LogHeadRow, LogRows } from './log-rows.ts';
import { APPLICATION_ID, MIGRATIONS, schemaText, schemaVersion } from './migrations.ts';
import { KEY_VERSION, RecordCipher } from './record-cipher.ts';
import { StateDigest } from './state-digest.ts';
import { everyStateRowOpens, STATE_BUCKETS, scanState } from './state-tables.ts';
import { storageError } from './storage-errors.ts';

/** Rows before the head that are checked again at every boot. */
const TAIL_ROWS = 64;
/** A head is written after every commit, and none is committed before it is; so a crash leaves one row at most. */
const MAX_ADOPTED_ROWS = 1;

export interface Judged {
  readonly databaseId: Uint8Array;
  readonly tip: Tip;
  readonly counter: number;
  readonly adoptedRows: number;
  readonly lastLogAtMs: number;
  readonly digest: StateDigest;
  /** False when the head must be written before anything else. */
  readonly headIsCurrent: boolean;
}

/** HMAC-SM3(key, lp(label, databaseId, keyVersion)): tells a wrong master key from damage. */
export function keyCheckValue(engine: CryptoEngine, keys: StorageKeys, databaseId: Uint8Array): Uint8Array {
  const input = lengthPrefixed(utf8ToBytes('airaccount/1/key-check'), databaseId, Uint8Array.of(KEY_VERSION));
  return hmacSm3(engine, keys.audit('key-check'), input);
}

/**
 * Checks schema, master key, head, the chain's last rows and every state row.
 * @throws BAD_FORMAT foreign-database · NOT_SUPPORTED newer-schema · ACCESS_DENIED wrong-master-key ·
 *   BAD_STATE head-missing, rolled-back · CORRUPT_OBJECT damaged-database, damaged-record, chain-broken
 */
export function judge(
  db: Database,
  headBytes: Uint8Array | undefined,
  engine: CryptoEngine,
  keys: StorageKeys,
): Judged {
  checkSchema(db);
  const databaseId = readDatabaseId(db, headBytes, engine, keys);
  const rows = new LogRows(db);
  const head = readHead(headBytes, engine, keys, databaseId, rows.count());
  const last = checkTail({ engine, key: keys.audit('chain'), databaseId }, rows, head);
  const digest = new StateDigest(engine, keys.audit('state'), STATE_BUCKETS);
  const emptyState = digest.commitment();
  scanState(db, digest);
  if (!equalBytes(digest.commitment(), last?.stateDigest ?? emptyState)) {
    const cipher = new RecordCipher(engine, noRandomness, databaseId);
    throw storageError(everyStateRowOpens(db, cipher, keys) ? 'rolled-back' : 'damaged-record');
  }
  const count = last?.id ?? 0;
  return {
    databaseId,
    tip: { count, lastMac: last?.mac ?? GENESIS_MAC },
    counter: head?.counter ?? 0,
    adoptedRows: count - (head?.count ?? 0),
    lastLogAtMs: last?.atMs ?? 0,
    digest,
    headIsCurrent: head?.count === count,
  };
}

/**
 * Whether what was opened for writing, and is locked since, is what was judged: the file may have been another one
 * in between. @throws BAD_FORMAT foreign-database · CORRUPT_OBJECT damaged-database · BAD_STATE rolled-back
 */
export function confirmJudged(db: Database, { tip }: Judged): void {
  checkSchema(db);
  const rows = new LogRows(db);
  const lastMac = tip.count === 0 ? GENESIS_MAC : rows.mac(tip.count);
  if (rows.count() !== tip.count || lastMac === undefined || !equalBytes(lastMac, tip.lastMac)) {
    throw storageError('rolled-back');
  }
}

function checkSchema(db: Database): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw storageError('foreign-database');
  const version = schemaVersion(db);
  if (version > MIGRATIONS.length) throw storageError('newer-schema');
  if (schemaText(db) !== expectedSchemaText(version)) throw storageError('damaged-database');
}

function readDatabaseId(
  db: Database,
  headBytes: Uint8Array | undefined,
  engine: CryptoEngine,
  keys: StorageKeys,
): Uint8Array {
  const meta = db.prepare<[], Columns>('SELECT * FROM meta').get() ?? {};
  const databaseId = Uint8Array.from(blobColumn(meta, 'database_id', 16));
  const keyFits = equalBytes(keyCheckValue(engine, keys, databaseId), blobColumn(meta, 'key_check', 32));
  const headFits = headBytes !== undefined && decodeHead(engine, keys.audit('head'), headBytes) !== undefined;
  if (!keyFits) throw storageError(headFits ? 'damaged-database' : 'wrong-master-key');
  if (integerColumn(meta, 'key_version') !== KEY_VERSION) throw storageError('damaged-database');
  return databaseId;
}

function readHead(
  bytes: Uint8Array | undefined,
  engine: CryptoEngine,
  keys: StorageKeys,
  databaseId: Uint8Array,
  count: number,
): Head | undefined {
  if (bytes === undefined) {
    // A crash between the creation of the database and of its head leaves no rows.
    if (count > 0) throw storageError('head-missing');
    return undefined;
  }
  const head = decodeHead(engine, keys.audit('head'), bytes);
  if (head === undefined || !equalBytes(head.databaseId, databaseId)) throw storageError('rolled-back');
  if (head.count > count) throw storageError('rolled-back');
  return head;
}

/** Checks the last rows up to the head and every row beyond it; gives the newest. */
function checkTail(context: ChainContext, rows: LogRows, head: Head | undefined): LogHeadRow | undefined {
  const sealedCount = head?.count ?? 0;
  const from = Math.max(sealedCount - TAIL_ROWS + 1, 1);
  let previousMac = from === 1 ? GENESIS_MAC : rows.mac(from - 1);
  let last: LogHeadRow | undefined;
  const count = rows.count();
  for (let id = from; id <= count; id += 1) {
    // Far beyond the head it is the head that is old, however sound the rows are.
    if (id > sealedCount + MAX_ADOPTED_ROWS) throw storageError('rolled-back');
    const row = rows.get(id);
    if (row === undefined || previousMac === undefined || !rowHolds(context, previousMac, row)) {
      throw storageError('chain-broken');
    }
    if (id === sealedCount && head !== undefined && !equalBytes(row.mac, head.lastMac)) {
      throw storageError('rolled-back');
    }
    previousMac = row.mac;
    last = row;
  }
  return last;
}

/** Judging opens records and never seals one. */
function noRandomness(): Uint8Array {
  throw new RangeError('random');
}
