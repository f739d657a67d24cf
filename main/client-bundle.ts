// Reads and measures the client's files once at start. What was measured is what is served, from memory.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from '../tee-sim/protocol/schema.ts';
import { measureFiles } from './measure.ts';

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.strictObject({
  client: hexDigest,
  tee: hexDigest,
  /** SM3 by path relative to the folder of the bundles. */
  files: z.record(z.string().regex(/^(?:[\w-][\w.-]*\/)+[\w-][\w.-]*$/), hexDigest),
});

export interface ClientBundle {
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly measurement: Uint8Array;
  /** What the manifest promises for this client, hex, and for the TEE's bundle. */
  readonly expectedClient: string;
  readonly expectedTee: Uint8Array;
}

/** Reads only what the manifest names; a file that is missing shows in the measurement. */
export async function readClientBundle(bundlesDir: string): Promise<ClientBundle> {
  const manifest = manifestSchema.parse(
    JSON.parse(await readFile(join(bundlesDir, 'client-manifest.json'), 'utf8')),
  );
  const read = await Promise.all(
    Object.keys(manifest.files).map(async (path) => {
      const bytes = await readFile(join(bundlesDir, path)).catch(() => undefined);
      return bytes === undefined ? [] : [[path, bytes] as const];
    }),
  );
  const files = new Map(read.flat());
  return {
    files,
    measurement: measureFiles(files),
    expectedClient: manifest.client,
    expectedTee: Buffer.from(manifest.tee, 'hex'),
  };
}
