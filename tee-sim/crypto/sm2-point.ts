// The group law of the SM2 curve on field elements that can be wiped. One complete formula: no case of it,
// and so neither time nor memory access, depends on the points.
import { add, type Limbs, newLimbs, scale, subtract } from './limbs.ts';
import { field, multiply } from './sm2-field.ts';
import { SM2_PARAMETERS } from './sm2-parameters.ts';

/** (x : y : z), the affine point (x/z, y/z); (0 : 1 : 0) is the neutral element. Limbs within ±2·2^21, as `addPoints` leaves them. */
export interface CurvePoint {
  readonly x: Limbs;
  readonly y: Limbs;
  readonly z: Limbs;
}

export const ONE = field.constant(1n);
const THREE_B = field.constant((3n * SM2_PARAMETERS.b) % SM2_PARAMETERS.p);

// JavaScript finishes one addition before it starts the next, so one set of registers serves all.
const xx = newLimbs();
const yy = newLimbs();
const zz = newLimbs();
const xy = newLimbs();
const yz = newLimbs();
const xz = newLimbs();
const u = newLimbs();
const v = newLimbs();
const w = newLimbs();
const sum = newLimbs();
const other = newLimbs();

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
  for (const register of [xx, yy, zz, xy, yz, xz, u, v, w, sum, other]) register.fill(0);
}

/**
 * out = a + b for any two points, equal, opposite or neutral: the complete formula of Renes, Costello and
 * Batina (2016) for a = −3. With xx = x₁x₂ and its like, xy = x₁y₂ + x₂y₁ and its like,
 * u = 3xz − 3b·zz, v = 3b·xz − 9zz − 3xx, w = 3xx − 3zz:
 *   x₃ = xy·(yy + u) − yz·v    y₃ = (yy + u)·(yy − u) + w·v    z₃ = yz·(yy − u) + xy·w
 * 14 multiplications. In units of 2^21: products 1, xy 3, u 10, yy ± u 11, v 13, w 6. `out` may be `a` or `b`.
 */
export function addPoints(out: CurvePoint, a: CurvePoint, b: CurvePoint): void {
  multiply(xx, a.x, b.x);
  multiply(yy, a.y, b.y);
  multiply(zz, a.z, b.z);
  crossProduct(xy, a.x, a.y, b.x, b.y, xx, yy);
  crossProduct(yz, a.y, a.z, b.y, b.z, yy, zz);
  crossProduct(xz, a.x, a.z, b.x, b.z, xx, zz);

  multiply(other, THREE_B, zz);
  scale(u, 3, xz);
  subtract(u, u, other);
  scale(w, 3, xx);
  scale(zz, 3, zz);
  multiply(v, THREE_B, xz);
  subtract(v, v, w);
  subtract(w, w, zz);
  scale(zz, 3, zz);
  subtract(v, v, zz);

  add(sum, yy, u);
  subtract(yy, yy, u);
  multiply(out.x, xy, sum);
  multiply(other, yz, v);
  subtract(out.x, out.x, other);
  multiply(out.y, sum, yy);
  multiply(other, w, v);
  add(out.y, out.y, other);
  multiply(out.z, yz, yy);
  multiply(other, xy, w);
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
