// The curve of Ethereum's keys: its numbers, what multiplies its points, and what may be a scalar of it.
import { multiplyModulo } from './montgomery.ts';
import { residuesModulo } from './residues.ts';
import { isScalarBelow, toBytes32 } from './scalars.ts';
import { WeierstrassCurve } from './weierstrass-curve.ts';

/** SEC 2 v2 §2.4.1: y² = x³ + 7 over F_p, base point (Gx, Gy) of prime order n. */
export const SECP256K1 = {
  p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn,
  n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  a: 0,
  b: 7n,
  Gx: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  Gy: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
} as const;

const ORDER = toBytes32(SECP256K1.n);
const multiply = multiplyModulo(SECP256K1.p);

export const secp256k1Group = new WeierstrassCurve(
  SECP256K1,
  residuesModulo(SECP256K1.p, multiply),
  multiply,
);

/** What may be a private key, or the nonce of a signature: 32 bytes with 1 ≤ k < n, told in constant time. */
export function isSecp256k1Scalar(bytes: Uint8Array): boolean {
  return isScalarBelow(bytes, ORDER);
}
