// The group law of short Weierstrass curves, y² = x³ + ax + b, on field elements that can be wiped. One complete
// formula: no case of it, and so neither time nor memory access, depends on the points.
import { add, addScaled, type Limbs, newLimbs, scale, subtract } from './limbs.ts';
import type { Multiply } from './residues.ts';

/** (x : y : z), the affine point (x/z, y/z); (0 : 1 : 0) is the neutral element. Limbs within ±2·2^21. */
export interface CurvePoint {
  readonly x: Limbs;
  readonly y: Limbs;
  readonly z: Limbs;
}

export type AddPoints = (out: CurvePoint, a: CurvePoint, b: CurvePoint) => void;

// JavaScript finishes one addition before it starts the next, so one set of registers serves all curves.
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
const REGISTERS = [xx, yy, zz, xy, yz, xz, u, v, w, sum, other];

/** All zeros, which is no point yet. The caller wipes it when it held a secret. */
export function newPoint(): CurvePoint {
  return { x: newLimbs(), y: newLimbs(), z: newLimbs() };
}

/** Zeroes `points` and the registers of additions. */
export function wipePoints(...points: readonly CurvePoint[]): void {
  for (const point of points) for (const element of [point.x, point.y, point.z]) element.fill(0);
  for (const register of REGISTERS) register.fill(0);
}

/**
 * out = p + q for any two points, equal, opposite or neutral: the complete formula of Renes, Costello and Batina (2016)
 * for a curve of prime order whose a is −3 or 0; `threeB` is 3b in the field. With xx = x₁x₂ and its like,
 * xy = x₁y₂ + x₂y₁ and its like, u = a·xz + 3b·zz, v = a·xx + 3b·xz − a²·zz, w = 3xx + a·zz:
 *   x₃ = xy·(yy − u) − yz·v    y₃ = (yy + u)·(yy − u) + w·v    z₃ = yz·(yy + u) + xy·w
 * 14 multiplications. In units of 2^21: coordinates 2, their sums 4, products 1, xy 3, u 10, yy ± u 11, v 13, w 6.
 * `out` may be `p` or `q`.
 */
export function completeAddition(multiply: Multiply, a: -3 | 0, threeB: Limbs): AddPoints {
  return (out, p, q) => {
    multiply(xx, p.x, q.x);
    multiply(yy, p.y, q.y);
    multiply(zz, p.z, q.z);
    crossProduct(multiply, xy, p.x, p.y, q.x, q.y, xx, yy);
    crossProduct(multiply, yz, p.y, p.z, q.y, q.z, yy, zz);
    crossProduct(multiply, xz, p.x, p.z, q.x, q.z, xx, zz);

    multiply(u, threeB, zz);
    multiply(v, threeB, xz);
    addScaled(u, a, xz);
    addScaled(v, a, xx);
    addScaled(v, -a * a, zz);
    scale(w, 3, xx);
    addScaled(w, a, zz);

    add(sum, yy, u);
    subtract(yy, yy, u);
    multiply(out.x, xy, yy);
    multiply(other, yz, v);
    subtract(out.x, out.x, other);
    multiply(out.y, sum, yy);
    multiply(other, w, v);
    add(out.y, out.y, other);
    multiply(out.z, yz, sum);
    multiply(other, xy, w);
    add(out.z, out.z, other);
  };
}

/** out = (p₁ + p₂)(q₁ + q₂) − p₁q₁ − p₂q₂ = p₁q₂ + p₂q₁ */
function crossProduct(
  multiply: Multiply,
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
