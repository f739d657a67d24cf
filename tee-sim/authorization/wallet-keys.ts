// A wallet's own key and what it seals: the secret that every account comes from. The key lies wrapped to each user
// who may sign and nowhere else, so that the database and its master key together open no wallet.
import { type AeadKeys, openAead, sealAead } from '../crypto/aead.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hkdfSm3 } from '../crypto/hkdf.ts';
import {
  concatBytes,
  lengthPrefixed,
  pinned,
  pinnedCopy,
  u32be,
  utf8ToBytes,
  wipe,
} from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { bytesSchema, z } from '../protocol/schema.ts';
import type { WalletSource } from '../protocol/wallets.ts';

const LABEL = 'airaccount/1/wallet-key';
const WALLET_KEY_BYTES = 16;
const IV_BYTES = 16;
const PRIVATE_KEY_BYTES = 32;
const SEED_BYTES = 64;
const NO_SALT = new Uint8Array(0);

/** SM2 ciphertext of a wallet key: C1 (65) ‖ C3 (32) ‖ C2 (16). */
export const wrappedWalletKeySchema = bytesSchema(65 + 32 + WALLET_KEY_BYTES);

export const sealedSecretSchema = z.strictObject({
  /** Counts the wallet's keys from 1: each re-key seals anew. */
  generation: z.number().int().min(1),
  iv: bytesSchema(IV_BYTES),
  ciphertext: bytesSchema(PRIVATE_KEY_BYTES, 1 + 32 + SEED_BYTES),
  tag: bytesSchema(32),
});
export type SealedSecret = z.output<typeof sealedSecretSchema>;

/**
 * What every account of a wallet comes from. A phrase is kept as its entropy *and* as the seed that it gives with its
 * passphrase: the first to show it again, the second to sign without keeping the passphrase.
 */
export type WalletSecret =
  | { readonly source: 'phrase'; readonly entropy: Uint8Array; readonly seed: Uint8Array }
  | { readonly source: 'key'; readonly privateKey: Uint8Array };

/** What a sealed secret is authenticated with: it opens as no other wallet's, kind or generation. */
export interface SecretPlace {
  readonly walletId: string;
  readonly source: WalletSource;
  readonly generation: number;
}

export function wipeSecret(secret: WalletSecret): void {
  if (secret.source === 'phrase') wipe(secret.entropy, secret.seed);
  else wipe(secret.privateKey);
}

/** 16 random bytes, the caller's to zero. */
export function newWalletKey(random: RandomBytes): Uint8Array {
  return random(WALLET_KEY_BYTES);
}

/**
 * SM2 encryption (GB/T 32918.4) to a user's public key (65 bytes, 04 ‖ x ‖ y): 113 bytes. What it is for is bound by
 * the secret that it opens. `walletKey` stays the caller's to zero.
 */
export function wrapWalletKey(
  engine: CryptoEngine,
  random: RandomBytes,
  publicKey: Uint8Array,
  walletKey: Uint8Array,
): Uint8Array {
  return engine.sm2Encrypt(publicKey, walletKey, random);
}

/**
 * The wallet key out of a wrap, 16 bytes, the caller's to zero; `userKey` (SM2, 32 bytes) stays the session's.
 * @throws CORRUPT_OBJECT damaged-record when it was not wrapped to this user
 */
export function unwrapWalletKey(engine: CryptoEngine, userKey: Uint8Array, wrapped: Uint8Array): Uint8Array {
  try {
    return pinned(engine.sm2Decrypt(userKey, wrapped));
  } catch (error) {
    throw asDamaged(error, 'SECURITY');
  }
}

/**
 * SM4-CTR with HMAC-SM3 over |entropy| ‖ entropy ‖ seed (1 + 16 or 32 + 64 bytes), or a single key's 32, under keys of
 * HKDF-SM3(walletKey, no salt, label/enc|mac), RFC 5869; additional data lp(label) ‖ lp(walletId) ‖ lp(source) ‖
 * lp(u32be(generation)). `walletKey` and `secret` stay the caller's to zero; the encoding between is zeroed here.
 */
export function sealSecret(
  engine: CryptoEngine,
  random: RandomBytes,
  walletKey: Uint8Array,
  { walletId, generation }: Omit<SecretPlace, 'source'>,
  secret: WalletSecret,
): SealedSecret {
  const keys = deriveKeys(engine, walletKey);
  const iv = random(IV_BYTES);
  const plaintext = encodeSecret(secret);
  try {
    const context = contextOf({ walletId, generation, source: secret.source });
    return { generation, iv, ...sealAead(engine, keys, iv, plaintext, context) };
  } finally {
    wipe(keys.encKey, keys.macKey, plaintext);
  }
}

/**
 * The inverse of `sealSecret`; the caller zeroes it with `wipeSecret`, and `walletKey`.
 * @throws CORRUPT_OBJECT damaged-record for whatever this key does not open
 */
export function openSecret(
  engine: CryptoEngine,
  walletKey: Uint8Array,
  { walletId, source }: Omit<SecretPlace, 'generation'>,
  { generation, iv, ciphertext, tag }: SealedSecret,
): WalletSecret {
  const keys = deriveKeys(engine, walletKey);
  let plaintext: Uint8Array | undefined;
  try {
    const context = contextOf({ walletId, source, generation });
    plaintext = openAead(engine, keys, iv, ciphertext, tag, context);
    return decodeSecret(source, plaintext);
  } catch (error) {
    throw asDamaged(error, 'MAC_INVALID');
  } finally {
    wipe(keys.encKey, keys.macKey, plaintext);
  }
}

function encodeSecret(secret: WalletSecret): Uint8Array {
  if (secret.source === 'key') return pinnedCopy(secret.privateKey);
  const { entropy, seed } = secret;
  return concatBytes(Uint8Array.of(entropy.length), entropy, seed);
}

function decodeSecret(source: WalletSource, bytes: Uint8Array): WalletSecret {
  if (source === 'key') {
    if (bytes.length !== PRIVATE_KEY_BYTES) throw damaged();
    return { source, privateKey: pinnedCopy(bytes) };
  }
  const [length = 0] = bytes;
  if (bytes.length !== 1 + length + SEED_BYTES) throw damaged();
  return {
    source,
    entropy: pinnedCopy(bytes.subarray(1, 1 + length)),
    seed: pinnedCopy(bytes.subarray(1 + length)),
  };
}

function deriveKeys(engine: CryptoEngine, walletKey: Uint8Array): AeadKeys {
  return {
    encKey: hkdfSm3(engine, walletKey, NO_SALT, `${LABEL}/enc`, 16),
    macKey: hkdfSm3(engine, walletKey, NO_SALT, `${LABEL}/mac`, 32),
  };
}

function contextOf({ walletId, source, generation }: SecretPlace): Uint8Array {
  return lengthPrefixed(utf8ToBytes(LABEL), utf8ToBytes(walletId), utf8ToBytes(source), u32be(generation));
}

function asDamaged(error: unknown, code: 'SECURITY' | 'MAC_INVALID'): unknown {
  return error instanceof TeeError && error.code === code ? damaged() : error;
}

function damaged(): TeeError {
  return new TeeError('CORRUPT_OBJECT', 'damaged-record');
}
