// [k]G on secp256k1: bytes in, bytes out, the same steps and memory for every scalar. Scalars never become bigints or
// text here, and every buffer that saw one is zeroed before it returns.
import { LIMBS, newLimbs } from '../crypto/limbs.ts';
import { DIGITS, POINT_LIMBS, select, signedDigits, TABLE_LIMBS } from '../crypto/signed-digits.ts';
import {
  addPoints,
  type CurvePoint,
  field,
  multiply,
  newPoint,
  ONE,
  SECP256K1,
  setNeutral,
  wipePoints,
} from './secp256k1-point.ts';

/** For each digit i the multiples 1…8 of [16^i]G: 65 tables, 150 KB, built when first used. */
let baseTables: readonly Float64Array[] | undefined;

/** [k]G as 04 ‖ x ‖ y (SEC 1 §2.3.3). `scalar` is 32 bytes, 1 ≤ k < n. */
export function multiplyBase(scalar: Uint8Array): Uint8Array {
  baseTables ??= buildTables();
  const sum = newPoint();
  const selected = newPoint();
  const digits = signedDigits(scalar);
  setNeutral(sum);
  for (let i = 0; i < DIGITS; i += 1) {
    const table = baseTables[i];
    if (table === undefined) throw new RangeError('table');
    select(selected, table, digits[i] ?? 0, ONE);
    addPoints(sum, sum, selected);
  }
  digits.fill(0);
  wipePoints(selected);
  return encodeAndWipe(sum);
}

function buildTables(): readonly Float64Array[] {
  const point = newPoint();
  point.x.set(field.constant(SECP256K1.Gx));
  point.y.set(field.constant(SECP256K1.Gy));
  point.z.set(ONE);
  return Array.from({ length: DIGITS }, () => {
    const table = multiplesOf(point);
    for (let doubling = 0; doubling < 4; doubling += 1) addPoints(point, point, point);
    return table;
  });
}

function multiplesOf(point: CurvePoint): Float64Array {
  const table = new Float64Array(TABLE_LIMBS);
  const multiple = newPoint();
  setNeutral(multiple);
  for (let offset = 0; offset < TABLE_LIMBS; offset += POINT_LIMBS) {
    addPoints(multiple, multiple, point);
    table.set(multiple.x, offset);
    table.set(multiple.y, offset + LIMBS);
    table.set(multiple.z, offset + 2 * LIMBS);
  }
  return table;
}

function encodeAndWipe(point: CurvePoint): Uint8Array {
  const bytes = new Uint8Array(65);
  bytes[0] = 4;
  const inverse = newLimbs();
  field.invert(inverse, point.z);
  multiply(point.x, point.x, inverse);
  multiply(point.y, point.y, inverse);
  field.write(bytes, 1, point.x);
  field.write(bytes, 33, point.y);
  inverse.fill(0);
  wipePoints(point);
  return bytes;
}
