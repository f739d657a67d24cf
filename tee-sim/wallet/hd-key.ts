// From phrase to account keys: BIP-39's seed and BIP-32's private derivation along BIP-44's path for Ethereum.
// Every seed, chain code and key on the way is a buffer that stays put and is wiped here.
import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha512 } from '@noble/hashes/sha2.js';
import {
  bytesToUtf8,
  concatBytes,
  pinned,
  pinnedCopy,
  pinnedZeros,
  u32be,
  utf8ToBytes,
  wipe,
} from '../protocol/bytes.ts';
import { addModOrder, compressedPublicKey, isPrivateKey } from './account-key.ts';
import { entropyToPhrase } from './phrase.ts';
import { refuse, refuseSize } from './refuse.ts';

const HARDENED = 0x80000000;
/** m/44'/60'/0'/0: BIP-44 purpose, SLIP-44 coin type of Ether, account 0, external chain. */
const ETHEREUM_PATH = [44 + HARDENED, 60 + HARDENED, HARDENED, 0] as const;
const SEED_ROUNDS = 2048;
const MAX_PASSPHRASE_BYTES = 1024;
const MASTER_LABEL = utf8ToBytes('Bitcoin seed');

interface ExtendedKey {
  /** 32 bytes, 1 ≤ k < n. */
  readonly key: Uint8Array;
  /** 32 bytes. */
  readonly chainCode: Uint8Array;
}

/**
 * BIP-39 "From mnemonic to seed": PBKDF2-HMAC-SHA512(phrase, "mnemonic" ‖ NFKD(passphrase), 2048 rounds), 64 bytes.
 * `passphrase` is UTF-8, empty for none; one beyond ASCII passes through a string, because only strings can be
 * normalised. The caller zeroes seed, entropy and passphrase.
 * @throws BAD_PARAMETERS malformed on entropy of other than 16 or 32 bytes, or bad UTF-8 · EXCESS_DATA too-large
 */
export function entropyToSeed(entropy: Uint8Array, passphrase: Uint8Array): Uint8Array {
  if (passphrase.length > MAX_PASSPHRASE_BYTES) refuseSize();
  const normal = normalised(passphrase);
  const salt = concatBytes(utf8ToBytes('mnemonic'), normal);
  const phrase = entropyToPhrase(entropy);
  try {
    return pinned(pbkdf2(sha512, phrase, salt, { c: SEED_ROUNDS, dkLen: 64 }));
  } finally {
    wipe(phrase, salt, normal);
  }
}

/**
 * Private keys of m/44'/60'/0'/0/i for each index, 32 bytes each. The caller zeroes them and `seed`.
 * @throws BAD_PARAMETERS malformed on a seed of other than 16–64 bytes, or an index outside 0…2³¹−1
 */
export function deriveAccountKeys(seed: Uint8Array, indices: readonly number[]): Uint8Array[] {
  if (!indices.every((index) => Number.isInteger(index) && index >= 0 && index < HARDENED)) refuse();
  const parent = derivePath(seed, ETHEREUM_PATH);
  try {
    return indices.map((index) => {
      const child = deriveChild(parent, index);
      wipe(child.chainCode);
      return child.key;
    });
  } finally {
    wipeExtended(parent);
  }
}

/**
 * BIP-32 CKDpriv along `path` from the master key of `seed`; hardened indices carry 2³¹. The caller zeroes all.
 * @throws BAD_PARAMETERS malformed on a seed of other than 16–64 bytes
 */
export function derivePath(seed: Uint8Array, path: readonly number[]): ExtendedKey {
  let node = masterKey(seed);
  for (const index of path) {
    const child = deriveChild(node, index);
    wipeExtended(node);
    node = child;
  }
  return node;
}

/** BIP-32 "Master key generation": I = HMAC-SHA512("Bitcoin seed", seed). */
function masterKey(seed: Uint8Array): ExtendedKey {
  if (seed.length < 16 || seed.length > 64) refuse();
  const i = hmacSha512(MASTER_LABEL, seed);
  try {
    const key = pinnedCopy(i.subarray(0, 32));
    return isPrivateKey(key) ? { key, chainCode: pinnedCopy(i.subarray(32)) } : refuse();
  } finally {
    wipe(i);
  }
}

/** BIP-32 CKDpriv: I = HMAC-SHA512(c, 0 ‖ k ‖ i or point(k) ‖ i); k' = I_L + k mod n; c' = I_R. */
function deriveChild(parent: ExtendedKey, index: number): ExtendedKey {
  const data = pinnedZeros(37);
  if (index >= HARDENED) data.set(parent.key, 1);
  else data.set(compressedPublicKey(parent.key));
  data.set(u32be(index), 33);
  const i = hmacSha512(parent.chainCode, data);
  const tweak = i.subarray(0, 32);
  try {
    // I_L ≥ n or a zero key has probability below 2⁻¹²⁷; BIP-32 calls the index invalid, and so do we.
    const key = isPrivateKey(tweak) ? addModOrder(parent.key, tweak) : refuse();
    return isPrivateKey(key) ? { key, chainCode: pinnedCopy(i.subarray(32)) } : refuse();
  } finally {
    wipe(data, i);
  }
}

/** RFC 2104 with SHA-512, 64 bytes. The caller zeroes all. */
function hmacSha512(key: Uint8Array, data: Uint8Array): Uint8Array {
  const mac = pinnedZeros(64);
  hmac.create(sha512, key).update(data).digestInto(mac);
  return mac;
}

function wipeExtended({ key, chainCode }: ExtendedKey): void {
  wipe(key, chainCode);
}

function normalised(passphrase: Uint8Array): Uint8Array {
  if (passphrase.every((byte) => byte < 0x80)) return Uint8Array.from(passphrase);
  try {
    return utf8ToBytes(bytesToUtf8(passphrase).normalize('NFKD'));
  } catch {
    return refuse();
  }
}
