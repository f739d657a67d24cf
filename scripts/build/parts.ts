// The parts of a build in the order in which they measure each other: TEE, app (main, preload, renderer), cli.
import { overBudget } from './budget.ts';
import { isCurrent, stamp } from './stamp.ts';

interface Part {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  build(root: string): Promise<void>;
}

async function buildWithVite(configFile: string): Promise<void> {
  const { build } = await import('vite');
  await build({ configFile, logLevel: 'warn' });
}

/** What every part's output depends on; the compiler's settings are read by the bundler too. */
const TOOLS = [
  'package.json',
  'package-lock.json',
  'scripts/build',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
];

const PARTS: readonly Part[] = [
  {
    name: 'tee',
    inputs: [...TOOLS, 'tee-sim'],
    outputs: ['out/tee'],
    build: () => buildWithVite('tee-sim/vite.config.ts'),
  },
  {
    name: 'app',
    inputs: [...TOOLS, 'electron.vite.config.ts', 'main', 'preload', 'renderer', 'tee-sim', 'out/tee'],
    outputs: ['out/main', 'out/preload', 'out/renderer', 'out/client-manifest.json'],
    async build(root) {
      const [{ build }, { writeClientManifest }] = await Promise.all([
        import('electron-vite'),
        import('./client-manifest.ts'),
      ]);
      await build({ root, configFile: 'electron.vite.config.ts', logLevel: 'warn' });
      await writeClientManifest(root);
    },
  },
  {
    name: 'cli',
    inputs: [...TOOLS, 'cli', 'main', 'preload', 'tee-sim', 'out/tee'],
    outputs: ['out/cli'],
    build: () => buildWithVite('cli/vite.config.ts'),
  },
];

async function buildPart(root: string, part: Part, force: boolean): Promise<void> {
  if (!force && (await isCurrent(root, part))) return;
  const startedAtMs = performance.now();
  console.log(`build ${part.name} …`);
  await part.build(root);
  await stamp(root, part);
  console.log(`build ${part.name}: ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
}

/**
 * Builds the named parts (none named: all), and always the TEE, whose measurement the others carry.
 * Parts whose sources and outputs are as the last build left them are skipped unless forced.
 */
export async function buildParts(
  root: string,
  { names, force }: { names: readonly string[]; force: boolean },
): Promise<void> {
  const unknown = names.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown !== undefined) throw new Error(`no such part: ${unknown} (tee, app, cli)`);
  process.chdir(root);
  for (const part of PARTS) {
    if (names.length === 0 || names.includes(part.name) || part.name === 'tee') {
      await buildPart(root, part, force);
    }
  }
  const over = names.length === 0 ? overBudget(root) : [];
  if (over.length > 0) throw new Error(over.join('\n'));
}
