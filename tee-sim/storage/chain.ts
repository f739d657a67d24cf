// What one log row's MAC covers. Pure: rows in, bytes out.
import type { CryptoEngine } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { lengthPrefixed, utf8ToBytes } from '../protocol/bytes.ts';
import { u64be } from './columns.ts';

const CHAIN_LABEL = utf8ToBytes('airaccount/1/log-row');
const NOTHING = new Uint8Array(0);

/** What stands before the first row. */
export const GENESIS_MAC = new Uint8Array(32);

/** A row of state that the transaction wrote, or removed (`digest` absent). */
export interface Change {
  readonly table: string;
  readonly rowKey: Uint8Array;
  /** Id of the log row of this transaction. */
  readonly version: number;
  /** SM3 of the new record. */
  readonly digest?: Uint8Array;
}

/** `lp(table, rowKey, version, digest)` for each; an empty digest is a tombstone. */
export function encodeChanges(changes: readonly Change[]): Uint8Array {
  return lengthPrefixed(
    ...changes.flatMap((change) => [
      utf8ToBytes(change.table),
      change.rowKey,
      u64be(change.version),
      change.digest ?? NOTHING,
    ]),
  );
}

export interface ChainedRow {
  readonly id: number;
  readonly userId: string;
  readonly kind: string;
  readonly atMs: number;
  /** SM3 of what was sealed, not of the ciphertext: sealing it anew under another key leaves the chain standing. */
  readonly recordDigest: Uint8Array;
  readonly featuresDigest: Uint8Array | undefined;
  readonly changes: Uint8Array;
  readonly stateDigest: Uint8Array;
}

/** HMAC-SM3(key, lp(label, databaseId, previousMac, id, userId, kind, atMs, digests…, changes, stateDigest)). */
export function chainMac(
  engine: CryptoEngine,
  key: Uint8Array,
  databaseId: Uint8Array,
  previousMac: Uint8Array,
  row: ChainedRow,
): Uint8Array {
  return hmacSm3(
    engine,
    key,
    lengthPrefixed(
      CHAIN_LABEL,
      databaseId,
      previousMac,
      u64be(row.id),
      utf8ToBytes(row.userId),
      utf8ToBytes(row.kind),
      u64be(row.atMs),
      row.recordDigest,
      row.featuresDigest ?? NOTHING,
      row.changes,
      row.stateDigest,
    ),
  );
}
