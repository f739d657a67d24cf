// ECDSA over secp256k1 with a deterministic nonce. Key and nonce stay in buffers that are zeroed here: no bigint, no text.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { add, newLimbs } from '../crypto/limbs.ts';
import { multiplyModulo } from '../crypto/montgomery.ts';
import { residuesModulo } from '../crypto/residues.ts';
import { isSecp256k1Scalar, SECP256K1, secp256k1Group } from '../crypto/secp256k1.ts';
import { concatBytes, pinned, pinnedCopy, pinnedZeros, wipe } from '../protocol/bytes.ts';
import { bytesToUint, uintToBytes } from './uint.ts';

const { n } = SECP256K1;
const multiplyModOrder = multiplyModulo(n);
const order = residuesModulo(n, multiplyModOrder);

/** What a signature is made of before anybody chose between s and n − s. */
interface RawSignature {
  /** Of the point that r comes from. */
  readonly isYOdd: boolean;
  readonly r: bigint;
  readonly s: bigint;
}

/**
 * SEC 1 §4.1.3 with k of RFC 6979 §3.2 under HMAC-SHA256: (x₁, y₁) = [k]G; r = x₁; s = k⁻¹·(z + r·d) mod n.
 * `digest` and `privateKey` are 32 bytes, 1 ≤ d < n; both stay the caller's.
 */
export function signRaw(digest: Uint8Array, privateKey: Uint8Array): RawSignature {
  const z = uintToBytes(bytesToUint(digest) % n, 32);
  const nonces = new NonceGenerator(privateKey, z);
  try {
    for (;;) {
      const k = nonces.next();
      try {
        const signature = isSecp256k1Scalar(k) ? signWith(k, z, privateKey) : undefined;
        if (signature !== undefined) return signature;
      } finally {
        wipe(k);
      }
    }
  } finally {
    nonces.wipe();
  }
}

/** `undefined` where r or s would be zero, or r not the whole of x₁: none has ever been seen. */
function signWith(k: Uint8Array, z: Uint8Array, privateKey: Uint8Array): RawSignature | undefined {
  const point = secp256k1Group.multiplyBase(k);
  const r = bytesToUint(point.subarray(1, 33));
  const secret = newLimbs();
  const inverse = newLimbs();
  const publicPart = newLimbs();
  const bytes = pinnedZeros(32);
  order.read(secret, privateKey);
  order.read(publicPart, point.subarray(1, 33));
  multiplyModOrder(secret, secret, publicPart);
  order.read(publicPart, z);
  add(secret, secret, publicPart);
  order.read(inverse, k);
  order.invert(inverse, inverse);
  multiplyModOrder(secret, secret, inverse);
  inverse.fill(0);
  // Writing zeroes it.
  order.write(bytes, 0, secret);
  const s = bytesToUint(bytes);
  return r === 0n || r >= n || s === 0n ? undefined : { isYOdd: ((point[64] ?? 0) & 1) === 1, r, s };
}

/** RFC 6979 §3.2: steps b to g once, then one k after another. */
class NonceGenerator {
  #key = pinnedZeros(32);
  #value = pinnedZeros(32).fill(1);
  #drawn = false;

  /** `z` is the digest mod n, 32 bytes. */
  constructor(privateKey: Uint8Array, z: Uint8Array) {
    this.#reseed(Uint8Array.of(0), privateKey, z);
    this.#reseed(Uint8Array.of(1), privateKey, z);
  }

  /** 32 bytes, the caller's to zero. */
  next(): Uint8Array {
    if (this.#drawn) this.#reseed(Uint8Array.of(0));
    this.#drawn = true;
    this.#advance();
    return pinnedCopy(this.#value);
  }

  wipe(): void {
    wipe(this.#key, this.#value);
  }

  /** K = HMAC(K, V ‖ parts…); V = HMAC(K, V) */
  #reseed(...parts: readonly Uint8Array[]): void {
    const input = pinned(concatBytes(this.#value, ...parts));
    const key = hmacSha256(this.#key, input);
    wipe(input, this.#key);
    this.#key = key;
    this.#advance();
  }

  #advance(): void {
    const value = hmacSha256(this.#key, this.#value);
    wipe(this.#value);
    this.#value = value;
  }
}

/** RFC 2104, 32 bytes that stay put. The caller zeroes all. */
function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const mac = pinnedZeros(32);
  hmac.create(sha256, key).update(data).digestInto(mac);
  return mac;
}
