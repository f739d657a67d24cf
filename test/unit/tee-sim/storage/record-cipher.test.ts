import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineByName } from '../../../../tee-sim/crypto/engines.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToHex, concatBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { RECORD_SUITES, StorageKeys } from '../../../../tee-sim/storage/keys.ts';
import {
  RECORD_HEADER_BYTES,
  RecordCipher,
  type RecordPlace,
  TAG_BYTES,
} from '../../../../tee-sim/storage/record-cipher.ts';
import { MASTER_KEY, refusal } from './storage-fixture.ts';

const databaseId = new Uint8Array(16).fill(9);
const keys = new StorageKeys(nobleEngine, MASTER_KEY);
const logKeys = (suite: 1 | 2) => keys.record('db_risk_logs', suite);
const cipher = new RecordCipher(nobleEngine, randomBytes, databaseId);
const place: RecordPlace = { table: 't', rowId: Uint8Array.of(1), column: 'c', rowVersion: 3 };
const DAMAGED = 'CORRUPT_OBJECT damaged-record';

describe.each(RECORD_SUITES)('suite %i', (suite) => {
  it('opens what it sealed, whatever its length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (plaintext) => {
        const record = cipher.seal(suite, logKeys, place, plaintext);
        expect(record[0]).toBe(suite);
        expect(bytesToHex(cipher.open(logKeys, place, record))).toBe(bytesToHex(plaintext));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a record in which any one bit was flipped', () => {
    const record = cipher.seal(suite, logKeys, place, new Uint8Array(20).fill(5));
    for (let bit = 0; bit < record.length * 8; bit += 1) {
      const edited = Uint8Array.from(record);
      edited[bit >> 3] = (edited[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(refusal(() => cipher.open(logKeys, place, edited))).toBe(DAMAGED);
    }
  });

  it('refuses every truncation and anything appended', () => {
    const record = cipher.seal(suite, logKeys, place, new Uint8Array(20));
    for (let length = 0; length < record.length; length += 1) {
      expect(refusal(() => cipher.open(logKeys, place, record.subarray(0, length)))).toBe(DAMAGED);
    }
    const longer = concatBytes(record, Uint8Array.of(0));
    expect(refusal(() => cipher.open(logKeys, place, longer))).toBe(DAMAGED);
  });

  it.each([
    ['table', { table: 'u' }],
    ['row', { rowId: Uint8Array.of(2) }],
    ['column', { column: 'd' }],
    ['row version', { rowVersion: 2 }],
    // Length prefixes: the same bytes, cut elsewhere.
    ['table and row run together', { table: 't\x01', rowId: new Uint8Array(0) }],
  ] satisfies [string, Partial<RecordPlace>][])('refuses it in another %s', (_, other) => {
    const record = cipher.seal(suite, logKeys, place, new Uint8Array(20));
    expect(refusal(() => cipher.open(logKeys, { ...place, ...other }, record))).toBe(DAMAGED);
  });

  it('refuses it in another database, and under another label', () => {
    const record = cipher.seal(suite, logKeys, place, new Uint8Array(20));
    const elsewhere = new RecordCipher(nobleEngine, randomBytes, new Uint8Array(16));
    expect(refusal(() => elsewhere.open(logKeys, place, record))).toBe(DAMAGED);
    const otherLabel = (s: 1 | 2) => keys.record('db_user_data', s);
    expect(refusal(() => cipher.open(otherLabel, place, record))).toBe(DAMAGED);
  });

  it('never seals the same content to the same bytes', () => {
    const seal = () => bytesToHex(cipher.seal(suite, logKeys, place, new Uint8Array(32)));
    expect(seal()).not.toBe(seal());
  });

  it('is the same on both engines', () => {
    const record = cipher.seal(suite, logKeys, place, Uint8Array.of(1, 2, 3));
    const other = new RecordCipher(engineByName('sm-crypto'), randomBytes, databaseId);
    expect([...other.open(logKeys, place, record)]).toEqual([1, 2, 3]);
  });
});

describe('suite 1', () => {
  const blocksOf = (record: Uint8Array) => {
    const ciphertext = record.subarray(RECORD_HEADER_BYTES, record.length - TAG_BYTES);
    return Array.from({ length: ciphertext.length / 16 }, (_, i) =>
      bytesToHex(ciphertext.subarray(i * 16, i * 16 + 16)),
    );
  };

  it('is ECB inside one record, and shares no block with another record', () => {
    const plaintext = new Uint8Array(64).fill(7);
    const first = blocksOf(cipher.seal(1, logKeys, place, plaintext));
    const second = blocksOf(cipher.seal(1, logKeys, place, plaintext));
    expect(first).toHaveLength(5);
    expect(new Set(first.slice(0, 4)).size).toBe(1);
    expect(first.some((block) => second.includes(block))).toBe(false);
  });

  it('is not fooled by a tag that is SM3 without the key', () => {
    const record = cipher.seal(1, logKeys, place, new Uint8Array(20));
    const body = record.slice(0, record.length - TAG_BYTES);
    body[RECORD_HEADER_BYTES] = (body[RECORD_HEADER_BYTES] ?? 0) ^ 1;
    for (const covered of [body, body.subarray(RECORD_HEADER_BYTES)]) {
      const forged = concatBytes(body, nobleEngine.sm3(covered));
      expect(refusal(() => cipher.open(logKeys, place, forged))).toBe(DAMAGED);
    }
  });
});

it('a record of one suite is not opened as the other', () => {
  for (const suite of RECORD_SUITES) {
    const record = cipher.seal(suite, logKeys, place, new Uint8Array(32));
    record[0] = 3 - suite;
    expect(refusal(() => cipher.open(logKeys, place, record))).toBe(DAMAGED);
  }
});
