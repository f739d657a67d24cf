// `npm run bench [-- name …] [--quick]`: runs the benches one after another and keeps what they measured.
// A bench is a script of this folder that prints one JSON value on standard output, its progress on standard error.
import { spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const quick = args.includes('--quick');

async function benchNames(): Promise<string[]> {
  const files = await readdir(import.meta.dirname);
  const names = files
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -3));
  const asked = args.filter((arg) => !arg.startsWith('--'));
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no such bench: ${unknown} (${names.sort().join(', ')})`);
  return asked.length > 0 ? asked : names.sort();
}

function runBench(name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = quick ? ['--quick'] : [];
    const child = spawn(
      process.execPath,
      ['--expose-gc', join(import.meta.dirname, `${name}.ts`), ...options],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${name} failed with exit code ${code}`));
      else resolve(JSON.parse(output));
    });
  });
}

const results: Record<string, unknown> = {};
for (const name of await benchNames()) {
  console.error(`── ${name} ──`);
  try {
    results[name] = await runBench(name);
    console.log(`${name}: ${JSON.stringify(results[name], null, 2)}`);
  } catch (error) {
    // The others' figures are worth keeping all the same.
    console.error(error);
    process.exitCode = 1;
  }
}
if (Object.keys(results).length === 0) throw new Error('no bench measured anything');
const machine = { node: process.version, cores: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown' };
await mkdir(join(root, 'test-output'), { recursive: true });
const file = join(root, 'test-output/bench.json');
await writeFile(file, `${JSON.stringify({ machine, quick, results }, null, 2)}\n`);
console.error(`written: ${file}`);
