// The group law of secp256k1 on field elements that can be wiped. One complete formula: no case of it, and so neither
// time nor memory access, depends on the points.
import { add, type Limbs, newLimbs, scale, subtract } from '../crypto/limbs.ts';
import { multiplyModulo } from '../crypto/montgomery.ts';
import { residuesModulo } from '../crypto/residues.ts';

/** SEC 2 v2 §2.4.1: y² = x³ + 7 over F_p, base point (Gx, Gy) of prime order n. */
export const SECP256K1 = {
  p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn,
  n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  b: 7n,
  Gx: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  Gy: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
};

/** (x : y : z), the affine point (x/z, y/z); (0 : 1 : 0) is the neutral element. Limbs within ±2·2^21. */
export interface CurvePoint {
  readonly x: Limbs;
  readonly y: Limbs;
  readonly z: Limbs;
}

export const multiply = multiplyModulo(SECP256K1.p);
export const field = residuesModulo(SECP256K1.p, multiply);

export const ONE = field.constant(1n);
const THREE_B = field.constant(3n * SECP256K1.b);

// JavaScript finishes one addition before it starts the next, so one set of registers serves all.
const xx = newLimbs();
const yy = newLimbs();
const zz = newLimbs();
const xy = newLimbs();
const yz = newLimbs();
const xz = newLimbs();
const sum = newLimbs();
const difference = newLimbs();
const other = newLimbs();
const REGISTERS = [xx, yy, zz, xy, yz, xz, sum, difference, other];

/** All zeros, which is no point yet. The caller wipes it when it held a secret. */
export function newPoint(): CurvePoint {
  return { x: newLimbs(), y: newLimbs(), z: newLimbs() };
}

/** out = the point at infinity, (0 : 1 : 0). */
export function setNeutral(out: CurvePoint): void {
  out.x.fill(0);
  out.y.set(ONE);
  out.z.fill(0);
}

/** Zeroes `points` and the registers of `addPoints`. */
export function wipePoints(...points: readonly CurvePoint[]): void {
  for (const point of points) for (const element of [point.x, point.y, point.z]) element.fill(0);
  for (const register of REGISTERS) register.fill(0);
}

/**
 * out = a + b for any two points, equal, opposite or neutral: the complete formula of Renes, Costello and Batina
 * (2016) for a = 0. With xx = x₁x₂ and its like, xy = x₁y₂ + x₂y₁ and its like, t = 3b·zz, u = 3b·xz:
 *   x₃ = xy·(yy − t) − yz·u    y₃ = (yy − t)·(yy + t) + 3xx·u    z₃ = yz·(yy + t) + 3xx·xy
 * 14 multiplications. In units of 2^21: coordinates 2, their sums 4, products 1, xy 3, yy ± t 2, 3xx 3: no product
 * of two exceeds 16. `out` may be `a` or `b`.
 */
export function addPoints(out: CurvePoint, a: CurvePoint, b: CurvePoint): void {
  multiply(xx, a.x, b.x);
  multiply(yy, a.y, b.y);
  multiply(zz, a.z, b.z);
  crossProduct(xy, a.x, a.y, b.x, b.y, xx, yy);
  crossProduct(yz, a.y, a.z, b.y, b.z, yy, zz);
  crossProduct(xz, a.x, a.z, b.x, b.z, xx, zz);

  multiply(zz, THREE_B, zz);
  multiply(xz, THREE_B, xz);
  scale(xx, 3, xx);
  add(sum, yy, zz);
  subtract(difference, yy, zz);

  multiply(out.x, xy, difference);
  multiply(other, yz, xz);
  subtract(out.x, out.x, other);
  multiply(out.y, difference, sum);
  multiply(other, xx, xz);
  add(out.y, out.y, other);
  multiply(out.z, yz, sum);
  multiply(other, xx, xy);
  add(out.z, out.z, other);
}

/** out = (p₁ + p₂)(q₁ + q₂) − p₁q₁ − p₂q₂ = p₁q₂ + p₂q₁ */
function crossProduct(
  out: Limbs,
  p1: Limbs,
  p2: Limbs,
  q1: Limbs,
  q2: Limbs,
  p1q1: Limbs,
  p2q2: Limbs,
): void {
  add(out, p1, p2);
  add(other, q1, q2);
  multiply(out, out, other);
  subtract(out, out, p1q1);
  subtract(out, out, p2q2);
}
