// Writes beside the client's bundle what it must measure: the digest the driver compares with before it serves.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureFile, measureFiles } from '../../main/measure.ts';
import { sm3 } from '../../tee-sim/crypto/sm3.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { listFiles } from './stamp.ts';

/** Paths are relative to `out/`: everything that runs or is shown in the client's own process. */
export async function writeClientManifest(root: string): Promise<void> {
  const out = join(root, 'out');
  const files = new Map<string, Uint8Array>();
  for (const path of await listFiles(out, ['preload', 'renderer'])) {
    files.set(path, await readFile(join(out, path)));
  }
  const manifest = {
    client: bytesToHex(measureFiles(files)),
    tee: bytesToHex(await measureFile(join(out, 'tee/tee.cjs'))),
    files: Object.fromEntries([...files].map(([path, bytes]) => [path, bytesToHex(sm3(bytes))])),
  };
  await writeFile(join(out, 'client-manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
