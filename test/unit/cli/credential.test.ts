import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCredential, credentialPins, readCredential } from '../../../cli/credential.ts';
import { nobleEngine } from '../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../tee-sim/crypto/random.ts';

const tee = new Uint8Array(32).fill(7);
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-credential-'));
  path = join(folder, 'client.json');
});
afterEach(() => rm(folder, { recursive: true }));

const create = () => createCredential(path, 'Reader', nobleEngine, randomBytes);

it('holds a key that signs for its certificate, in a file of its user alone', async () => {
  const { certificate } = await create();
  const read = await readCredential(path, nobleEngine);
  expect(read.certificate).toEqual(certificate);
  const signature = nobleEngine.sm2Sign(read.privateKey, tee, randomBytes);
  expect(nobleEngine.sm2Verify(certificate, tee, signature)).toBe(true);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('is never written over', async () => {
  await create();
  const before = await readFile(path);
  await expect(create()).rejects.toMatchObject({ check: 'client-file-exists' });
  expect(await readFile(path)).toEqual(before);
});

it('is not made where it cannot be', async () => {
  await expect(
    createCredential(join(folder, 'none', 'a.json'), 'Reader', nobleEngine, randomBytes),
  ).rejects.toMatchObject({ check: 'client-file-not-written' });
});

it.each([
  ['open to the group', async () => chmod(path, 0o640), 'client-file-open-to-others'],
  ['gone', async () => rm(path), 'client-file-missing'],
  ['cut short', async () => writeFile(path, '{"v":1,'), 'client-file-damaged'],
  ['without its key', async () => writeFile(path, '{"v":1,"name":"a"}'), 'client-file-damaged'],
  [
    'with a key that is none',
    async () => writeFile(path, JSON.stringify({ v: 1, name: 'a', privateKey: 'A'.repeat(43) })),
    'client-file-damaged',
  ],
])('is not used when it is %s', async (_what, spoil, check) => {
  await create();
  await spoil();
  await expect(readCredential(path, nobleEngine)).rejects.toMatchObject({ check });
});

it('remembers the device of first use beside the key, and nothing else of the pin', async () => {
  const { certificate } = await create();
  const pins = credentialPins(path, tee);
  expect(await pins.load()).toBeUndefined();
  const deviceIdentity = `04${'ab'.repeat(64)}`;
  await pins.save({ deviceIdentity, tee: 'ff'.repeat(32), client: 'ff'.repeat(32) });
  expect(await credentialPins(path, tee).load()).toEqual({
    deviceIdentity,
    tee: '07'.repeat(32),
    client: '00'.repeat(32),
  });
  expect((await readCredential(path, nobleEngine)).certificate).toEqual(certificate);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
