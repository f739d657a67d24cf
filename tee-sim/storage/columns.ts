// Reads SQLite values as what the schema says they are: an edited file can hold anything anywhere.
import { concatBytes, u32be } from '../protocol/bytes.ts';
import { storageError } from './storage-errors.ts';

export type Columns = Readonly<Record<string, unknown>>;

/** @throws CORRUPT_OBJECT damaged-record unless the value is a blob (of `length` bytes, when given) */
export function blobColumn(row: Columns, name: string, length?: number): Uint8Array {
  const value = row[name];
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) {
    throw storageError('damaged-record');
  }
  return value;
}

/** @throws CORRUPT_OBJECT damaged-record unless the value is a blob or NULL */
export function optionalBlobColumn(row: Columns, name: string, length?: number): Uint8Array | undefined {
  return row[name] === null ? undefined : blobColumn(row, name, length);
}

/** @throws CORRUPT_OBJECT damaged-record unless the value is a whole number from 0 to 2⁵³ − 1 */
export function integerColumn(row: Columns, name: string): number {
  const value = row[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw storageError('damaged-record');
  }
  return value;
}

/** @throws CORRUPT_OBJECT damaged-record unless the value is text */
export function textColumn(row: Columns, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw storageError('damaged-record');
  return value;
}

/** A whole number from 0 to 2⁵³ − 1 in 8 bytes, big-endian. @throws RangeError outside of that */
export function u64be(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('u64');
  return concatBytes(u32be(Math.floor(value / 0x1_0000_0000)), u32be(value));
}
