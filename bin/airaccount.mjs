#!/usr/bin/env node
// The command `airaccount`: finds a Node that can run the product, sees that dependencies and build are
// there, then hands over. Plain JavaScript that old versions of Node can read; holds no product logic.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';

/** Runs TypeScript without a flag since 22.18; module hooks and SQLite's bindings need no more than that. */
function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** This process's own Node, or the one that came as a dependency for this platform. */
function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const packages = existsSync(modules) ? readdirSync(modules) : [];
  return packages
    .filter((name) => /^node-(linux|darwin|win)-/.test(name))
    .map((name) => join(modules, name, 'bin', windows ? 'node.exe' : 'node'))
    .find((path) => existsSync(path));
}

/** The first dependency that is missing or not of the pinned version. */
function missingDependency() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  const missing = wanted.find(([name, version]) => {
    const file = join(modules, name, 'package.json');
    return !existsSync(file) || JSON.parse(readFileSync(file, 'utf8')).version !== version;
  });
  return missing?.join('@');
}

/** Runs a child to its end, passes signals on, and answers its exit code. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(name, forward);
      resolve(signal === null ? code : 1);
    });
  });
}

function fail(text) {
  process.stderr.write(`airaccount: ${text}\n`);
  return 1;
}

const { DB_MASTER_KEY: _, DB_MASTER_KEY_FILE: __, ...envWithoutKey } = process.env;
/** What only prepares, others' install scripts included, has no key, and leaves the command its own output. */
const PREPARE = { cwd: root, stdio: ['ignore', 2, 2], env: envWithoutKey };

async function prepare(isStart) {
  if (isStart && !existsSync(modules)) {
    process.stderr.write('airaccount: installing dependencies (npm ci) …\n');
    const code = await run('npm', ['ci'], { ...PREPARE, shell: windows });
    if (code !== 0) return fail('npm ci failed');
  }
  const missing = missingDependency();
  if (missing !== undefined) return fail(`${missing} is not installed; run: npm ci`);
  const node = findNode();
  if (node === undefined) {
    return fail(`needs Node 22.18 or newer; this is ${process.versions.node} and none came with npm ci`);
  }
  const parts = isStart ? ['tee', 'app'] : ['tee', 'cli'];
  const code = await run(node, [join(root, 'scripts/build.ts'), ...parts], PREPARE);
  return code === 0 ? node : fail('the build failed');
}

async function main([command, ...rest]) {
  const isStart = command === 'start';
  const node = await prepare(isStart);
  if (typeof node === 'number') return node;
  const args = isStart
    ? [join(root, 'scripts/start.ts'), ...rest]
    : [join(root, 'out/cli/airaccount.mjs'), ...(command === undefined ? [] : [command]), ...rest];
  return run(node, args, { stdio: 'inherit' });
}

process.exitCode = await main(process.argv.slice(2));
