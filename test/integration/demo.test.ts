// `airaccount demo` as people run it: the built command, a real forked TEE, a temporary folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DemoPart } from '../../cli/demo-parts.ts';
import { ensureBuilt, ROOT } from '../helpers/ensure-built.ts';

interface DemoDocument {
  ok: boolean;
  simulated: boolean;
  failure?: { code: string; reason?: string };
  parts: DemoPart[];
}

let folder: string;

beforeAll(() => ensureBuilt('cli'));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-test-'));
  await mkdir(join(folder, 'tmp'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(
  args: readonly string[],
  outFolder = join(ROOT, 'out'),
  onOutput: (out: string, child: ChildProcess) => void = () => undefined,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(outFolder, 'cli/airaccount.mjs'), ...args], {
      env: { ...process.env, TMPDIR: join(folder, 'tmp') },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      onOutput(out, child);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** A copy of the build that a test may damage. */
async function copyOfBuild(): Promise<string> {
  const out = join(folder, 'out');
  for (const part of ['tee', 'cli']) await cp(join(ROOT, 'out', part), join(out, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return out;
}

describe('airaccount demo', () => {
  it('walks the whole path, says so in plain English, and leaves nothing behind', async () => {
    const { code, out, err } = await run(['demo']);
    expect(err).toBe('');
    expect(code).toBe(0);
    for (const text of [
      'The TEE is simulated',
      'Attestation verified',
      'session key wrapped',
      'signature and request digest verified',
      'First payment to this address.',
      'DELETE_WALLET with nothing shown for it: denied',
      'reason  maximum-needed',
      'DELETE_WALLET with factors shown for exactly this: done',
      'Row 14 read back',
      'none broken, none missing',
      'Wallet made of a phrase that was drawn in the TEE',
      'exactly what was reviewed',
      '0 of 23 sample values found',
      'Done:',
    ]) {
      expect(out).toContain(text);
    }
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('--json prints one document: two payments scored, stored, read back, verified', async () => {
    const { code, out } = await run(['demo', '--json']);
    expect(code).toBe(0);
    const document = JSON.parse(out) as DemoDocument;
    expect(document).toMatchObject({ ok: true, simulated: true });
    expect(document.parts.map(({ part }) => part)).toEqual([
      'tee',
      'attestation',
      'session',
      'owner',
      'wallet',
      'signed',
      'denied',
      'stepped-up',
      'assessed',
      'assessed',
      'log',
      'read-back',
      'read-back',
      'chain',
      'disk',
    ]);
    const [calm, machine] = document.parts.filter((part) => part.part === 'assessed');
    expect(calm?.assessment.level).toBe('Standard');
    expect(machine?.assessment.score).toBeGreaterThan(calm?.assessment.score ?? 100);
    expect(machine?.assessment.factors.map(({ rule }) => rule)).toContain('machine-like-input');
    expect(calm?.exchange.answer.signature).toMatch(/^[A-Za-z0-9_-]{86}$/);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('refuses a TEE bundle with one byte more than it was built with', async () => {
    const outFolder = await copyOfBuild();
    expect((await run(['demo', '--json'], outFolder)).code).toBe(0);
    await appendFile(join(outFolder, 'tee/tee.cjs'), '\n');
    const { code, out } = await run(['demo', '--json'], outFolder);
    expect(code).toBe(1);
    const document = JSON.parse(out) as DemoDocument;
    expect(document).toMatchObject({ ok: false, parts: [] });
    expect(document.failure).toMatchObject({ reason: 'attestation-measurement' });
  });

  it.skipIf(process.platform === 'win32')('interrupted, takes folder and TEE with it', async () => {
    let interrupted = false;
    const { code } = await run(['demo'], join(ROOT, 'out'), (out, child) => {
      if (interrupted || !out.includes('TEE started')) return;
      interrupted = true;
      child.kill('SIGTERM');
    });
    expect(code).toBe(143);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('says what to run when the TEE bundle is missing', async () => {
    const outFolder = await copyOfBuild();
    await rm(join(outFolder, 'tee'), { recursive: true });
    const { code, err } = await run(['demo'], outFolder);
    expect(code).toBe(1);
    expect(err).toContain('npm run build');
  });
});
