// Scalar multiplication on a short Weierstrass curve: bytes in, bytes out, the same steps and memory for every scalar.
// Scalars never become bigints or text here, and every buffer that saw one is zeroed before these functions return.
import { bytesToHex } from '../protocol/bytes.ts';
import { LIMBS, type Limbs, newLimbs } from './limbs.ts';
import type { Multiply, Residues } from './residues.ts';
import { DIGITS, POINT_LIMBS, select, signedDigits, TABLE_LIMBS } from './signed-digits.ts';
import {
  type AddPoints,
  type CurvePoint,
  completeAddition,
  newPoint,
  wipePoints,
} from './weierstrass-addition.ts';

/** For each digit i the multiples 1…8 of [16^i]P: 65 tables, 150 KB. */
type PointTables = readonly Float64Array[];

/** y² = x³ + ax + b over F_p, p of 256 bits, with a base point (Gx, Gy) of prime order. */
interface CurveParameters {
  readonly a: -3 | 0;
  readonly b: bigint;
  readonly Gx: bigint;
  readonly Gy: bigint;
}

/** Building tables costs as much as three multiplications without them. */
const USES_BEFORE_TABLES = 2;
const KEPT_POINTS = 4;

/** Points are 04 ‖ x ‖ y (SEC 1 §2.3.3), 65 bytes; scalars 32 bytes, 1 ≤ k < n, the caller's to zero. */
export class WeierstrassCurve {
  readonly #field: Residues;
  readonly #multiply: Multiply;
  readonly #add: AddPoints;
  readonly #one: Limbs;
  readonly #base: Pick<CurvePoint, 'x' | 'y'>;
  /** Of the base point, built when first used. */
  #baseTables: PointTables | undefined;
  /** Public keys met lately, by their bytes, the latest last: how often, and their tables once it is often enough. */
  readonly #knownPoints = new Map<string, { uses: number; tables?: PointTables }>();

  /** `field` and `multiply` are those of F_p. */
  constructor({ a, b, Gx, Gy }: CurveParameters, field: Residues, multiply: Multiply) {
    this.#field = field;
    this.#multiply = multiply;
    this.#add = completeAddition(multiply, a, field.constant(3n * b));
    this.#one = field.constant(1n);
    this.#base = { x: field.constant(Gx), y: field.constant(Gy) };
  }

  /** [k]G */
  multiplyBase(scalar: Uint8Array): Uint8Array {
    const sum = this.#neutral();
    this.#addFromTables(sum, this.#tablesOfBase(), scalar);
    return this.#encodeAndWipe(sum);
  }

  /** As `multiplyPoint`, for a public key: one that comes again is multiplied faster from its third time on. */
  multiplyPublicKey(scalar: Uint8Array, publicKey: Uint8Array): Uint8Array {
    return this.#encodeAndWipe(this.#publicMultiple(scalar, publicKey));
  }

  /** [k]P; `point` was checked to be on the curve before. */
  multiplyPoint(scalar: Uint8Array, point: Uint8Array): Uint8Array {
    return this.#encodeAndWipe(this.#multiple(scalar, point));
  }

  /** [s]G + [t]P, P a public key; the neutral element, which has no such form, as zeros for x and y. */
  multiplyBoth(s: Uint8Array, t: Uint8Array, publicKey: Uint8Array): Uint8Array {
    const sum = this.#publicMultiple(t, publicKey);
    this.#addFromTables(sum, this.#tablesOfBase(), s);
    return this.#encodeAndWipe(sum);
  }

  #publicMultiple(scalar: Uint8Array, publicKey: Uint8Array): CurvePoint {
    const tables = this.#tablesOfKnown(publicKey);
    if (tables === undefined) return this.#multiple(scalar, publicKey);
    const sum = this.#neutral();
    this.#addFromTables(sum, tables, scalar);
    return sum;
  }

  #multiple(scalar: Uint8Array, point: Uint8Array): CurvePoint {
    const digits = signedDigits(scalar);
    const selected = this.#read(point);
    const table = this.#multiplesOf(selected);
    const sum = this.#neutral();
    for (let i = DIGITS - 1; i >= 0; i -= 1) {
      for (let doubling = 0; doubling < 4; doubling += 1) this.#add(sum, sum, sum);
      select(selected, table, digits[i] ?? 0, this.#one);
      this.#add(sum, sum, selected);
    }
    digits.fill(0);
    wipePoints(selected);
    return sum;
  }

  #addFromTables(sum: CurvePoint, tables: PointTables, scalar: Uint8Array): void {
    const digits = signedDigits(scalar);
    const selected = newPoint();
    tables.forEach((table, i) => {
      select(selected, table, digits[i] ?? 0, this.#one);
      this.#add(sum, sum, selected);
    });
    digits.fill(0);
    wipePoints(selected);
  }

  #tablesOfBase(): PointTables {
    const { x, y } = this.#base;
    this.#baseTables ??= this.#buildTables({ x: x.slice(), y: y.slice(), z: this.#one.slice() });
    return this.#baseTables;
  }

  /** The tables of a public key that comes again and again: an epoch's, a boot's. Depends on nothing secret. */
  #tablesOfKnown(publicKey: Uint8Array): PointTables | undefined {
    const name = bytesToHex(publicKey);
    const known = this.#knownPoints.get(name) ?? { uses: 0 };
    this.#knownPoints.delete(name);
    this.#knownPoints.set(name, known);
    const [oldest] = this.#knownPoints.keys();
    if (this.#knownPoints.size > KEPT_POINTS && oldest !== undefined) this.#knownPoints.delete(oldest);
    if (known.uses < USES_BEFORE_TABLES) known.uses += 1;
    else known.tables ??= this.#buildTables(this.#read(publicKey));
    return known.tables;
  }

  /** `point` is lost. */
  #buildTables(point: CurvePoint): PointTables {
    return Array.from({ length: DIGITS }, () => {
      const table = this.#multiplesOf(point);
      for (let doubling = 0; doubling < 4; doubling += 1) this.#add(point, point, point);
      return table;
    });
  }

  /** The multiples 1…8 of `point`, one after the other. Points are public, so these tables are not wiped. */
  #multiplesOf(point: CurvePoint): Float64Array {
    const table = new Float64Array(TABLE_LIMBS);
    const multiple = this.#neutral();
    for (let offset = 0; offset < TABLE_LIMBS; offset += POINT_LIMBS) {
      this.#add(multiple, multiple, point);
      table.set(multiple.x, offset);
      table.set(multiple.y, offset + LIMBS);
      table.set(multiple.z, offset + 2 * LIMBS);
    }
    return table;
  }

  /** (0 : 1 : 0) */
  #neutral(): CurvePoint {
    const point = newPoint();
    point.y.set(this.#one);
    return point;
  }

  #read(bytes: Uint8Array): CurvePoint {
    const point = newPoint();
    this.#field.read(point.x, bytes.subarray(1, 33));
    this.#field.read(point.y, bytes.subarray(33));
    point.z.set(this.#one);
    return point;
  }

  #encodeAndWipe(point: CurvePoint): Uint8Array {
    const bytes = new Uint8Array(65);
    bytes[0] = 4;
    const inverse = newLimbs();
    this.#field.invert(inverse, point.z);
    this.#multiply(point.x, point.x, inverse);
    this.#multiply(point.y, point.y, inverse);
    this.#field.write(bytes, 1, point.x);
    this.#field.write(bytes, 33, point.y);
    inverse.fill(0);
    wipePoints(point);
    return bytes;
  }
}
