import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nobleEngine as engine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bootIdentity } from '../../../../tee-sim/os/device-identity.ts';
import { bytesToUtf8 } from '../../../../tee-sim/protocol/bytes.ts';
import type { LogId } from '../../../../tee-sim/protocol/schema.ts';
import { openStorage } from '../../../../tee-sim/storage/open.ts';
import type { SecureStorage } from '../../../../tee-sim/storage/storage.ts';

let dataDir: string;
let storage: SecureStorage;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'airaccount-identity-'));
  storage = openStorage({ dataDir, masterKey: randomBytes(32), engine, suite: 2, random: randomBytes });
});
afterEach(() => {
  storage.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function boot() {
  return bootIdentity(storage, engine, randomBytes, 1_000, { bootId: 'b' });
}

test('makes a key pair at the first boot and the same one is there ever after', () => {
  const first = boot();
  const second = boot();
  expect(second).toEqual(first);
  expect(engine.sm2PublicKey(first.privateKey)).toEqual(first.publicKey);
});

test('each boot leaves one row with its facts, owned by the TEE itself', () => {
  boot();
  boot();
  const { rows, total } = storage.listLogs({ limit: 10 });
  expect(total).toBe(2);
  expect(rows.map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ['boot', 1_000],
    ['boot', 1_000],
  ]);
  const row = storage.getLog(2 as LogId);
  expect(row.userId).toBe('tee');
  expect(JSON.parse(bytesToUtf8(row.record))).toEqual({ event: 'boot', bootId: 'b' });
});

test('rows without an identity are damage, never a reason for a new one', () => {
  storage.write(() => ({
    log: { userId: 'tee', kind: 'boot', atMs: 1, record: Uint8Array.of(1) },
    value: undefined,
  }));
  expect(boot).toThrow(expect.objectContaining({ code: 'CORRUPT_OBJECT', reason: 'damaged-database' }));
  expect(storage.listLogs({ limit: 1 }).total).toBe(1);
});

test('zeroes the key when the boot cannot be logged', () => {
  const made: Uint8Array[] = [];
  const failing = {
    ...engine,
    sm2GenerateKeyPair: (random: typeof randomBytes) => {
      const pair = engine.sm2GenerateKeyPair(random);
      made.push(pair.privateKey);
      return pair;
    },
  };
  const full: SecureStorage = Object.create(storage, {
    get: { value: () => undefined },
    listLogs: { value: () => ({ rows: [], total: 0 }) },
    write: {
      value: () => {
        throw new Error('disk full');
      },
    },
  });
  expect(() => bootIdentity(full, failing, randomBytes, 1, {})).toThrow('disk full');
  expect(made).toEqual([new Uint8Array(32)]);
});
