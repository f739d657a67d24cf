// What is inside one log row: its record and its feature data, sealed, and the digests that the chain covers.
import type { AeadKeys } from '../crypto/aead.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { concatBytes, equalBytes, wipe } from '../protocol/bytes.ts';
import { u64be } from './columns.ts';
import type { RecordSuite, StorageKeys } from './keys.ts';
import type { KeysOfSuite, RecordCipher, RecordPlace } from './record-cipher.ts';
import { storageError } from './storage-errors.ts';

/** Random bytes sealed before the content, so that its digest, which lies in the open, tells nothing about it. */
const BLIND_BYTES = 16;
/** A row's own feature key: SM4 (16) ‖ HMAC-SM3 (32). */
const FEATURE_KEY_BYTES = 48;

export interface SealedContent {
  /** SM3(blind ‖ content), 32 bytes. */
  readonly digest: Uint8Array;
  readonly record: Uint8Array;
}

export class LogSealer {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #cipher: RecordCipher;
  readonly #logKeys: KeysOfSuite;

  constructor(engine: CryptoEngine, random: RandomBytes, cipher: RecordCipher, keys: StorageKeys) {
    this.#engine = engine;
    this.#random = random;
    this.#cipher = cipher;
    this.#logKeys = (suite) => keys.record('db_risk_logs', suite);
  }

  /** Seals a row's record under `db_risk_logs`. The caller zeroes `content`. */
  sealRecord(suite: RecordSuite, id: number, content: Uint8Array): SealedContent {
    return this.#seal(suite, this.#logKeys, place(id, 'risk_logs', 'record'), content);
  }

  /** The caller zeroes the result. @throws CORRUPT_OBJECT damaged-record */
  openRecord(id: number, sealed: SealedContent): Uint8Array {
    return this.#open(this.#logKeys, place(id, 'risk_logs', 'record'), sealed);
  }

  /** Seals feature data under a fresh key of this row, and that key under `db_risk_logs`. */
  sealFeatures(
    suite: RecordSuite,
    id: number,
    content: Uint8Array,
  ): { features: SealedContent; sealedKey: Uint8Array } {
    const key = this.#random(FEATURE_KEY_BYTES);
    try {
      return {
        features: this.#seal(suite, () => split(key), place(id, 'risk_logs', 'features'), content),
        sealedKey: this.#cipher.seal(suite, this.#logKeys, place(id, 'feature_keys', 'record'), key),
      };
    } finally {
      wipe(key);
    }
  }

  /** The caller zeroes the result. @throws CORRUPT_OBJECT damaged-record */
  openFeatures(id: number, features: SealedContent, sealedKey: Uint8Array): Uint8Array {
    const key = this.#cipher.open(this.#logKeys, place(id, 'feature_keys', 'record'), sealedKey);
    try {
      if (key.length !== FEATURE_KEY_BYTES) throw storageError('damaged-record');
      return this.#open(() => split(key), place(id, 'risk_logs', 'features'), features);
    } finally {
      wipe(key);
    }
  }

  #seal(suite: RecordSuite, keysOf: KeysOfSuite, where: RecordPlace, content: Uint8Array): SealedContent {
    const blinded = concatBytes(this.#random(BLIND_BYTES), content);
    try {
      return {
        digest: this.#engine.sm3(blinded),
        record: this.#cipher.seal(suite, keysOf, where, blinded),
      };
    } finally {
      wipe(blinded);
    }
  }

  #open(keysOf: KeysOfSuite, where: RecordPlace, sealed: SealedContent): Uint8Array {
    const blinded = this.#cipher.open(keysOf, where, sealed.record);
    try {
      if (!equalBytes(this.#engine.sm3(blinded), sealed.digest)) throw storageError('damaged-record');
      return blinded.slice(BLIND_BYTES);
    } finally {
      wipe(blinded);
    }
  }
}

function split(key: Uint8Array): AeadKeys {
  return { encKey: key.subarray(0, 16), macKey: key.subarray(16) };
}

/** Log rows and their feature keys are written once: version 1. */
function place(id: number, table: string, column: string): RecordPlace {
  return { table, rowId: u64be(id), column, rowVersion: 1 };
}
