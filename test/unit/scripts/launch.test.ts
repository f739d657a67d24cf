// How the product is started: which host, what is said when something is missing, and that nothing stays behind.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchElectron, findElectron, whyNoElectron } from '../../../scripts/start/electron.ts';

const project = resolve(import.meta.dirname, '../../..');
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'airaccount-launch-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('choosing Electron', () => {
  const user = () => 1000;

  it('needs a display on Linux, and a user that the sandbox works for', () => {
    expect(whyNoElectron({ platform: 'linux', env: {}, getuid: user })).toMatch(/display/);
    expect(whyNoElectron({ platform: 'linux', env: { DISPLAY: '' }, getuid: user })).toMatch(/display/);
    expect(whyNoElectron({ platform: 'linux', env: { DISPLAY: ':0' }, getuid: () => 0 })).toMatch(
      /for root,/,
    );
    expect(whyNoElectron({ platform: 'linux', env: { DISPLAY: ':0' }, getuid: user })).toBeUndefined();
    expect(whyNoElectron({ platform: 'linux', env: { WAYLAND_DISPLAY: 'w' }, getuid: user })).toBeUndefined();
    expect(whyNoElectron({ platform: 'darwin', env: {}, getuid: () => 0 })).toBeUndefined();
  });

  it('finds the binary that electron names, and none where it is not unpacked', () => {
    expect(findElectron(root)).toBeUndefined();
    write('node_modules/electron/path.txt', 'electron');
    expect(findElectron(root)).toBeUndefined();
    write('node_modules/electron/dist/electron', '');
    expect(findElectron(root)).toBe(join(root, 'node_modules/electron/dist/electron'));
  });

  it("does not give electron's installer the database key, nor where it lies", async () => {
    const told = join(root, 'told.json');
    write(
      'node_modules/electron/install.js',
      `require('node:fs').writeFileSync(${JSON.stringify(told)}, JSON.stringify(process.env));`,
    );
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.invalid');
    vi.stubEnv('DB_MASTER_KEY', 'the key');
    vi.stubEnv('DB_MASTER_KEY_FILE', '/where/the/key/lies');
    vi.spyOn(console, 'log').mockReturnValue();
    expect(await fetchElectron(root)).toBeUndefined();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    const env = JSON.parse(readFileSync(told, 'utf8')) as Record<string, string>;
    expect(env).toMatchObject({ ELECTRON_GET_USE_PROXY: '1', HTTPS_PROXY: 'http://proxy.invalid' });
    expect(Object.keys(env).filter((name) => name.startsWith('DB_'))).toEqual([]);
  });
});

describe('bin/airaccount.mjs', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'bin/airaccount.mjs'), ...args], { encoding: 'utf8' });

  beforeEach(() => {
    cpSync(join(project, 'bin'), join(root, 'bin'), { recursive: true });
    write('package.json', '{"dependencies": {"left": "1.0.0"}, "devDependencies": {"right": "2.0.0"}}');
  });

  it('says what to do when dependencies are missing or not the pinned ones', () => {
    const without = run('demo');
    expect(without).toMatchObject({ status: 1, stdout: '' });
    expect(without.stderr).toBe('airaccount: left@1.0.0 is not installed; run: npm ci\n');

    write('node_modules/left/package.json', '{"version": "1.0.0"}');
    write('node_modules/right/package.json', '{"version": "1.9.0"}');
    expect(run('demo').stderr).toContain('right@2.0.0 is not installed');
  });

  it('builds, keeps the build off standard output, hands over arguments and answers the exit code', () => {
    write('node_modules/left/package.json', '{"version": "1.0.0"}');
    write('node_modules/right/package.json', '{"version": "2.0.0"}');
    write(
      'scripts/build.ts',
      'console.log("building", process.argv.slice(2), Object.keys(process.env).filter((n) => n.startsWith("DB_")));',
    );
    write(
      'out/cli/airaccount.mjs',
      'console.log(JSON.stringify([...process.argv.slice(2), process.env["DB_MASTER_KEY"]])); process.exitCode = 7;',
    );
    vi.stubEnv('DB_MASTER_KEY', 'for the command alone');
    vi.stubEnv('DB_MASTER_KEY_FILE', '/where/the/key/lies');
    const { status, stdout, stderr } = run('demo', '--json');
    vi.unstubAllEnvs();
    expect({ status, stdout }).toEqual({ status: 7, stdout: '["demo","--json","for the command alone"]\n' });
    expect(stderr).toContain("building [ 'tee', 'cli' ] []");
  });

  it('stops when the build fails', () => {
    write('node_modules/left/package.json', '{"version": "1.0.0"}');
    write('node_modules/right/package.json', '{"version": "2.0.0"}');
    write('scripts/build.ts', 'process.exitCode = 1;');
    write('out/cli/airaccount.mjs', 'console.log("must not run")');
    expect(run('demo')).toMatchObject({ status: 1, stdout: '', stderr: 'airaccount: the build failed\n' });
  });
});

describe('running in the foreground', () => {
  const launcher = join(project, 'scripts/foreground.ts');
  const child = (code: string) =>
    `import { runInForeground } from ${JSON.stringify(launcher)};
     process.exitCode = await runInForeground(process.execPath, ['-e', ${JSON.stringify(code)}], '.');`;
  const launch = (code: string) =>
    spawn(process.execPath, ['--input-type=module-typescript', '-e', child(code)], { cwd: root });

  async function exitOf(process: ReturnType<typeof launch>): Promise<number | null> {
    return new Promise((resolve) => process.on('exit', resolve));
  }

  it("answers the child's exit code", async () => {
    expect(await exitOf(launch('process.exit(5)'))).toBe(5);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it.skipIf(process.platform === 'win32')(`passes ${signal} on, and ends when the child has`, async () => {
      const code = `process.on('${signal}', () => process.exit(3)); console.log('up'); setInterval(() => {}, 1000)`;
      const launched = launch(code);
      launched.stdout.once('data', () => launched.kill(signal));
      expect(await exitOf(launched)).toBe(3);
    });
  }
});
