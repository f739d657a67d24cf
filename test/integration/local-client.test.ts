// The read-only client for real: the built command line as a process of its own, the local socket, the real TEE.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalClients, serveLocalClients } from '../../main/client-socket.ts';
import { localAddress } from '../../main/local-address.ts';
import { measureFile } from '../../main/measure.ts';
import { measurePeerProgram } from '../../main/peer-program.ts';
import type { ShownFactors } from '../../tee-sim/client/one-request.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { type ClientPermissions, clientIdSchema, presetPermissions } from '../../tee-sim/protocol/clients.ts';
import { connectOwner } from '../helpers/connect-owner.ts';
import { ensureBuilt, ROOT } from '../helpers/ensure-built.ts';
import { type Harness, startTee } from '../helpers/tee-harness.ts';
import type { TestUser } from '../helpers/test-user.ts';
import { importWalletOver } from '../helpers/wallets.ts';

const PROGRAM = join(ROOT, 'out/cli/airaccount.mjs');
const NAME = 'Ada';
const PASSWORD = 'correct horse battery';

let folder: string;
let harness: Harness;
let clients: LocalClients;
let address: string[];
let passwordFile: string;
let clientFile: string;
let owner: TestUser;

beforeAll(async () => {
  await ensureBuilt('cli');
  folder = await mkdtemp(join(tmpdir(), 'airaccount-local-'));
  passwordFile = join(folder, 'password');
  clientFile = join(folder, 'reader.json');
  await writeFile(passwordFile, `${PASSWORD}\n`);
  harness = await startTee();
  address = ['10.1.2.3'];
  clients = await serveLocalClients(localAddress(folder), {
    tee: harness.driver,
    contextOf: (channelId) => ({ channelId, addresses: address }),
    measure: measurePeerProgram,
    log: () => undefined,
  });
  owner = await connectOwner(harness.client, { name: NAME, password: PASSWORD });
  await importWalletOver(harness.client, { name: 'Savings' });
});
afterAll(async () => {
  await clients.close();
  await harness.stop();
  await rm(folder, { recursive: true });
});

/** What the device owner shows in the app: two factors for exactly one operation. */
const bothFactors = (): ShownFactors => owner.proof(Date.now(), 'password', 'recovery-code');

async function register(clientId: string, binaryHash: string, permissions: ClientPermissions): Promise<void> {
  await harness.client.invoke(
    'REGISTER_CLIENT',
    { clientId: clientIdSchema.parse(clientId), name: 'Reader', binaryHash, permissions },
    { proof: bothFactors() },
  );
}

