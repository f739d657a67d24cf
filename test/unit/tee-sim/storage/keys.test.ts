import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { RECORD_LABELS, RECORD_SUITES, StorageKeys } from '../../../../tee-sim/storage/keys.ts';
import { MASTER_KEY, refusal } from './storage-fixture.ts';

const PURPOSES = ['chain', 'head', 'state', 'row-key', 'key-check'] as const;

function allKeys(keys: StorageKeys): Uint8Array[] {
  const records = RECORD_LABELS.flatMap((label) => RECORD_SUITES.map((suite) => keys.record(label, suite)));
  return [...records.flatMap((pair) => [pair.encKey, pair.macKey]), ...PURPOSES.map((p) => keys.audit(p))];
}

it('derives every key apart from every other, for encryption, MAC, suite and label', () => {
  const hex = allKeys(new StorageKeys(nobleEngine, MASTER_KEY)).map((key) => bytesToHex(key).slice(0, 32));
  expect(new Set(hex).size).toBe(RECORD_LABELS.length * RECORD_SUITES.length * 2 + PURPOSES.length);
});

it('derives as RFC 5869 says, with SM3 (OpenSSL as oracle)', () => {
  const hmac = (key: Uint8Array, ...parts: (Uint8Array | string)[]) => {
    const mac = createHmac('sm3', key);
    for (const part of parts) mac.update(part);
    return mac.digest();
  };
  const expand = (info: string) => hmac(hmac(new Uint8Array(32), MASTER_KEY), info, Uint8Array.of(1));
  const keys = new StorageKeys(nobleEngine, MASTER_KEY);
  expect(bytesToHex(keys.audit('chain'))).toBe(expand('db_audit_chain/chain').toString('hex'));
  expect(bytesToHex(keys.record('db_risk_logs', 1).macKey)).toBe(
    expand('db_risk_logs/suite-1/mac').toString('hex'),
  );
  expect(bytesToHex(keys.record('db_feature_history', 2).encKey)).toBe(
    expand('db_feature_history/suite-2/enc').subarray(0, 16).toString('hex'),
  );
});

it('zeroes every key and gives none out afterwards', () => {
  const keys = new StorageKeys(nobleEngine, MASTER_KEY);
  const held = allKeys(keys);
  keys.destroy();
  expect(held.flatMap((key) => [...key]).every((byte) => byte === 0)).toBe(true);
  expect(refusal(() => keys.record('db_user_data', 2))).toBe('BAD_STATE');
  expect(refusal(() => keys.audit('head'))).toBe('BAD_STATE');
});

it.each([0, 16, 31, 33])('refuses a master key of %i bytes', (length) => {
  expect(refusal(() => new StorageKeys(nobleEngine, new Uint8Array(length)))).toBe('BAD_PARAMETERS');
});
