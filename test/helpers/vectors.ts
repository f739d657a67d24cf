// The published test vectors, which live outside this repository: VECTORS_DIR names their folder.
// Without it a suite is marked as skipped and says so.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';

const vectorsDir = process.env['VECTORS_DIR'];

/** A suite over vectors; `body` may read them while it declares its tests. */
export function describeVectors(name: string, body: () => void): void {
  if (vectorsDir !== undefined && vectorsDir !== '') {
    describe(name, body);
    return;
  }
  console.warn(`SKIPPED: ${name}: VECTORS_DIR is not set`);
  describe.skip(`${name} (VECTORS_DIR is not set)`, () => {
    it('needs the vectors', () => {});
  });
}

/** What a file of vectors holds; its shape is the caller's knowledge. */
export function readVectors<T>(file: string): T {
  return JSON.parse(readFileSync(join(vectorsDir ?? '', file), 'utf8')) as T;
}

export function listVectors(folder: string): string[] {
  return readdirSync(join(vectorsDir ?? '', folder)).map((name) => `${folder}/${name}`);
}