async function allowLocalClients(localClients: boolean): Promise<void> {
  const { version, policy } = (await harness.client.invoke('GET_POLICY', {})).result;
  await harness.client.invoke(
    'CHANGE_POLICY',
    { baseVersion: version, policy: { ...policy, networkSecurity: { localClients } } },
    { proof: bothFactors() },
  );
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(...args: string[]): Promise<Ran> {
  return runProgram(PROGRAM, args);
}

function runProgram(program: string, args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { ...process.env, AIRACCOUNT_USER_DATA: folder };
    execFile(process.execPath, [program, ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** Without hours: the test runs at any of them. */
function readOnlyAnytime(): ClientPermissions {
  const { accessTimeWindow: _, ...permissions } = presetPermissions('read-only', 'UTC');
  return permissions;
}

describe('a client on the local socket', () => {
  it('is made: a key that only its user can read, an id, and its program hash', async () => {
    const made = await run('client', 'new', clientFile, '--name', 'Reader');
    expect(made.code).toBe(0);
    expect(made.out).toContain(bytesToHex(await measureFile(PROGRAM)));
    const again = await run('client', 'new', clientFile);
    expect(again.code).toBe(1);
    expect(again.err).toContain('client-file-exists');
  });

  it('is refused until the device owner registers it, and told what to do', async () => {
    const { code, out, err } = await run('--client', clientFile, 'status');
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toMatch(/reason +unknown-client/);
    expect(err).toMatch(/layer +1 of 4/);
    expect(err).toContain('Register this client');
  });

  it('is registered as S2’s read-only client, and answered', async () => {
    const id = /client id +([0-9a-f]{64})/.exec(
      (await run('client', 'new', join(folder, 'x.json'))).out,
    )?.[1];
    expect(id).toBeDefined();
    clientFile = join(folder, 'x.json');
    await register(id ?? '', bytesToHex(await measureFile(PROGRAM)), readOnlyAnytime());
    const status = await run('--client', clientFile, 'status', '--json');
    expect(status.err).toBe('');
    expect(JSON.parse(status.out)).toMatchObject({
      ok: true,
      simulated: true,
      clientName: 'Reader',
      firstUse: true,
      status: { ownerExists: true },
    });
    expect(status.code).toBe(0);
  });

  it('reads wallets and history for a user who logs in', async () => {
    const wallets = await run(
      ...['--client', clientFile, 'wallets', '--user', NAME, '--password-file', passwordFile, '--json'],
    );
    expect(JSON.parse(wallets.out)).toMatchObject({ ok: true, user: NAME, wallets: [{ name: 'Savings' }] });
    const history = await run(
      ...['--client', clientFile, 'history', '--user', NAME, '--password-file', passwordFile],
    );
    expect(history.code).toBe(0);
    expect(history.out).toMatch(/Log: \d+ rows, newest first/);
    expect(history.out + wallets.out).not.toContain(PASSWORD);
  });

  it('is denied with a wrong password, and asks for one only at a terminal', async () => {
    const wrong = join(folder, 'wrong');
    await writeFile(wrong, 'wrong horse battery');
    const denied = await run(
      ...['--client', clientFile, 'wallets', '--user', NAME, '--password-file', wrong, '--json'],
    );
    expect(denied.code).toBe(3);
    expect(JSON.parse(denied.out)).toMatchObject({ ok: false, failure: { layer: 2, reason: 'wrong-proof' } });
    const blind = await run('--client', clientFile, 'wallets', '--user', NAME);
    expect(blind.code).toBe(1);
    expect(blind.err).toContain('no-terminal');
  });

  it('is denied outside of its address range: which rule, and what would satisfy it', async () => {
    address = ['203.0.113.9'];
    const { code, out } = await run('--client', clientFile, 'status', '--json');
    address = ['10.1.2.3'];
    expect(code).toBe(3);
    const { failure } = JSON.parse(out);
    expect(failure).toMatchObject({
      code: 'ACCESS_DENIED',
      layer: 1,
      reason: 'outside-address-range',
      denied: { check: 'address-range', outcome: 'deny' },
    });
    expect(failure.hint).toContain('network');
  });

  it('whose program changed is told so, and may only say who it is until that is confirmed', async () => {
    const changed = join(folder, 'changed.mjs');
    await writeFile(changed, `${await readFile(PROGRAM, 'utf8')}\n`);
    const status = await runProgram(changed, ['--client', clientFile, 'status', '--json']);
    expect(JSON.parse(status.out)).toMatchObject({ ok: true, programChanged: true });
    const wallets = await runProgram(changed, [
      ...['--client', clientFile, 'wallets', '--user', NAME, '--password-file', passwordFile, '--json'],
    ]);
    expect(wallets.code).toBe(3);
    expect(JSON.parse(wallets.out)).toMatchObject({
      ok: false,
      failure: { code: 'SECURITY', layer: 1, reason: 'client-program-changed' },
    });
  });

  it('may not do what it was not registered for', async () => {
    const other = join(folder, 'blind.json');
    const made = await run('client', 'new', other);
    const id = /client id +([0-9a-f]{64})/.exec(made.out)?.[1] ?? '';
    const permissions: ClientPermissions = { ...readOnlyAnytime(), allowedOperations: ['Authenticate'] };
    await register(id, bytesToHex(await measureFile(PROGRAM)), permissions);
    const { code, out } = await run(
      ...['--client', other, 'wallets', '--user', NAME, '--password-file', passwordFile, '--json'],
    );
    expect(code).toBe(3);
    expect(JSON.parse(out).failure).toMatchObject({ layer: 1, reason: 'operation-not-allowed' });
  });

  it('is served only while the policy lets local clients in', async () => {
    await allowLocalClients(false);
    const off = await run('--client', clientFile, 'status', '--json');
    await allowLocalClients(true);
    expect(off.code).toBe(3);
    expect(JSON.parse(off.out).failure).toMatchObject({ layer: 1, reason: 'operation-not-allowed' });
    expect((await run('--client', clientFile, 'status')).code).toBe(0);
  });

  it('meets another device with the same file: stops, and sends it nothing', async () => {
    const file = JSON.parse(await readFile(clientFile, 'utf8'));
    expect(file.device).toBe(harness.client.attestation?.deviceIdentity);
    const other = join(folder, 'moved.json');
    await writeFile(other, JSON.stringify({ ...file, device: `04${'0'.repeat(128)}` }), { mode: 0o600 });
    const { code, err } = await run('--client', other, 'status');
    expect(code).toBe(1);
    expect(err).toMatch(/reason +attestation-pin/);
  });

  it.each([
    ['that others can read', 'client-file-open-to-others', async (path: string) => chmod(path, 0o644)],
    ['that is damaged', 'client-file-damaged', async (path: string) => writeFile(path, '{"v":1}')],
    ['that is not there', 'client-file-missing', async (path: string) => rm(path)],
  ])('does not use a file %s', async (_what, check, spoil) => {
    const path = join(folder, `${check}.json`);
    await writeFile(path, await readFile(clientFile), { mode: 0o600 });
    await spoil(path);
    const { code, err } = await run('--client', path, 'status');
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`check +${check}`));
  });

  it('says so when no app runs', async () => {
    await clients.close();
    const { code, err } = await run('--client', clientFile, 'status');
    expect(code).toBe(4);
    expect(err).toContain('The app is not running');
  });
});
