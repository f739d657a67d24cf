// Each rule of .dependency-cruiser.cjs, broken once; and the directions that are allowed, taken once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkImportDirections } from '../../../scripts/check/import-directions.ts';
import { type FixtureProject, fixtureProject } from '../../helpers/fixture-project.ts';

const TARGETS = [
  'browser-host/start.ts',
  'cli/main.ts',
  'main/tee-driver.ts',
  'preload/contract.ts',
  'renderer/app/main.ts',
  'renderer/screens/sign/sign-store.ts',
  'renderer/signing/review-store.ts',
  'scripts/build.ts',
  'tee-sim/client/seal.ts',
  'tee-sim/crypto/sm3.ts',
  'tee-sim/os/main.ts',
  'tee-sim/protocol/codes.ts',
  'tee-sim/risk/assess.ts',
  'tee-sim/storage/database.ts',
  'tee-sim/ta/call.ts',
];

/** Importer's folder → what it imports (a file of TARGETS or a package) → the rule that says no. */
const REFUSED: readonly (readonly [folder: string, target: string, rule: string])[] = [
  ['tee-sim/ta', 'main/tee-driver.ts', 'tee-sim-stands-alone'],
  ['tee-sim/ta', 'preload/contract.ts', 'tee-sim-stands-alone'],
  ['tee-sim/protocol', 'tee-sim/crypto/sm3.ts', 'protocol-is-the-base'],
  ['tee-sim/crypto', 'tee-sim/storage/database.ts', 'crypto-is-pure'],
  ['tee-sim/risk', 'tee-sim/storage/database.ts', 'risk'],
  ['tee-sim/client', 'tee-sim/ta/call.ts', 'client-library'],
  ['tee-sim/ta', 'tee-sim/client/seal.ts', 'client-is-not-of-the-secure-world'],
  ['tee-sim/ta', 'tee-sim/os/main.ts', 'os-is-on-top'],
  ['renderer/app', 'main/tee-driver.ts', 'renderer'],
  ['renderer/app', 'tee-sim/ta/call.ts', 'renderer'],
  ['renderer/screens/send', 'renderer/screens/sign/sign-store.ts', 'screens-stand-alone'],
  ['renderer/screens/signer', 'renderer/screens/sign/sign-store.ts', 'screens-stand-alone'],
  ['renderer/screens/history/replace', 'renderer/screens/sign/sign-store.ts', 'screens-stand-alone'],
  ['renderer/signing', 'renderer/screens/sign/sign-store.ts', 'screens-are-on-top'],
  ['renderer/ui', 'renderer/screens/sign/sign-store.ts', 'screens-are-on-top'],
  ['preload', 'tee-sim/client/seal.ts', 'preload'],
  ['main', 'tee-sim/client/seal.ts', 'main'],
  ['main', 'tee-sim/ta/call.ts', 'main'],
  ['main', 'renderer/app/main.ts', 'main'],
  ['cli', 'tee-sim/ta/call.ts', 'cli'],
  ['tee-sim/client', 'node:fs', 'runs-in-a-browser-too'],
  ['tee-sim/crypto', 'node:buffer', 'runs-in-a-browser-too'],
  ['renderer/app', 'node:path', 'runs-in-a-browser-too'],
  ['preload', 'node:path', 'runs-in-a-browser-too'],
  ['tee-sim/os', 'electron', 'electron-stays-in-main-and-preload'],
  ['cli', 'electron', 'electron-stays-in-main-and-preload'],
  ['tee-sim/ta', 'better-sqlite3', 'database-only-in-storage'],
  ['main', 'better-sqlite3', 'database-only-in-storage'],
  ['main', 'browser-host/start.ts', 'nobody-imports-the-browser-host'],
  ['cli', 'browser-host/start.ts', 'nobody-imports-the-browser-host'],
  ['main', 'scripts/build.ts', 'product-imports-no-tooling'],
  ['browser-host', 'vite', 'product-imports-no-tooling'],
  ['main', './gone.ts', 'resolvable'],
];

