// The sealed head: how long the chain is, where it ends and what the state was there.
// It lies in a file of its own, so that a database put back from a copy no longer matches it.
import type { CryptoEngine } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { concatBytes, equalBytes, utf8ToBytes } from '../protocol/bytes.ts';
import { u64be } from './columns.ts';

export const HEAD_FILE = 'head';

export interface Head {
  readonly databaseId: Uint8Array;
  /** How often a head was written for this database; only ever grows. */
  readonly counter: number;
  /** Rows of the log. */
  readonly count: number;
  /** MAC of row `count`; zeros when there is none. */
  readonly lastMac: Uint8Array;
  /** What the state tables held after row `count`. */
  readonly stateDigest: Uint8Array;
}

const MAGIC = utf8ToBytes('AIRHEAD1');
const BODY_BYTES = 8 + 16 + 8 + 8 + 32 + 32;
const HEAD_BYTES = BODY_BYTES + 32;

/** magic (8) ‖ databaseId (16) ‖ counter (8) ‖ count (8) ‖ lastMac (32) ‖ stateDigest (32) ‖ HMAC-SM3 of these. */
export function encodeHead(engine: CryptoEngine, key: Uint8Array, head: Head): Uint8Array {
  const body = concatBytes(
    MAGIC,
    head.databaseId,
    u64be(head.counter),
    u64be(head.count),
    head.lastMac,
    head.stateDigest,
  );
  return concatBytes(body, hmacSm3(engine, key, body));
}

/** `undefined` for anything that this key did not seal. */
export function decodeHead(engine: CryptoEngine, key: Uint8Array, bytes: Uint8Array): Head | undefined {
  if (bytes.length !== HEAD_BYTES) return undefined;
  const body = bytes.subarray(0, BODY_BYTES);
  if (!equalBytes(hmacSm3(engine, key, body), bytes.subarray(BODY_BYTES))) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    databaseId: bytes.slice(8, 24),
    counter: Number(view.getBigUint64(24)),
    count: Number(view.getBigUint64(32)),
    lastMac: bytes.slice(40, 72),
    stateDigest: bytes.slice(72, 104),
  };
}
