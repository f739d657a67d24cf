import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeKeyVariables } from '../../../main/key-variables.ts';
import { createMasterKeyLoader } from '../../../main/master-key.ts';
import { bytesToHex } from '../../../tee-sim/protocol/bytes.ts';

const HEX = '00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const keychain = { load: vi.fn(), source: vi.fn() };
const posix = process.platform !== 'win32';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-key-'));
  path = join(folder, 'key');
  keychain.load.mockReset().mockResolvedValue({ key: new Uint8Array(32), source: 'keychain' });
  keychain.source.mockReset().mockResolvedValue('keychain');
});
afterEach(async () => {
  expect(keychain.load).not.toHaveBeenCalled();
  await rm(folder, { recursive: true });
});

const fromFile = () => createMasterKeyLoader({ file: path, key: undefined }, keychain);
const fromVariable = (key: string) => createMasterKeyLoader({ file: undefined, key }, keychain);
const noKey = (code: string) => ({ code, reason: 'no-master-key', origin: 'COMMS' });

describe('takeKeyVariables', () => {
  it('removes both from the environment, so that no child has them', () => {
    const environment: NodeJS.ProcessEnv = { DB_MASTER_KEY: HEX, DB_MASTER_KEY_FILE: '/k', PATH: '/bin' };
    expect(takeKeyVariables(environment)).toEqual({ file: '/k', key: HEX });
    expect(environment).toEqual({ PATH: '/bin' });
  });

  it('tells unset from empty', () => {
    expect(takeKeyVariables({})).toEqual({ file: undefined, key: undefined });
    expect(takeKeyVariables({ DB_MASTER_KEY: '' }).key).toBe('');
  });
});

describe('DB_MASTER_KEY_FILE', () => {
  it.each([
    ['64 hex digits', HEX],
    ['with a line end', `${HEX}\n`],
    ['with white space around', ` \t${HEX}\r\n\n`],
    ['in upper case', HEX.toUpperCase()],
    ['32 raw bytes', Buffer.from(HEX, 'hex')],
  ])('holds %s', async (_, content) => {
    await writeFile(path, content, { mode: 0o600 });
    const { key, source } = await fromFile().load();
    expect(bytesToHex(key)).toBe(HEX);
    expect(source).toBe('file');
  });

  it('is read anew each time, because the driver wipes what it got', async () => {
    await writeFile(path, HEX, { mode: 0o600 });
    const loader = fromFile();
    (await loader.load()).key.fill(0);
    expect(bytesToHex((await loader.load()).key)).toBe(HEX);
  });

  it.each([
    ['empty', ''],
    ['only white space', '\n'],
    ['one digit short', HEX.slice(1)],
    ['one digit long', `${HEX}0`],
    ['33 raw bytes', Buffer.alloc(33)],
    ['not hex', HEX.replace('f', 'g')],
    ['white space inside', `${HEX.slice(0, 32)} ${HEX.slice(32)}`],
    ['two keys', `${HEX}\n${HEX}\n`],
    ['prefixed', `0x${HEX.slice(2)}`],
    ['huge', 'a'.repeat(100_000)],
  ])('%s is BAD_FORMAT', async (_, content) => {
    await writeFile(path, content, { mode: 0o600 });
    await expect(fromFile().load()).rejects.toMatchObject(noKey('BAD_FORMAT'));
  });

  it('missing is NO_DATA, and no other source is tried', async () => {
    const loader = createMasterKeyLoader({ file: path, key: HEX }, keychain);
    await expect(loader.load()).rejects.toMatchObject(noKey('NO_DATA'));
    await expect(loader.source()).resolves.toBe('file');
  });

  it('that is a folder is BAD_FORMAT', async () => {
    await mkdir(path, { mode: 0o700 });
    await expect(fromFile().load()).rejects.toMatchObject(noKey('BAD_FORMAT'));
  });

  it.runIf(posix).each([0o640, 0o604, 0o644, 0o620, 0o601])('of mode %o is ACCESS_DENIED', async (mode) => {
    await writeFile(path, HEX);
    await chmod(path, mode);
    await expect(fromFile().load()).rejects.toMatchObject(noKey('ACCESS_DENIED'));
  });

  it.runIf(posix).each([0o600, 0o400])('of mode %o is read', async (mode) => {
    await writeFile(path, HEX);
    await chmod(path, mode);
    await expect(fromFile().load()).resolves.toMatchObject({ source: 'file' });
  });

  it.runIf(posix && process.getuid?.() !== 0)('that may not be read is ACCESS_DENIED', async () => {
    await writeFile(path, HEX, { mode: 0o000 });
    await expect(fromFile().load()).rejects.toMatchObject(noKey('ACCESS_DENIED'));
  });
});

describe('DB_MASTER_KEY', () => {
  it('is 64 hex digits, and can be loaded again for a restart', async () => {
    const loader = fromVariable(HEX);
    (await loader.load()).key.fill(0);
    const { key, source } = await loader.load();
    expect(bytesToHex(key)).toBe(HEX);
    expect(source).toBe('environment');
    await expect(loader.source()).resolves.toBe('environment');
  });

  it.each(['', 'short', `${HEX}00`, HEX.replace('0', 'ö'), '密'.repeat(32)])(
    '%j is BAD_FORMAT',
    async (text) => {
      await expect(fromVariable(text).load()).rejects.toMatchObject(noKey('BAD_FORMAT'));
    },
  );
});

it('without either, the keychain is asked', async () => {
  const loader = createMasterKeyLoader({ file: undefined, key: undefined }, keychain);
  await expect(loader.load()).resolves.toMatchObject({ source: 'keychain' });
  await expect(loader.source()).resolves.toBe('keychain');
  keychain.load.mockClear();
});
