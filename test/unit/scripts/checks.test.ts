// Every check bites: each is shown a project that breaks its rule, one that does not, and an empty one.
import { afterEach, describe, expect, it } from 'vitest';
import { checkDeadCode } from '../../../scripts/check/dead-code.ts';
import { checkFileStyle } from '../../../scripts/check/file-style.ts';
import { checkForbiddenImports } from '../../../scripts/check/forbidden-imports.ts';
import { checkFormatAndLint } from '../../../scripts/check/format-and-lint.ts';
import { checkImportDirections } from '../../../scripts/check/import-directions.ts';
import { checkMachineNames } from '../../../scripts/check/machine-names.ts';
import { type Verdict, verdict } from '../../../scripts/check/step.ts';
import { checkTypes } from '../../../scripts/check/types.ts';
import { type FixtureProject, fixtureProject } from '../../helpers/fixture-project.ts';

type Check = (root: string, files: readonly string[]) => Promise<Verdict>;

let project: FixtureProject | undefined;
afterEach(() => project?.remove());

async function problemsIn(check: Check, files: Record<string, string>): Promise<readonly string[]> {
  project = fixtureProject(files);
  return (await check(project.root, project.files)).problems;
}

const GOOD = {
  'main/one.ts': '// Owns one.\nexport const one = 1;\n',
  'renderer/two.ts': '// Owns two.\nexport const two = 2;\n',
};

describe('a verdict', () => {
  it('fails when nothing was analysed', () => {
    expect(verdict('x', 0, 'files', []).problems).toEqual(['analysed no files']);
    expect(verdict('x', 1, 'files', []).problems).toEqual([]);
  });
});

describe('types', () => {
  it('passes a good source', async () => {
    expect(await problemsIn(checkTypes, GOOD)).toEqual([]);
  });

  it('reports a wrong type, and a source that no project contains', async () => {
    const problems = await problemsIn(checkTypes, {
      ...GOOD,
      'main/wrong.ts': '// Wrong.\nexport const text: string = 1;\n',
      'elsewhere/lost.ts': '// Lost.\nexport const lost = 1;\n',
    });
    expect(problems).toEqual([
      expect.stringMatching(/^main\/wrong\.ts\(2,14\): error TS2322/),
      expect.stringMatching(/^elsewhere\/lost\.ts: in neither/),
    ]);
  });

  it('fails on a project without sources', async () => {
    expect(await problemsIn(checkTypes, {})).toContain('analysed no sources');
  });
});

describe('format and lint', () => {
  it('passes a good source and reports a floating promise, a default export and a bad format', async () => {
    expect(await problemsIn(checkFormatAndLint, GOOD)).toEqual([]);
    project?.remove();
    const [text = ''] = await problemsIn(checkFormatAndLint, {
      'main/floating.ts': '// A promise nobody waits for.\nasync function f(): Promise<void> {}\nf();\n',
      'main/default.ts': '// A default export.\nexport default 1;\n',
      'main/format.ts': '// Badly set.\nexport const   x = "a"\n',
    });
    expect(text).toContain('noFloatingPromises');
    expect(text).toContain('noDefaultExport');
    expect(text).toContain('main/format.ts format');
  });
});

describe('dead code', () => {
  const entry = { 'main/index.ts': "// Entry.\nimport { used } from './parts.ts';\n\nconsole.log(used);\n" };

  it('reports an unused file, export and dependency', async () => {
    const problems = await problemsIn(checkDeadCode, {
      ...entry,
      'main/parts.ts': '// Parts.\nexport const used = 1;\nexport const unused = 2;\n',
      'main/orphan.ts': '// Nobody imports it.\nexport const orphan = 1;\n',
    });
    expect(problems).toEqual(
      expect.arrayContaining([
        'main/orphan.ts: unused or unknown (files): main/orphan.ts',
        'main/parts.ts: unused or unknown (exports): unused',
        'package.json: unused or unknown (dependencies): zod',
      ]),
    );
    expect(problems.join()).not.toContain('): used');
  });
});

