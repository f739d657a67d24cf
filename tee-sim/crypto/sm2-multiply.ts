// Scalar multiplication on the SM2 curve: bytes in, bytes out, the same steps and memory for every scalar.
// Scalars never become bigints here, and every buffer that saw one is zeroed before these functions return.
import { bytesToHex, concatBytes } from '../protocol/bytes.ts';
import { LIMBS, newLimbs } from './limbs.ts';
import { DIGITS, POINT_LIMBS, select, signedDigits, TABLE_LIMBS } from './signed-digits.ts';
import { field, multiply } from './sm2-field.ts';
import { SM2_PARAMETERS, toBytes32 } from './sm2-parameters.ts';
import { addPoints, type CurvePoint, newPoint, ONE, setNeutral, wipePoints } from './sm2-point.ts';

/** G as 04 ‖ x ‖ y. */
const SM2_BASE = concatBytes(Uint8Array.of(4), toBytes32(SM2_PARAMETERS.Gx), toBytes32(SM2_PARAMETERS.Gy));
/** For each digit i the multiples of [16^i]P: 65 tables, 150 KB. */
type PointTables = readonly Float64Array[];

/** Of G, built when first used. */
let baseTables: PointTables | undefined;

/** Building tables costs as much as three multiplications without them. */
const USES_BEFORE_TABLES = 2;
const KEPT_POINTS = 4;
/** Public keys met lately, by their bytes, the latest last: how often, and their tables once it is often enough. */
const knownPoints = new Map<string, { uses: number; tables?: PointTables }>();

function buildTables(point: CurvePoint): PointTables {
  return Array.from({ length: DIGITS }, () => {
    const table = multiplesOf(point);
    for (let doubling = 0; doubling < 4; doubling += 1) addPoints(point, point, point);
    return table;
  });
}

function tablesOfBase(): PointTables {
  baseTables ??= buildTables(readPoint(SM2_BASE));
  return baseTables;
}

/** The tables of a public key that comes again and again: an epoch's, a boot's. Depends on nothing secret. */
function tablesOfKnown(publicKey: Uint8Array): PointTables | undefined {
  const name = bytesToHex(publicKey);
  const known = knownPoints.get(name) ?? { uses: 0 };
  knownPoints.delete(name);
  knownPoints.set(name, known);
  const [oldest] = knownPoints.keys();
  if (knownPoints.size > KEPT_POINTS && oldest !== undefined) knownPoints.delete(oldest);
  if (known.uses < USES_BEFORE_TABLES) known.uses += 1;
  else known.tables ??= buildTables(readPoint(publicKey));
  return known.tables;
}

function readPoint(point: Uint8Array): CurvePoint {
  const read = newPoint();
  field.read(read.x, point.subarray(1, 33));
  field.read(read.y, point.subarray(33));
  read.z.set(ONE);
  return read;
}

/** [k]G as 04 ‖ x ‖ y. `scalar` is 32 bytes, 1 ≤ k < n. */
export function multiplyBase(scalar: Uint8Array): Uint8Array {
  const sum = newPoint();
  setNeutral(sum);
  addFromTables(sum, tablesOfBase(), scalar);
  return encodeAndWipe(sum);
}

/** As `multiplyPoint`, for a public key: one that comes again is multiplied faster from its third time on. */
export function multiplyPublicKey(scalar: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const sum = newPoint();
  setToPublicMultiple(sum, scalar, publicKey);
  return encodeAndWipe(sum);
}

/** [k]P as 04 ‖ x ‖ y. `scalar` is 32 bytes, 1 ≤ k < n; `point` 65 bytes, checked to be on the curve before. */
export function multiplyPoint(scalar: Uint8Array, point: Uint8Array): Uint8Array {
  const sum = newPoint();
  setToMultiple(sum, scalar, point);
  return encodeAndWipe(sum);
}

/** [s]G + [t]P, P a public key, as 04 ‖ x ‖ y; the neutral element, which has no such form, as zeros for x and y. */
export function multiplyBoth(s: Uint8Array, t: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const sum = newPoint();
  setToPublicMultiple(sum, t, publicKey);
  addFromTables(sum, tablesOfBase(), s);
  return encodeAndWipe(sum);
}

function setToPublicMultiple(sum: CurvePoint, scalar: Uint8Array, publicKey: Uint8Array): void {
  const tables = tablesOfKnown(publicKey);
  if (tables === undefined) {
    setToMultiple(sum, scalar, publicKey);
    return;
  }
  setNeutral(sum);
  addFromTables(sum, tables, scalar);
}

function addFromTables(sum: CurvePoint, tables: PointTables, scalar: Uint8Array): void {
  const digits = signedDigits(scalar);
  const selected = newPoint();
  tables.forEach((table, i) => {
    select(selected, table, digits[i] ?? 0, ONE);
    addPoints(sum, sum, selected);
  });
  digits.fill(0);
  wipePoints(selected);
}

function setToMultiple(sum: CurvePoint, scalar: Uint8Array, point: Uint8Array): void {
  const digits = signedDigits(scalar);
  const selected = readPoint(point);
  const table = multiplesOf(selected);
  setNeutral(sum);
  for (let i = DIGITS - 1; i >= 0; i -= 1) {
    for (let doubling = 0; doubling < 4; doubling += 1) addPoints(sum, sum, sum);
    select(selected, table, digits[i] ?? 0, ONE);
    addPoints(sum, sum, selected);
  }
  digits.fill(0);
  wipePoints(selected);
}

/** The multiples 1…8 of `point`, one after the other. Points are public, so these tables are not wiped. */
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
