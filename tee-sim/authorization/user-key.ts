// The private half of a user's SM2 key, wrapped by a secret of theirs: opening it *is* the check of that secret.
import { type AeadKeys, openAead, sealAead } from '../crypto/aead.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hkdfSm3 } from '../crypto/hkdf.ts';
import { lengthPrefixed, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { bytesSchema, z } from '../protocol/schema.ts';

const LABEL = 'airaccount/1/user-key';

/** Which secret wraps: never opens as the other's. */
export type WrappedBy = 'password' | 'words';

export const wrappedKeySchema = z.strictObject({
  salt: bytesSchema(16),
  iv: bytesSchema(16),
  ciphertext: bytesSchema(32),
  tag: bytesSchema(32),
});
export type WrappedKey = z.output<typeof wrappedKeySchema>;

/** Whose key it is: authenticated with it, so that no user's wrap serves for another. */
export interface KeyOwner {
  readonly userId: string;
  readonly publicKey: Uint8Array;
}

/**
 * SM4-CTR with HMAC-SM3 under keys of HKDF-SM3(material, salt, label/by/enc|mac), RFC 5869; additional data
 * lp(label) ‖ lp(by) ‖ lp(userId) ‖ lp(publicKey). `material` (≥ 16 bytes) and `privateKey` are the caller's to zero.
 */
export function wrapUserKey(
  engine: CryptoEngine,
  random: RandomBytes,
  by: WrappedBy,
  owner: KeyOwner,
  privateKey: Uint8Array,
  { material, salt }: { readonly material: Uint8Array; readonly salt: Uint8Array },
): WrappedKey {
  const keys = deriveKeys(engine, by, material, salt);
  const iv = random(16);
  try {
    return { salt, iv, ...sealAead(engine, keys, iv, privateKey, context(by, owner)) };
  } finally {
    wipe(keys.encKey, keys.macKey);
  }
}

/** The private key, the caller's to zero; `undefined` when `material` is not what wrapped it. */
export function openUserKey(
  engine: CryptoEngine,
  by: WrappedBy,
  owner: KeyOwner,
  { salt, iv, ciphertext, tag }: WrappedKey,
  material: Uint8Array,
): Uint8Array | undefined {
  const keys = deriveKeys(engine, by, material, salt);
  try {
    return openAead(engine, keys, iv, ciphertext, tag, context(by, owner));
  } catch (error) {
    if (error instanceof TeeError && error.code === 'MAC_INVALID') return undefined;
    throw error;
  } finally {
    wipe(keys.encKey, keys.macKey);
  }
}

function deriveKeys(engine: CryptoEngine, by: WrappedBy, material: Uint8Array, salt: Uint8Array): AeadKeys {
  return {
    encKey: hkdfSm3(engine, material, salt, `${LABEL}/${by}/enc`, 16),
    macKey: hkdfSm3(engine, material, salt, `${LABEL}/${by}/mac`, 32),
  };
}

function context(by: WrappedBy, { userId, publicKey }: KeyOwner): Uint8Array {
  return lengthPrefixed(utf8ToBytes(LABEL), utf8ToBytes(by), utf8ToBytes(userId), publicKey);
}
