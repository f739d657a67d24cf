// Measures code before it is used: SM3 of the TEE's one file, and one digest over the client's files.
import { readFile } from 'node:fs/promises';
import { sm3 } from '../tee-sim/crypto/sm3.ts';
import { concatBytes, equalBytes, lengthPrefixed, utf8ToBytes } from '../tee-sim/protocol/bytes.ts';
import { TeeError } from '../tee-sim/protocol/codes.ts';

/** SM3 of the whole file, 32 bytes. Rejects as `readFile` does. */
export async function measureFile(path: string): Promise<Uint8Array> {
  return sm3(await readFile(path));
}

/**
 * SM3 of the TEE's one file, 32 bytes; with `expected`, only when it is that.
 * @throws TARGET_DEAD bundle-missing · SECURITY attestation-measurement, both from COMMS
 */
export async function measureTeeBundle(path: string, expected?: Uint8Array): Promise<Uint8Array> {
  const measured = await measureFile(path).catch(() => {
    throw new TeeError('TARGET_DEAD', 'bundle-missing', 'COMMS');
  });
  if (expected !== undefined && !equalBytes(measured, expected)) {
    throw new TeeError('SECURITY', 'attestation-measurement', 'COMMS');
  }
  return measured;
}

/**
 * SM3 over `lp(path) ‖ SM3(bytes)` of every file, in the order of the paths' UTF-16 code units.
 * Paths are relative with forward slashes, so that the digest is the same on every platform.
 */
export function measureFiles(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => concatBytes(lengthPrefixed(utf8ToBytes(path)), sm3(bytes)));
  return sm3(...parts);
}
