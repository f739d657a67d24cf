// `npm test`: checks, build, then every test of every runner; closes with one line that counts them all.
// Usage: npm test [-- check|e2e|unit|integration|attacks|vectors|packaging … (any folder of test/)]
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { enterRunFolder, tallyLeftovers } from './test/run-folder.ts';
import { runBuildStage, runCheckStage, runPlaywrightStage, runVitestStage } from './test/stages.ts';
import { add, closingLine, NOTHING, type Tally } from './test/tally.ts';

const root = resolve(import.meta.dirname, '..');
const asked = process.argv.slice(2).map((name) => name.replace(/^test\/|\/$/g, ''));
const folders = asked.filter((name) => name !== 'check' && name !== 'e2e');

function wants(name: string): boolean {
  return asked.length === 0 || asked.includes(name);
}

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
  });
}

async function stage(title: string, run: () => Promise<Tally>): Promise<Tally> {
  console.log(`\n── ${title} ──`);
  const startedAtMs = performance.now();
  const tally = await run();
  if (interrupted) process.exit(130);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  const counted = tally.passed + tally.failed + tally.skipped > 0 ? `${closingLine(tally)}, ` : '';
  console.log(`${title}: ${counted}${seconds} s`);
  return tally;
}

async function runTests(): Promise<Tally> {
  const runFolder = enterRunFolder();
  const unknown = folders.find((folder) => !existsSync(join(root, 'test', folder)));
  if (unknown !== undefined) {
    console.error(`no such suite: ${unknown}`);
    return { ...NOTHING, failed: 1 };
  }
  const checked = wants('check') ? await stage('check', () => runCheckStage(root)) : NOTHING;
  const needsBuild = asked.length === 0 || asked.some((name) => name !== 'check');
  const built = needsBuild ? await stage('build', () => runBuildStage(root)) : NOTHING;
  if (built.failed > 0) return add(checked, built);
  const vitest =
    asked.length === 0 || folders.length > 0
      ? await stage('vitest', () => runVitestStage(root, folders))
      : NOTHING;
  const browser = wants('e2e') ? await stage('browser', () => runPlaywrightStage(root)) : NOTHING;
  const left = needsBuild ? await stage('left behind', async () => tallyLeftovers(runFolder)) : NOTHING;
  return add(checked, built, vitest, browser, left);
}

const total = await runTests();
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
