import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../cli/command-line.ts';

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommandLine(args, {
    version: '9.8.7',
    teeBundlePath: '/nowhere/tee.cjs',
    expectedTeeMeasurement: new Uint8Array(32),
    clientPath: '/nowhere/airaccount.mjs',
    appFolder: '/nowhere/app',
    readPassword: async () => new Uint8Array([1]),
    print: (text) => out.push(text),
    printError: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the command line', () => {
  it.each(['--help', '-h'])('%s shows every command on standard output', async (option) => {
    const { code, out, err } = await run(option);
    expect(code).toBe(0);
    expect(out).toContain('demo [--json]');
    expect(out).toContain('start');
    expect(err).toBe('');
  });

  it('--version shows the version alone', async () => {
    expect(await run('--version')).toEqual({ code: 0, out: '9.8.7', err: '' });
  });

  it.each([
    [['tidy']],
    [['demo', '--xml']],
    [['demo', '--json', 'twice']],
    [['--version', 'demo']],
    [['__proto__']],
    [['']],
    [[]],
  ])('%j is not understood: usage on standard error, exit code 2', async (args) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('Usage: airaccount');
  });

  it.each(['wallets', 'history'])('%s without a person says that only this is missing', async (what) => {
    const { code, out, err } = await run('--client', '/nowhere/client.json', what);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('--user <name>');
    expect(err).not.toContain('Usage:');
  });

  it.each([[[]], [['--json']]])('a client without its file says what to do %j', async (more) => {
    const { code, out, err } = await run('--client', '/nowhere/client.json', 'status', ...more);
    expect(code).toBe(1);
    expect(out + err).toContain('client-file-missing');
    expect(more.length === 0 ? out : err).toBe('');
  });

  it('a demo without a TEE bundle says what to do', async () => {
    const { code, err } = await run('demo');
    expect(code).toBe(1);
    expect(err).toMatch(/code +TARGET_DEAD \(0xFFFF3024\)/);
    expect(err).toMatch(/reason +bundle-missing/);
    expect(err).toContain('npm run build');
  });

  it('a demo without a TEE bundle is one JSON document with --json', async () => {
    const { code, out, err } = await run('demo', '--json');
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      simulated: true,
      version: '9.8.7',
      parts: [],
      failure: { code: 'TARGET_DEAD', origin: 'COMMS', reason: 'bundle-missing' },
    });
  });
});
