// A client's credential file: its SM2 key, and the device that it met first. Readable by its owner alone.
// Must never be written over, nor used while others can read it.
import { open, writeFile } from 'node:fs/promises';
import { replaceFile } from '../main/replace-file.ts';
import { type PinStore, pinSchema } from '../tee-sim/client/pins.ts';
import type { CryptoEngine, RandomBytes } from '../tee-sim/crypto/engine.ts';
import { base64UrlToBytes, bytesToBase64Url, bytesToHex, wipe } from '../tee-sim/protocol/bytes.ts';
import { clientNameSchema } from '../tee-sim/protocol/clients.ts';
import { bytesSchema, z } from '../tee-sim/protocol/schema.ts';
import { CheckFailed } from './failures.ts';

const fileSchema = z.strictObject({
  v: z.literal(1),
  name: clientNameSchema,
  privateKey: bytesSchema(32),
  /** SM2 public key of the device of first use, hex. */
  device: pinSchema.shape.deviceIdentity.optional(),
});
type FileText = z.input<typeof fileSchema>;

export interface Credential {
  /** 32 bytes; the caller zeroes it. */
  readonly privateKey: Uint8Array;
  readonly certificate: Uint8Array;
}

/** Makes a new file. @throws CheckFailed client-file-exists, client-file-not-written */
export async function createCredential(
  path: string,
  name: string,
  engine: CryptoEngine,
  random: RandomBytes,
): Promise<Pick<Credential, 'certificate'>> {
  const { privateKey, publicKey } = engine.sm2GenerateKeyPair(random);
  const text: FileText = { v: 1, name, privateKey: bytesToBase64Url(privateKey) };
  wipe(privateKey);
  try {
    await writeFile(path, JSON.stringify(text), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new CheckFailed('BAD_STATE', exists ? 'client-file-exists' : 'client-file-not-written');
  }
  return { certificate: publicKey };
}

/** @throws CheckFailed client-file-missing, client-file-open-to-others, client-file-damaged */
export async function readCredential(path: string, engine: CryptoEngine): Promise<Credential> {
  const privateKey = base64UrlToBytes((await readCredentialFile(path)).privateKey);
  try {
    return { privateKey, certificate: engine.sm2PublicKey(privateKey) };
  } catch {
    wipe(privateKey);
    throw new CheckFailed('BAD_FORMAT', 'client-file-damaged');
  }
}

/**
 * Remembers the device in the credential file. The TEE's measurement needs no pin here: it is built into this very
 * program, whose own hash the device's owner registered.
 */
export function credentialPins(path: string, builtInTee: Uint8Array): PinStore {
  const unjudged = '0'.repeat(64);
  return {
    load: async () => {
      const { device } = await readCredentialFile(path);
      if (device === undefined) return undefined;
      return { deviceIdentity: device, tee: bytesToHex(builtInTee), client: unjudged };
    },
    save: async ({ deviceIdentity }) => {
      const file = await readCredentialFile(path);
      await replaceFile(path, JSON.stringify({ ...file, device: deviceIdentity }));
    },
  };
}

/** On POSIX a file that anyone but its owner may use is refused, as ssh refuses such a key. */
async function readCredentialFile(path: string): Promise<FileText> {
  const file = await open(path, 'r').catch(() => {
    throw new CheckFailed('NO_DATA', 'client-file-missing');
  });
  try {
    const { mode } = await file.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new CheckFailed('ACCESS_DENIED', 'client-file-open-to-others');
    }
    return parseFile(await file.readFile('utf8').catch(() => ''));
  } finally {
    await file.close();
  }
}

function parseFile(text: string): FileText {
  try {
    const parsed: unknown = JSON.parse(text);
    fileSchema.parse(parsed);
    return parsed as FileText;
  } catch {
    throw new CheckFailed('BAD_FORMAT', 'client-file-damaged');
  }
}