describe('forbidden imports', () => {
  it('passes a good source', async () => {
    expect(await problemsIn(checkForbiddenImports, GOOD)).toEqual([]);
  });

  const ways = [
    "import { createHash } from 'node:crypto';",
    "import 'crypto';",
    "const { createHash } = await import('node:crypto');",
    "const { createHash } = require('crypto');",
    "const { createHash } = process.getBuiltinModule('node:crypto');",
  ];
  for (const folder of ['tee-sim', 'main', 'preload', 'renderer', 'cli']) {
    it(`refuses every way to node:crypto in ${folder}/`, async () => {
      const files = Object.fromEntries(ways.map((way, index) => [`${folder}/way-${index}.ts`, way]));
      expect(await problemsIn(checkForbiddenImports, files)).toHaveLength(ways.length);
    });
  }

  it('allows sm-crypto in its one engine only, and node:crypto in scripts and tests', async () => {
    const text = "import { sm2 } from 'sm-crypto';";
    const problems = await problemsIn(checkForbiddenImports, {
      'tee-sim/crypto/sm-crypto-engine.ts': text,
      'tee-sim/crypto/other.ts': text,
      'scripts/hash.ts': "import 'node:crypto';",
    });
    expect(problems).toEqual([expect.stringMatching(/^tee-sim\/crypto\/other\.ts:1: /)]);
  });
});

describe('machine names', () => {
  it('passes a good source', async () => {
    expect(await problemsIn(checkMachineNames, GOOD)).toEqual([]);
  });

  it('reports folders of this machine or of a person, and registry addresses', async () => {
    project = fixtureProject({
      'docs/person.md': `see ${['', 'home', 'somebody', 'notes'].join('/')}`,
      'docs/mac.md': `see ${['', 'Users', 'somebody'].join('/')}`,
      'docs/windows.md': `see ${['C:', 'Users', 'somebody'].join('\\')}`,
      'package-lock.json': `{"resolved": ${'"https'}://packages.example/x.tgz"}`,
      'docs/registry.md': `from ${'https'}://registry.example.org/x`,
      'docs/fine.md': '',
    });
    project.write('docs/checkout.md', `see ${project.root}/main`);
    project.write('docs/fine.md', `an address: /users/home/x, and not from the root: a${project.root}/main`);
    const files = [...project.files, 'docs/checkout.md'];
    const { problems } = await checkMachineNames(project.root, files);
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(
      files.filter((file) => file !== 'docs/fine.md').sort(),
    );
  });
});

describe('file style', () => {
  it('passes a good source', async () => {
    expect(await problemsIn(checkFileStyle, GOOD)).toEqual([]);
  });

  it('reports drawers, names that are not kebab-case, files without a purpose, and long ones', async () => {
    const problems = await problemsIn(checkFileStyle, {
      'main/utils.ts': '// Odds and ends.\n',
      'renderer/helpers.tsx': '// Odds and ends.\n',
      'main/camelCase.ts': '// Named badly.\n',
      'main/silent.ts': 'export const x = 1;\n',
      'main/long.ts': `// Long.\n${'export {};\n'.repeat(300)}`,
      'test/unit/helpers.ts': 'export {};\n',
    });
    expect(problems).toEqual([
      'main/camelCase.ts: name is not kebab-case',
      'main/long.ts: longer than 300 lines',
      'main/silent.ts: does not open with a comment on what it owns',
      'main/utils.ts: name says nothing about what is inside',
      'renderer/helpers.tsx: name says nothing about what is inside',
    ]);
  });
});

describe('import directions', () => {
  it('fails on a project without modules', async () => {
    expect(await problemsIn(checkImportDirections, {})).toContain('analysed no modules');
  });

  it('fails when a module was not analysed', async () => {
    project = fixtureProject(GOOD);
    const { problems } = await checkImportDirections(project.root, ['main/one.ts', 'main/not-read.ts']);
    expect(problems).toContain('main/not-read.ts: not analysed');
  });
});
