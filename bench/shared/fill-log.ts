// A TEE's data folder with as many log rows as a bench wants: the chain is real, the sealed content noise.
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bootTee } from '../../tee-sim/os/boot.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { chainMac } from '../../tee-sim/storage/chain.ts';
import { DataFolder } from '../../tee-sim/storage/data-folder.ts';
import { inspectDatabase, openDatabase } from '../../tee-sim/storage/database.ts';
import { encodeHead } from '../../tee-sim/storage/head.ts';
import { judge } from '../../tee-sim/storage/judge.ts';
import { StorageKeys } from '../../tee-sim/storage/keys.ts';
import { LogRows } from '../../tee-sim/storage/log-rows.ts';

/** As an assessment with 1 KiB of features stores them. */
const RECORD_BYTES = 700;
const FEATURES_BYTES = 1_100;
const ROWS_A_TRANSACTION = 10_000;
const FIRST_ROW_AT_MS = 1_700_000_000_000;

/** First boot: the folder, its device identity, and the boot row. */
function bootOnce(dataDir: string, masterKey: Uint8Array): void {
  const nothing = new Uint8Array(32);
  const boot = {
    type: 'boot',
    dataDir,
    masterKey: masterKey.slice(),
    masterKeySource: 'ephemeral',
    measurements: { tee: nothing, client: nothing },
    engine: 'noble',
    recordSuite: 2,
    clockOffsetMs: 0,
    afterPanic: false,
  } as const;
  const machine = {
    random: randomBytes,
    wallMs: () => FIRST_ROW_AT_MS,
    monotonicMs: () => performance.now(),
  };
  bootTee(boot, machine).close();
}

/** Fills an empty folder up to `count` rows. A list reads no content, so that noise will do. */
export function fillLog(dataDir: string, masterKey: Uint8Array, count: number): void {
  bootOnce(dataDir, masterKey);
  const folder = new DataFolder(dataDir);
  const keys = new StorageKeys(nobleEngine, masterKey);
  const { databaseId, digest, tip, counter } = inspectDatabase(folder.databasePath, (db) =>
    judge(db, folder.readHead(), nobleEngine, keys),
  );
  const stateDigest = digest.commitment();
  const noise = randomBytes(RECORD_BYTES + FEATURES_BYTES);
  noise[0] = 2;
  const content = {
    userId: 'device-owner',
    kind: 'assessment',
    recordDigest: noise.subarray(0, 32),
    featuresDigest: noise.subarray(32, 64),
    changes: utf8ToBytes('x'.repeat(300)),
    stateDigest,
  };
  const sealed = { record: noise.subarray(0, RECORD_BYTES), features: noise.subarray(RECORD_BYTES) };
  const db = openDatabase(folder.databasePath);
  const rows = new LogRows(db);
  let { lastMac } = tip;
  const append = db.transaction((from: number, to: number) => {
    for (let id = from; id <= to; id += 1) {
      const row = { ...content, id, atMs: FIRST_ROW_AT_MS + id };
      lastMac = chainMac(nobleEngine, keys.audit('chain'), databaseId, lastMac, row);
      rows.append({ ...row, ...sealed, mac: lastMac });
    }
  });
  for (let from = tip.count + 1; from <= count; from += ROWS_A_TRANSACTION) {
    append(from, Math.min(from + ROWS_A_TRANSACTION - 1, count));
  }
  db.close();
  const head = { databaseId, counter: counter + 1, count, lastMac, stateDigest };
  folder.writeHead(encodeHead(nobleEngine, keys.audit('head'), head));
  keys.destroy();
  folder.release();
}
