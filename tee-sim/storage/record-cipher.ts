// Seals and opens one database value: suite | keyVersion | iv | ciphertext | tag.
// A record opens only in the database, table, row, column and row version that it was sealed for.
import { type AeadKeys, openAead, sealAead } from '../crypto/aead.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hkdfSm3 } from '../crypto/hkdf.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { concatBytes, equalBytes, lengthPrefixed, u32be, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { u64be } from './columns.ts';
import type { RecordSuite } from './keys.ts';
import { storageError } from './storage-errors.ts';

/** Generation of DB_MASTER_KEY; the first and, until the key is rotated, the only one. */
export const KEY_VERSION = 1;

export const IV_BYTES = 16;
export const TAG_BYTES = 32;
/** suite (1) | keyVersion (4) | iv (16): what precedes the ciphertext. */
export const RECORD_HEADER_BYTES = 1 + 4 + IV_BYTES;

const BLOCK_BYTES = 16;

export interface RecordPlace {
  readonly table: string;
  readonly rowId: Uint8Array;
  readonly column: string;
  readonly rowVersion: number;
}

/** Which keys a suite uses for this kind of record. */
export type KeysOfSuite = (suite: RecordSuite) => AeadKeys;

export class RecordCipher {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #databaseId: Uint8Array;

  constructor(engine: CryptoEngine, random: RandomBytes, databaseId: Uint8Array) {
    this.#engine = engine;
    this.#random = random;
    this.#databaseId = databaseId;
  }

  /** The caller zeroes `plaintext`. */
  seal(suite: RecordSuite, keysOf: KeysOfSuite, place: RecordPlace, plaintext: Uint8Array): Uint8Array {
    const keys = keysOf(suite);
    const iv = this.#random(IV_BYTES);
    const context = this.#context(place, suite, KEY_VERSION);
    const seal = suite === 1 ? sealSuite1 : sealAead;
    const { ciphertext, tag } = seal(this.#engine, keys, iv, plaintext, context);
    return concatBytes(Uint8Array.of(suite), u32be(KEY_VERSION), iv, ciphertext, tag);
  }

  /** The caller zeroes the result. @throws CORRUPT_OBJECT damaged-record for whatever does not open */
  open(keysOf: KeysOfSuite, place: RecordPlace, record: Uint8Array): Uint8Array {
    const [suite] = record;
    if (record.length < RECORD_HEADER_BYTES + TAG_BYTES || (suite !== 1 && suite !== 2)) {
      throw storageError('damaged-record');
    }
    const keyVersion = new DataView(record.buffer, record.byteOffset).getUint32(1);
    if (keyVersion !== KEY_VERSION) throw storageError('damaged-record');
    const iv = record.subarray(RECORD_HEADER_BYTES - IV_BYTES, RECORD_HEADER_BYTES);
    const ciphertext = record.subarray(RECORD_HEADER_BYTES, record.length - TAG_BYTES);
    const context = this.#context(place, suite, keyVersion);
    const open = suite === 1 ? openSuite1 : openAead;
    try {
      return open(this.#engine, keysOf(suite), iv, ciphertext, recordTag(record), context);
    } catch (error) {
      throw error instanceof TeeError && error.code === 'MAC_INVALID'
        ? storageError('damaged-record')
        : error;
    }
  }

  #context(place: RecordPlace, suite: RecordSuite, keyVersion: number): Uint8Array {
    return lengthPrefixed(
      this.#databaseId,
      utf8ToBytes(place.table),
      place.rowId,
      utf8ToBytes(place.column),
      u64be(place.rowVersion),
      Uint8Array.of(suite),
      u32be(keyVersion),
    );
  }
}

/** The last 32 bytes: they commit to the whole record and its place. */
export function recordTag(record: Uint8Array): Uint8Array {
  return record.subarray(record.length - TAG_BYTES);
}

/**
 * Suite 1, S1's SM4-ECB with SM3 integrity made safe: K = HKDF-SM3(encKey, salt, `record`, 16) is fresh for
 * every record, so equal blocks show only inside one record; ciphertext = SM4-ECB(K, PKCS#7(plaintext));
 * tag = HMAC-SM3(macKey, lp(aad) ‖ lp(salt) ‖ lp(ciphertext)), because whoever edits a row can recompute a bare digest.
 */
function sealSuite1(
  engine: CryptoEngine,
  keys: AeadKeys,
  salt: Uint8Array,
  plaintext: Uint8Array,
  additionalData: Uint8Array,
) {
  const padding = BLOCK_BYTES - (plaintext.length % BLOCK_BYTES);
  const ciphertext = new Uint8Array(plaintext.length + padding).fill(padding);
  ciphertext.set(plaintext);
  withRecordKey(engine, keys, salt, (cipher) => cipher.encryptBlocks(ciphertext));
  return { ciphertext, tag: hmacSm3(engine, keys.macKey, lengthPrefixed(additionalData, salt, ciphertext)) };
}

/** @throws MAC_INVALID before decrypting anything; padding is only looked at once the tag holds */
function openSuite1(
  engine: CryptoEngine,
  keys: AeadKeys,
  salt: Uint8Array,
  ciphertext: Uint8Array,
  tag: Uint8Array,
  additionalData: Uint8Array,
): Uint8Array {
  const expected = hmacSm3(engine, keys.macKey, lengthPrefixed(additionalData, salt, ciphertext));
  if (!equalBytes(expected, tag) || ciphertext.length === 0 || ciphertext.length % BLOCK_BYTES !== 0) {
    throw new TeeError('MAC_INVALID');
  }
  const padded = Uint8Array.from(ciphertext);
  withRecordKey(engine, keys, salt, (cipher) => cipher.decryptBlocks(padded));
  const plaintext = padded.slice(0, padded.length - (padded.at(-1) ?? 0));
  wipe(padded);
  return plaintext;
}

function withRecordKey(
  engine: CryptoEngine,
  keys: AeadKeys,
  salt: Uint8Array,
  use: (cipher: ReturnType<CryptoEngine['sm4']>) => void,
): void {
  const key = hkdfSm3(engine, keys.encKey, salt, 'record', BLOCK_BYTES);
  const cipher = engine.sm4(key);
  try {
    use(cipher);
  } finally {
    cipher.destroy();
    wipe(key);
  }
}
