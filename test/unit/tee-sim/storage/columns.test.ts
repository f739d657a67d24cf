import { expect, it } from 'vitest';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import {
  blobColumn,
  integerColumn,
  optionalBlobColumn,
  textColumn,
  u64be,
} from '../../../../tee-sim/storage/columns.ts';
import { refusal } from './storage-fixture.ts';

const row = {
  blob: Uint8Array.of(1, 2),
  text: 'x',
  integer: 3,
  nothing: null,
  real: 1.5,
  below: -1,
  big: 2 ** 60,
};
const DAMAGED = 'CORRUPT_OBJECT damaged-record';

it('reads columns that are what they should be', () => {
  expect(blobColumn(row, 'blob', 2)).toBe(row.blob);
  expect(optionalBlobColumn(row, 'nothing')).toBeUndefined();
  expect(integerColumn(row, 'integer')).toBe(3);
  expect(textColumn(row, 'text')).toBe('x');
});

it('refuses every other type, length and range', () => {
  for (const name of ['text', 'integer', 'nothing', 'absent']) {
    expect(refusal(() => blobColumn(row, name))).toBe(DAMAGED);
  }
  expect(refusal(() => blobColumn(row, 'blob', 3))).toBe(DAMAGED);
  expect(refusal(() => optionalBlobColumn(row, 'text'))).toBe(DAMAGED);
  for (const name of ['blob', 'text', 'nothing', 'absent', 'real', 'below', 'big']) {
    expect(refusal(() => integerColumn(row, name))).toBe(DAMAGED);
  }
  for (const name of ['blob', 'integer', 'nothing']) {
    expect(refusal(() => textColumn(row, name))).toBe(DAMAGED);
  }
});

it('writes 64-bit numbers big-endian, and only whole ones in range', () => {
  expect(bytesToHex(u64be(0))).toBe('0000000000000000');
  expect(bytesToHex(u64be(2 ** 32 + 258))).toBe('0000000100000102');
  expect(bytesToHex(u64be(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff');
  for (const value of [-1, 1.5, 2 ** 53, Number.NaN]) expect(() => u64be(value)).toThrow(RangeError);
});
