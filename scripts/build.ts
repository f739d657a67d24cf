// Builds what changed. Usage: node scripts/build.ts [tee|app|cli …] [--force]; the TEE is always among them.
import { resolve } from 'node:path';
import { buildParts } from './build/parts.ts';

const args = process.argv.slice(2);
try {
  await buildParts(resolve(import.meta.dirname, '..'), {
    names: args.filter((arg) => arg !== '--force'),
    force: args.includes('--force'),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
