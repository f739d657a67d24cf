// `npm ci` refuses a lock file that leaves out a package for another system, which `npm install` does where the registry
// at hand has none. Found here, and not on a machine that only has the clone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../helpers/ensure-built.ts';

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

test('every package for another system that something can be installed with is in the lock file', () => {
  const lock: { packages: Record<string, Locked> } = JSON.parse(
    readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
  );
  const wanted = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  expect(wanted.length).toBeGreaterThan(20);
  const missing = wanted.filter(({ path, name }) => {
    return [`${path}/node_modules/${name}`, `node_modules/${name}`].every((key) => !(key in lock.packages));
  });
  expect(missing).toEqual([]);
});
