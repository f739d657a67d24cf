// The slow half of a keystore: scrypt or PBKDF2 from password to key, with progress and a way out.
import { hmac } from '@noble/hashes/hmac.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, pinnedCopy, u32be, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { refuse } from './refuse.ts';

export const KEYSTORE_KEY_BYTES = 32;

/** 128·N·r bytes: what geth's N = 2¹⁸ with r = 8 takes. */
const MAX_SCRYPT_MEMORY = 2 ** 28;
/** N·r·p: twice the work of geth's own. */
const MAX_SCRYPT_WORK = 2 ** 22;
/** r·p: PBKDF2 over 128·r·p bytes, and each mix of 128·r, run in one piece. Real files have 48 at most. */
const MAX_SCRYPT_WIDTH = 2 ** 10;
/** Four times what wallets write, and about as long as the costliest scrypt: others wait for their keystores meanwhile. */
const MAX_PBKDF2_ROUNDS = 2 ** 20;
/** As scrypt's pieces: others are answered, and a cancel arrives, at least so often, ms. */
const TURN_MS = 10;
/** Looking at the clock costs as much as some rounds. */
const ROUNDS_A_LOOK = 256;

export type KeystoreKdf =
  | { readonly kind: 'scrypt'; readonly salt: Uint8Array; n: number; r: number; p: number }
  | { readonly kind: 'pbkdf2'; readonly salt: Uint8Array; rounds: number };

/** How a long derivation tells where it is (0…1, up to 10,000 times) and learns that nobody waits any more. */
export interface Progress {
  report(fraction: number): void;
  /** Asked often; `true` ends the derivation with CANCEL. */
  cancelled(): boolean;
}

/**
 * RFC 7914 scrypt or RFC 8018 PBKDF2-HMAC-SHA256, 32 bytes. The caller zeroes password and result; the work space
 * is zeroed here, also after CANCEL.
 * @throws BAD_FORMAT keystore-format · EXCESS_DATA keystore-too-costly for what would stall the TEE · CANCEL
 */
export async function deriveKeystoreKey(
  kdf: KeystoreKdf,
  password: Uint8Array,
  progress: Progress,
): Promise<Uint8Array> {
  checkCosts(kdf);
  if (kdf.kind === 'pbkdf2') return pbkdf2Sha256(password, kdf.salt, kdf.rounds, progress);
  const { n, r, p, salt } = kdf;
  return scryptAsync(password, salt, {
    N: n,
    r,
    p,
    dkLen: KEYSTORE_KEY_BYTES,
    maxmem: 2 * MAX_SCRYPT_MEMORY,
    onProgress: (fraction) => tell(progress, fraction),
  });
}

/** @throws BAD_FORMAT keystore-format · EXCESS_DATA keystore-too-costly */
export function checkCosts(kdf: KeystoreKdf): void {
  if (kdf.kind === 'pbkdf2') {
    if (kdf.rounds < 1) refuse('keystore-format');
    if (kdf.rounds > MAX_PBKDF2_ROUNDS) refuse('keystore-too-costly');
    return;
  }
  const { n, r, p } = kdf;
  if (n < 2 || r < 1 || p < 1) refuse('keystore-format');
  const isTooCostly =
    n * r * 128 > MAX_SCRYPT_MEMORY || n * r * p > MAX_SCRYPT_WORK || r * p > MAX_SCRYPT_WIDTH;
  if (isTooCostly) refuse('keystore-too-costly');
  if ((n & (n - 1)) !== 0) refuse('keystore-format');
}

/** One block of RFC 8018 §5.2: T = U₁ ⊕ … ⊕ U_c, U₁ = HMAC(password, salt ‖ 1), U_i = HMAC(password, U_{i−1}). */
async function pbkdf2Sha256(
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  progress: Progress,
): Promise<Uint8Array> {
  const keyed = hmac.create(sha256, password);
  const work = hmac.create(sha256, password);
  const u = hmac(sha256, password, concatBytes(salt, u32be(1)));
  const sum = pinnedCopy(u);
  let turnedAtMs = performance.now();
  try {
    for (let round = 1; round < rounds; round += 1) {
      keyed._cloneInto(work).update(u).digestInto(u);
      for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) ^ (u[i] ?? 0);
      if (round % ROUNDS_A_LOOK !== 0 || performance.now() - turnedAtMs < TURN_MS) continue;
      tell(progress, round / rounds);
      await nextTurn();
      turnedAtMs = performance.now();
    }
    tell(progress, 1);
    return pinnedCopy(sum);
  } finally {
    keyed.destroy();
    work.destroy();
    wipe(u, sum);
  }
}

function tell(progress: Progress, fraction: number): void {
  if (progress.cancelled()) throw new TeeError('CANCEL');
  progress.report(fraction);
}

/** Lets the process answer others, so that a cancel can arrive at all. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