const ALLOWED: readonly (readonly [folder: string, target: string])[] = [
  ['renderer/app', 'preload/contract.ts'],
  ['renderer/app', 'tee-sim/client/seal.ts'],
  ['main', 'preload/contract.ts'],
  ['main', 'tee-sim/crypto/sm3.ts'],
  ['main', 'electron'],
  ['cli', 'main/tee-driver.ts'],
  ['cli', 'tee-sim/client/seal.ts'],
  ['tee-sim/os', 'tee-sim/ta/call.ts'],
  ['tee-sim/os', 'node:fs'],
  ['tee-sim/storage', 'better-sqlite3'],
  ['renderer/app', 'renderer/screens/sign/sign-store.ts'],
  ['renderer/screens/sign/fields', 'renderer/screens/sign/sign-store.ts'],
  ['renderer/screens/send', 'renderer/signing/review-store.ts'],
];

function importing(from: string, target: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  return `// Imports.\nimport '${TARGETS.includes(target) ? `${up}${target}` : target}';\n`;
}

function fileFor(kind: string, index: number, folder: string): string {
  return `${folder}/${kind}-${index}.ts`;
}

let project: FixtureProject;
let problems: readonly string[] = [];

beforeAll(async () => {
  const files: Record<string, string> = Object.fromEntries(TARGETS.map((file) => [file, 'export {};\n']));
  for (const [index, [folder, target]] of REFUSED.entries()) {
    const file = fileFor('refused', index, folder);
    files[file] = importing(file, target);
  }
  for (const [index, [folder, target]] of ALLOWED.entries()) {
    const file = fileFor('allowed', index, folder);
    files[file] = importing(file, target);
  }
  files['main/circle-a.ts'] = "import { b } from './circle-b.ts';\nexport const a = () => b;\n";
  files['main/circle-b.ts'] = "import { a } from './circle-a.ts';\nexport const b = () => a;\n";
  files['main/type-circle-a.ts'] = "import type { B } from './type-circle-b.ts';\nexport type A = B[];\n";
  files['main/type-circle-b.ts'] =
    "import type { A } from './type-circle-a.ts';\nexport interface B { a: A }\n";
  files['renderer/app/type-only.ts'] =
    "import type { B } from '../../main/type-circle-b.ts';\nexport type C = B;\n";
  files['cli/through-main.ts'] = "import '../main/allowed-4.ts';\n";
  project = fixtureProject(files);
  const verdict = await checkImportDirections(project.root, project.files);
  problems = verdict.problems;
});
afterAll(() => project.remove());

function problemsOf(file: string): readonly string[] {
  return problems.filter((problem) => problem.startsWith(`${file} →`));
}

describe('import directions', () => {
  for (const [index, [folder, target, rule]] of REFUSED.entries()) {
    it(`${folder} must not import ${target}`, () => {
      const found = problemsOf(fileFor('refused', index, folder));
      expect(found.some((problem) => problem.endsWith(`(${rule})`))).toBe(true);
    });
  }

  for (const [index, [folder, target]] of ALLOWED.entries()) {
    it(`${folder} may import ${target}`, () => {
      expect(problemsOf(fileFor('allowed', index, folder))).toEqual([]);
    });
  }

  it('refuses a circle of values, not one of types', () => {
    expect(problems.some((problem) => /circle-[ab].*no-circles/.test(problem))).toBe(true);
    expect(problems.some((problem) => /type-circle.*no-circles/.test(problem))).toBe(false);
  });

  it('sees imports of types too', () => {
    expect(problemsOf('renderer/app/type-only.ts')).toHaveLength(1);
  });

  it('keeps electron from the command line however far away it is', () => {
    expect(problemsOf('cli/through-main.ts')).toEqual([
      expect.stringContaining('cli-never-reaches-electron'),
    ]);
  });

  it('sees every module', () => {
    expect(problems.filter((problem) => problem.endsWith('not analysed'))).toEqual([]);
  });
});
