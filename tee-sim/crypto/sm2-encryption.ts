// SM2 public-key encryption, C1 ‖ C3 ‖ C2 with uncompressed C1: what wraps a session key.
import { concatBytes, equalBytes, pinnedZeros, u32be, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { RandomBytes } from './engine.ts';
import { isCurvePoint } from './sm2-curve.ts';
import { sm2Group } from './sm2-group.ts';
import { assertPrivateKey, randomScalar } from './sm2-parameters.ts';
import { sm3 } from './sm3.ts';

const C1_BYTES = 65;
const C3_BYTES = 32;

/**
 * GB/T 32918.4-2016 §6.1: C1 = [k]G; (x₂, y₂) = [k]P; C2 = M ⊕ KDF(x₂ ‖ y₂); C3 = SM3(x₂ ‖ M ‖ y₂).
 * At least 1 byte in, 97 bytes more out. `plaintext` is the caller's to zero; everything derived is zeroed here.
 * @throws BAD_PARAMETERS for a key that is not a point of the curve, and for an empty plaintext
 */
export function sm2Encrypt(publicKey: Uint8Array, plaintext: Uint8Array, random: RandomBytes): Uint8Array {
  if (plaintext.length === 0 || !isCurvePoint(publicKey)) throw new TeeError('BAD_PARAMETERS');
  for (;;) {
    const k = randomScalar(random);
    const shared = sm2Group.multiplyPublicKey(k, publicKey);
    try {
      const c2 = sm2KeyStream(shared.subarray(1), plaintext.length);
      if (isZero(c2)) continue;
      xorInto(c2, plaintext);
      return concatBytes(sm2Group.multiplyBase(k), checksum(shared, plaintext), c2);
    } finally {
      wipe(k, shared);
    }
  }
}

/**
 * GB/T 32918.4-2016 §7.1. C1 is checked to be on the curve before it is multiplied; C3 is compared in
 * constant time. One and the same error for whatever does not open, also when the key stream is zero.
 * The caller zeroes the result; everything else that was derived is zeroed here.
 * @throws SECURITY whatever is wrong with the ciphertext · BAD_PARAMETERS when d is out of range
 */
export function sm2Decrypt(privateKey: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  assertPrivateKey(privateKey);
  const c1 = ciphertext.subarray(0, C1_BYTES);
  const c3 = ciphertext.subarray(C1_BYTES, C1_BYTES + C3_BYTES);
  const c2 = ciphertext.subarray(C1_BYTES + C3_BYTES);
  if (c2.length === 0 || !isCurvePoint(c1)) throw new TeeError('SECURITY');
  const shared = sm2Group.multiplyPoint(privateKey, c1);
  try {
    const plaintext = sm2KeyStream(shared.subarray(1), c2.length);
    const streamIsZero = isZero(plaintext);
    xorInto(plaintext, c2);
    if (equalBytes(checksum(shared, plaintext), c3) && !streamIsZero) return plaintext;
    wipe(plaintext);
    throw new TeeError('SECURITY');
  } finally {
    wipe(shared);
  }
}

/** GB/T 32918.4-2016 §5.4.3 KDF: SM3(z ‖ 00000001) ‖ SM3(z ‖ 00000002) ‖ …, cut to length. z is x₂ ‖ y₂. */
export function sm2KeyStream(z: Uint8Array, length: number): Uint8Array {
  const stream = pinnedZeros(length);
  for (let counter = 1, offset = 0; offset < length; counter += 1, offset += C3_BYTES) {
    const block = sm3(z, u32be(counter));
    // Not through a view: see `sm3`.
    for (let i = 0; i < block.length && offset + i < length; i += 1) stream[offset + i] = block[i] ?? 0;
    wipe(block);
  }
  return stream;
}

/** C3 = SM3(x₂ ‖ M ‖ y₂) */
function checksum(shared: Uint8Array, plaintext: Uint8Array): Uint8Array {
  return sm3(shared.subarray(1, 33), plaintext, shared.subarray(33));
}

function isZero(bytes: Uint8Array): boolean {
  let seen = 0;
  for (const byte of bytes) seen |= byte;
  return seen === 0;
}

function xorInto(target: Uint8Array, mask: Uint8Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) ^ (mask[i] ?? 0);
}
