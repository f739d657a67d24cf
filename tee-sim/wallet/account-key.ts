// secp256k1 as Ethereum uses it: account keys, addresses, signatures with their recovery bit.
// What touches a private key is our own arithmetic, which leaves nothing of it behind; @noble/curves, which works on
// bigints and text, sees signatures and public keys only.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { isSecp256k1Scalar, SECP256K1, secp256k1Group } from '../crypto/secp256k1.ts';
import { concatBytes, pinnedCopy, pinnedZeros, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { Address } from '../protocol/payment.ts';
import { signRaw } from './ecdsa.ts';
import { refuse } from './refuse.ts';
import { typedCharacters } from './typed-characters.ts';
import { bytesToAddress, uintToBytes } from './uint.ts';

const ORDER = SECP256K1.n;
const ORDER_BYTES = uintToBytes(ORDER, 32);

/** One account: its key, and whose signatures it makes. */
export interface AccountKey {
  /** 32 bytes, the lender's to zero. */
  readonly privateKey: Uint8Array;
  /** As `addressOfKey` said when the key was derived or opened. */
  readonly address: Address;
}

export interface Signature {
  /** 0 when R.y is even. */
  readonly yParity: 0 | 1;
  readonly r: bigint;
  /** At most n/2 (EIP-2). */
  readonly s: bigint;
}

/** 32 bytes with 1 ≤ k < n. */
export function isPrivateKey(key: Uint8Array): boolean {
  return isSecp256k1Scalar(key);
}

/** a + b mod n for a, b < n, 32 bytes each: without branch or bigint. The caller zeroes all three. */
export function addModOrder(a: Uint8Array, b: Uint8Array): Uint8Array {
  const sum = pinnedZeros(32);
  const reduced = pinnedZeros(32);
  let carry = 0;
  let borrow = 0;
  for (let i = 31; i >= 0; i -= 1) {
    const digit = (a[i] ?? 0) + (b[i] ?? 0) + carry;
    sum[i] = digit;
    carry = digit >> 8;
    const difference = (digit & 0xff) - (ORDER_BYTES[i] ?? 0) - borrow;
    reduced[i] = difference;
    borrow = difference >>> 31;
  }
  // Below n when the sum neither overflowed nor reached n: then every bit of the mask is set.
  const mask = -(borrow & (carry ^ 1));
  for (let i = 0; i < 32; i += 1) sum[i] = ((sum[i] ?? 0) & mask) | ((reduced[i] ?? 0) & ~mask);
  wipe(reduced);
  return sum;
}

/** SEC 1 §2.3.3, 33 bytes. @throws BAD_PARAMETERS not-a-key when the key is out of range */
export function compressedPublicKey(privateKey: Uint8Array): Uint8Array {
  return isPrivateKey(privateKey) ? compress(secp256k1Group.multiplyBase(privateKey)) : refuse('not-a-key');
}

/** The last 20 bytes of keccak256(x ‖ y), as EIP-55. @throws BAD_PARAMETERS not-a-key when the key is out of range */
export function addressOfKey(privateKey: Uint8Array): Address {
  return isPrivateKey(privateKey)
    ? addressOfPoint(secp256k1Group.multiplyBase(privateKey))
    : refuse('not-a-key');
}

/**
 * A raw key as people keep it, in UTF-8: 64 hex digits, with or without 0x, any case, white space around.
 * 32 bytes; the caller zeroes both. @throws BAD_PARAMETERS not-a-key, also when it is zero or not below n
 */
export function parseRawKey(typed: Uint8Array): Uint8Array {
  const characters = typedCharacters(typed, 'not-a-key');
  const key = pinnedZeros(32);
  try {
    const from = characters.findIndex((byte) => byte !== 0x20);
    const to = characters.findLastIndex((byte) => byte !== 0x20) + 1;
    const digits = characters.subarray(Math.max(from, 0), to);
    const bare = digits[0] === 0x30 && digits[1] === 0x78 ? digits.subarray(2) : digits;
    if (bare.length !== 64) refuse('not-a-key');
    for (let i = 0; i < 32; i += 1) key[i] = (hexDigit(bare[2 * i]) << 4) | hexDigit(bare[2 * i + 1]);
    return isPrivateKey(key) ? pinnedCopy(key) : refuse('not-a-key');
  } finally {
    wipe(characters, key);
  }
}

/**
 * ECDSA over a 32-byte digest: k by RFC 6979 with SHA-256, s ≤ n/2 (EIP-2). Before it leaves, @noble/curves recovers
 * who signed, and it has to be `address`: so a computing fault gives no key away, and no account signs for another.
 * @throws BAD_PARAMETERS malformed on a digest of another length, not-a-key · GENERIC internal on a fault
 */
export function signDigest(digest: Uint8Array, { privateKey, address }: AccountKey): Signature {
  if (digest.length !== 32) refuse();
  if (!isPrivateKey(privateKey)) refuse('not-a-key');
  const { isYOdd, r, s } = signRaw(digest, privateKey);
  // −s is as good, with −R: the lower of the two is canonical.
  const isHigh = s > ORDER / 2n;
  const signature = { yParity: isYOdd === isHigh ? 0 : 1, r, s: isHigh ? ORDER - s : s } as const;
  if (recovered(digest, signature) !== address) throw new TeeError('GENERIC', 'internal');
  return signature;
}

/** SEC 1 §4.1.6, then the address. @throws BAD_FORMAT transaction-format: out of range, s above n/2, or no such point */
export function recoverSigner(digest: Uint8Array, signature: Signature): Address {
  if (digest.length !== 32) refuse();
  return recovered(digest, checkSignature(signature)) ?? refuse('transaction-format');
}

/** @throws BAD_FORMAT transaction-format unless yParity is a bit, 1 ≤ r < n and 1 ≤ s ≤ n/2 */
export function checkSignature(signature: Signature): Signature {
  const { yParity, r, s } = signature;
  if ((yParity !== 0 && yParity !== 1) || r < 1n || r >= ORDER || s < 1n || s > ORDER / 2n) {
    refuse('transaction-format');
  }
  return signature;
}

/** r ‖ s ‖ v with v = 27 + yParity, 65 bytes: what `eth_sign`-like calls and contracts take. */
export function signatureToBytes(signature: Signature): Uint8Array {
  return concatBytes(signatureHalves(signature), Uint8Array.of(27 + signature.yParity));
}

/** Whose signature it is, `undefined` where no point is behind it. Nothing of it is secret. */
function recovered(digest: Uint8Array, { r, s, yParity }: Signature): Address | undefined {
  try {
    const signer = new secp256k1.Signature(r, s, yParity).recoverPublicKey(digest);
    return addressOfPoint(signer.toBytes(false));
  } catch {
    return undefined;
  }
}

/** 02 or 03 ‖ x of 04 ‖ x ‖ y. */
function compress(point: Uint8Array): Uint8Array {
  const compressed = point.slice(0, 33);
  compressed[0] = 2 + ((point[64] ?? 0) & 1);
  return compressed;
}

function signatureHalves({ r, s }: Signature): Uint8Array {
  return concatBytes(uintToBytes(r, 32), uintToBytes(s, 32));
}

function addressOfPoint(uncompressed: Uint8Array): Address {
  return bytesToAddress(keccak_256(uncompressed.subarray(1)).subarray(12));
}

function hexDigit(character: number | undefined): number {
  if (character === undefined) return refuse('not-a-key');
  if (character >= 0x30 && character <= 0x39) return character - 0x30;
  return character >= 0x61 && character <= 0x66 ? character - 0x57 : refuse('not-a-key');
}
