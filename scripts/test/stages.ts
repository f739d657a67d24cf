// The stages of a test run. Each prints as it goes and answers its tally.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecks } from '../check/run-checks.ts';
import { hasPassed } from '../check/step.ts';
import { runInForeground } from '../foreground.ts';
import { flakyTests, type PlaywrightReport, tallyPlaywright } from './playwright-report.ts';
import { add, judge, NOTHING, type Tally } from './tally.ts';
import { type FileTally, tallyByFile, tallyFolder, type VitestReport } from './vitest-report.ts';

const OUTPUT = 'test-output';

/** Folders that must have executed something in a whole run. */
const NEVER_EMPTY = ['unit', 'integration', 'attacks', 'vectors', 'packaging'];

async function freshReport(root: string, name: string): Promise<string> {
  await mkdir(join(root, OUTPUT), { recursive: true });
  const file = join(root, OUTPUT, name);
  await rm(file, { force: true });
  return file;
}

async function readReport<T>(file: string): Promise<T | undefined> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as T) : undefined;
}

/** Each check of `npm run check` counts as one test. */
export async function runCheckStage(root: string): Promise<Tally> {
  const verdicts = await runChecks(root, (line) => console.log(line));
  const passed = verdicts.filter(hasPassed).length;
  return judge({ passed, failed: verdicts.length - passed, skipped: 0 }, 0);
}

/** Counts only when it fails: nothing can be tested then. */
export async function runBuildStage(root: string): Promise<Tally> {
  const code = await runInForeground(process.execPath, [join(root, 'scripts/build.ts')], root);
  return code === 0 ? NOTHING : { ...NOTHING, failed: 1 };
}

function sayWhatIsMissing(files: readonly FileTally[]): void {
  const skipped = files.filter((file) => file.skipped > 0);
  if (skipped.length === 0) return;
  if (!process.env['VECTORS_DIR'])
    console.log('VECTORS_DIR is not set: suites that read vectors were skipped.');
  for (const { file, skipped: count } of skipped) console.log(`skipped ${count} in ${file}`);
}

/** All of vitest's tests, or those of some folders under `test/`. */
export async function runVitestStage(root: string, folders: readonly string[]): Promise<Tally> {
  const reportFile = await freshReport(root, 'vitest.json');
  const code = await runInForeground(
    process.execPath,
    [
      ...[join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...folders.map((folder) => `test/${folder}/`)],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
    ],
    root,
  );
  const report = await readReport<VitestReport>(reportFile);
  const files = report === undefined ? [] : tallyByFile(report, root);
  sayWhatIsMissing(files);
  const required = folders.length === 0 ? NEVER_EMPTY : folders;
  const empty = required.filter((folder) => {
    const { passed, failed } = tallyFolder(files, `test/${folder}`);
    return passed + failed === 0 && !(folder === 'vectors' && !process.env['VECTORS_DIR']);
  });
  for (const folder of empty) console.log(`test/${folder} executed no test`);
  return add(judge(add(...files), code), { ...NOTHING, failed: empty.length });
}

/** The browser specs. */
export async function runPlaywrightStage(root: string): Promise<Tally> {
  const reportFile = await freshReport(root, 'playwright.json');
  const code = await runInForeground(
    process.execPath,
    [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    root,
    { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
  );
  const report = await readReport<PlaywrightReport>(reportFile);
  if (report === undefined) return judge(NOTHING, code);
  for (const title of flakyTests(report)) console.log(`passed only on its second try: ${title}`);
  return judge(tallyPlaywright(report), code);
}
