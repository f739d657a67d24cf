// What the built bundles know about the build they belong to. The TEE's bundle must exist before.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureFile } from '../../main/measure.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';

/** Vite `define`s: the built-in TEE measurement (SM3, hex) and the product's version. */
export async function buildConstants(root: string): Promise<Record<string, string>> {
  const measurement = await measureFile(join(root, 'out/tee/tee.cjs'));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    __TEE_MEASUREMENT__: JSON.stringify(bytesToHex(measurement)),
    __APP_VERSION__: JSON.stringify(version),
  };
}
