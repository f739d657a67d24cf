// Web3 Secret Storage version 3: a private key in JSON, under a password. Read in all its usual forms, written in one.
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { RandomBytes } from '../crypto/engine.ts';
import {
  bytesToHex,
  bytesToUtf8,
  concatBytes,
  equalBytes,
  hexToBytes,
  pinnedCopy,
  wipe,
} from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { z } from '../protocol/schema.ts';
import { addressOfKey, isPrivateKey } from './account-key.ts';
import { checkCosts, deriveKeystoreKey, type KeystoreKdf, type Progress } from './keystore-kdf.ts';
import { refuse, refuseSize } from './refuse.ts';

const MAX_FILE_BYTES = 16_384;
/** About a second in JavaScript; scrypt with 128 MiB. */
const WRITTEN_COSTS = { n: 131_072, r: 8, p: 1 } as const;

const hex = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^(0x)?[0-9a-fA-F]{${2 * length}}$`))
    .transform((text) => hexToBytes(text.replace('0x', '')));
const cost = z.number().int().min(1).max(0xffffffff);
const salt = z
  .string()
  .regex(/^(0x)?([0-9a-fA-F]{2}){1,64}$/)
  .transform((text) => hexToBytes(text.replace('0x', '')));

const cipherFields = {
  cipher: z.literal('aes-128-ctr'),
  cipherparams: z.object({ iv: hex(16) }),
  ciphertext: hex(32),
  mac: hex(32),
};
const cryptoSchema = z.discriminatedUnion('kdf', [
  z.object({
    ...cipherFields,
    kdf: z.literal('scrypt'),
    kdfparams: z.object({ dklen: z.literal(32), n: cost, r: cost, p: cost, salt }),
  }),
  z.object({
    ...cipherFields,
    kdf: z.literal('pbkdf2'),
    kdfparams: z.object({ dklen: z.literal(32), c: cost, prf: z.literal('hmac-sha256'), salt }),
  }),
]);
type KeystoreCrypto = z.output<typeof cryptoSchema>;

const address = z.string().regex(/^(0x)?[0-9a-fA-F]{40}$/);
/** Some old wallets wrote `Crypto`; what else a file holds is nobody's concern. */
const fileSchema = z.union([
  z.object({ version: z.literal(3), crypto: cryptoSchema, address: address.optional() }),
  z
    .object({ version: z.literal(3), Crypto: cryptoSchema, address: address.optional() })
    .transform(({ Crypto, ...rest }) => ({ ...rest, crypto: Crypto })),
]);

/**
 * The private key in a keystore, 32 bytes: DK = KDF(password); MAC = keccak256(DK[16…31] ‖ ciphertext) is compared
 * before AES-128-CTR under DK[0…15] opens anything; a stated address must be the key's own.
 * `file` is JSON in UTF-8. The caller zeroes password and result.
 * @throws BAD_FORMAT keystore-format · EXCESS_DATA too-large or keystore-too-costly · MAC_INVALID for a wrong password or a
 * changed file, which look alike · CORRUPT_OBJECT when it opens to no key · ACCESS_CONFLICT when to another address's
 * than the file says · CANCEL
 */
export async function openKeystore(
  file: Uint8Array,
  password: Uint8Array,
  progress: Progress,
): Promise<Uint8Array> {
  const { crypto, address: stated } = parseFile(file);
  const derived = await deriveKeystoreKey(kdfOf(crypto), password, progress);
  try {
    const mac = macOf(derived, crypto.ciphertext);
    if (!equalBytes(mac, crypto.mac)) throw new TeeError('MAC_INVALID');
    const key = await aes128Ctr(derived, crypto.cipherparams.iv, crypto.ciphertext);
    const isKey = isPrivateKey(key);
    if (isKey && isAddressOf(key, stated)) return key;
    wipe(key);
    throw new TeeError(isKey ? 'ACCESS_CONFLICT' : 'CORRUPT_OBJECT');
  } finally {
    wipe(derived);
  }
}

/**
 * `privateKey` as a keystore under scrypt with N = 2¹⁷, r = 8, p = 1: JSON text. Salt, iv and id come from `random`.
 * The caller zeroes key and password. @throws BAD_PARAMETERS not-a-key · CANCEL
 */
export async function writeKeystore(
  privateKey: Uint8Array,
  password: Uint8Array,
  random: RandomBytes,
  progress: Progress,
): Promise<string> {
  const owner = addressOfKey(privateKey).slice(2).toLowerCase();
  const kdf = { kind: 'scrypt', salt: random(32), ...WRITTEN_COSTS } as const;
  const iv = random(16);
  const derived = await deriveKeystoreKey(kdf, password, progress);
  try {
    const ciphertext = await aes128Ctr(derived, iv, privateKey);
    const crypto = {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: bytesToHex(iv) },
      ciphertext: bytesToHex(ciphertext),
      kdf: 'scrypt',
      kdfparams: { dklen: 32, ...WRITTEN_COSTS, salt: bytesToHex(kdf.salt) },
      mac: bytesToHex(macOf(derived, ciphertext)),
    };
    return JSON.stringify({ version: 3, id: randomId(random), address: owner, crypto });
  } finally {
    wipe(derived);
  }
}

/** Whether it is a keystore that `openKeystore` would begin to open. @throws BAD_FORMAT keystore-format · EXCESS_DATA */
export function checkKeystore(file: Uint8Array): void {
  parseFile(file);
}

function parseFile(file: Uint8Array): z.output<typeof fileSchema> {
  if (file.length > MAX_FILE_BYTES) refuseSize();
  try {
    const parsed = fileSchema.safeParse(JSON.parse(bytesToUtf8(file)));
    if (!parsed.success) return refuse('keystore-format');
    checkCosts(kdfOf(parsed.data.crypto));
    return parsed.data;
  } catch (error) {
    if (error instanceof TeeError) throw error;
    return refuse('keystore-format');
  }
}

function kdfOf(crypto: KeystoreCrypto): KeystoreKdf {
  if (crypto.kdf === 'pbkdf2') {
    return { kind: 'pbkdf2', salt: crypto.kdfparams.salt, rounds: crypto.kdfparams.c };
  }
  const { n, r, p } = crypto.kdfparams;
  return { kind: 'scrypt', salt: crypto.kdfparams.salt, n, r, p };
}

function macOf(derived: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const input = concatBytes(derived.subarray(16), ciphertext);
  try {
    return keccak_256(input);
  } finally {
    wipe(input);
  }
}

/** NIST SP 800-38A CTR with a 128-bit counter, by WebCrypto, which keeps a copy of the key of its own. */
async function aes128Ctr(derived: Uint8Array, iv: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  const raw = pinnedCopy(derived.subarray(0, 16));
  const counter = Uint8Array.from(iv);
  const input = Uint8Array.from(data);
  try {
    const key = await subtle.importKey('raw', raw, 'AES-CTR', false, ['encrypt']);
    return new Uint8Array(await subtle.encrypt({ name: 'AES-CTR', counter, length: 128 }, key, input));
  } finally {
    wipe(raw, input);
  }
}

function isAddressOf(key: Uint8Array, stated: string | undefined): boolean {
  return (
    stated === undefined ||
    addressOfKey(key).slice(2).toLowerCase() === stated.replace('0x', '').toLowerCase()
  );
}

/** RFC 9562 §5.4, a random UUID. */
function randomId(random: RandomBytes): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
