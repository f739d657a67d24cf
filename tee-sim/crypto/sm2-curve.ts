// Whether bytes are a point of the SM2 curve: asked of @noble/curves, before our own arithmetic sees them.
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { isCanonicalPoint, SM2_PARAMETERS } from './sm2-parameters.ts';

const Point = weierstrass<bigint>(SM2_PARAMETERS);

/** Whether `bytes` are 04 ‖ x ‖ y, 65 bytes, both below p, of a point of the curve (whose order is prime). */
export function isCurvePoint(bytes: Uint8Array): boolean {
  if (!isCanonicalPoint(bytes)) return false;
  try {
    Point.fromBytes(bytes);
    return true;
  } catch {
    return false;
  }
}
