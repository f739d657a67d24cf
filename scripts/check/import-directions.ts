// Import directions, by dependency-cruiser. It exits 0 when it understood nothing, so we count its modules.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isProduct, isTypeScript, PRODUCT_FOLDERS } from './source-files.ts';
import { type Verdict, verdict } from './step.ts';
import { runTool } from './tool.ts';

interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Modules with imports among them: a parser that reads nothing still lists the files it was given. */
function countEdges({ modules }: Cruise): number {
  return modules.reduce((edges, { dependencies }) => edges + dependencies.length, 0);
}

export async function checkImportDirections(root: string, files: readonly string[]): Promise<Verdict> {
  const folders = PRODUCT_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const { stdout, stderr } = await runTool(root, 'dependency-cruiser/bin/dependency-cruiser.mjs', [
    ...['--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    ...folders,
  ]);
  if (!stdout.startsWith('{')) return verdict('import directions', 0, 'modules', [stderr.trim()]);
  const cruise = JSON.parse(stdout) as Cruise;
  const seen = new Set(cruise.modules.map(({ source }) => source));
  const expected = files.filter((file) => isProduct(file) && isTypeScript(file));
  const problems = [
    ...expected.filter((file) => !seen.has(file)).map((file) => `${file}: not analysed`),
    ...(countEdges(cruise) === 0 ? ['found no import in any module'] : []),
    ...cruise.summary.violations.map(({ rule, from, to }) => `${from} → ${to} (${rule.name})`),
  ];
  return verdict('import directions', expected.filter((file) => seen.has(file)).length, 'modules', problems);
}
