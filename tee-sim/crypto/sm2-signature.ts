// SM2 signatures with SM3 over Z and message. There is no way here to sign or verify a bare digest.
import { concatBytes, equalBytes, pinnedZeros, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { RandomBytes } from './engine.ts';
import { add, newLimbs, subtract } from './limbs.ts';
import { toBytes32, toScalar } from './scalars.ts';
import { isCurvePoint } from './sm2-curve.ts';
import { sm2Group } from './sm2-group.ts';
import { multiplyModOrder, order } from './sm2-order.ts';
import { assertPrivateKey, parseSignature, randomScalar, SM2_PARAMETERS } from './sm2-parameters.ts';
import { sm3 } from './sm3.ts';

const { a, b, Gx, Gy, n } = SM2_PARAMETERS;

/** GB/T 32918.2-2016 §5.5: ENTL ‖ ID ‖ a ‖ b ‖ xG ‖ yG for the default user id, which is 128 bits long. */
const Z_PREFIX = concatBytes(
  Uint8Array.of(0x00, 0x80),
  utf8ToBytes('1234567812345678'),
  ...[a, b, Gx, Gy].map(toBytes32),
);

const ORDER_ONE = order.constant(1n);

/** Z of keys in use, by their buffer: signing would otherwise multiply [d]G anew each time. */
const knownSigners = new WeakMap<Uint8Array, { keyDigest: Uint8Array; z: Uint8Array }>();

/**
 * GB/T 32918.2-2016 §6.1: e = SM3(Z ‖ M); (x₁, y₁) = [k]G; r = e + x₁; s = (1 + d)⁻¹·(k − r·d), mod n.
 * 64 bytes r ‖ s. k is one draw of 32 bytes from `random`, and zeroed here; `privateKey` is the caller's.
 * @throws BAD_PARAMETERS when d is out of range
 */
export function sm2Sign(privateKey: Uint8Array, message: Uint8Array, random: RandomBytes): Uint8Array {
  assertPrivateKey(privateKey);
  const e = toScalar(sm3(signerZ(privateKey), message));
  for (;;) {
    const k = randomScalar(random);
    try {
      const x1 = toScalar(sm2Group.multiplyBase(k).subarray(1, 33));
      const r = toBytes32((e + x1) % n);
      const s = isZero(r) ? undefined : secondHalf(privateKey, k, r);
      if (s !== undefined) return concatBytes(r, s);
    } finally {
      wipe(k);
    }
  }
}

/** s = (1 + d)⁻¹·(k + r) − r mod n, which is (1 + d)⁻¹·(k − r·d); `undefined` where k + r or s is zero. */
function secondHalf(privateKey: Uint8Array, k: Uint8Array, r: Uint8Array): Uint8Array | undefined {
  const secret = newLimbs();
  const sum = newLimbs();
  const publicR = newLimbs();
  const s = new Uint8Array(32);
  const kPlusR = pinnedZeros(32);
  order.read(secret, privateKey);
  add(secret, secret, ORDER_ONE);
  order.invert(secret, secret);
  order.read(publicR, r);
  order.read(sum, k);
  add(sum, sum, publicR);
  multiplyModOrder(secret, secret, sum);
  subtract(secret, secret, publicR);
  // Writing zeroes both.
  order.write(s, 0, secret);
  order.write(kPlusR, 0, sum);
  const usable = !isZero(kPlusR) && !isZero(s);
  wipe(kPlusR);
  return usable ? s : undefined;
}

/**
 * GB/T 32918.2-2016 §7.1: t = r + s; (x₁, y₁) = [s]G + [t]P; accepts when e + x₁ = r mod n.
 * Exactly 64 bytes, r and s in [1, n−1], t ≠ 0, P on the curve: else `false`.
 */
export function sm2Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const parsed = parseSignature(signature);
  if (parsed === undefined || !isCurvePoint(publicKey)) return false;
  const sum = sm2Group.multiplyBoth(toBytes32(parsed.s), toBytes32(parsed.t), publicKey).subarray(1);
  // The neutral element has no x₁: it comes as zeros, and (0, 0) is no point of the curve.
  if (isZero(sum)) return false;
  const e = toScalar(sm3(zOf(publicKey), message));
  return (e + toScalar(sum.subarray(0, 32))) % n === parsed.r;
}

/** Z of the key's own public half. The digest tells when a buffer was wiped and used for another key. */
function signerZ(privateKey: Uint8Array): Uint8Array {
  const keyDigest = sm3(privateKey);
  const known = knownSigners.get(privateKey);
  if (known !== undefined && equalBytes(known.keyDigest, keyDigest)) return known.z;
  const z = zOf(sm2Group.multiplyBase(privateKey));
  knownSigners.set(privateKey, { keyDigest, z });
  return z;
}

function zOf(publicKey: Uint8Array): Uint8Array {
  return sm3(Z_PREFIX, publicKey.subarray(1));
}

function isZero(bytes: Uint8Array): boolean {
  return equalBytes(bytes, new Uint8Array(bytes.length));
}
