import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEvent } from '../../../main/log-entry.ts';
import { type Keychain, WrappedKey } from '../../../main/wrapped-key.ts';
import { randomBytes } from '../../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, bytesToHex } from '../../../tee-sim/protocol/bytes.ts';

const MARK = 0x55;

/** Wraps by XOR, so that what is stored is not the key; its own key can change, and it can be locked. */
class FakeKeychain implements Keychain {
  isReal = true;
  locked = false;
  stale = false;

  /** The answers to come, before `isReal` counts: availability can flicker. */
  flickers: boolean[] = [];

  async protects(): Promise<boolean> {
    return this.flickers.shift() ?? this.isReal;
  }

  async wrap(text: string): Promise<Uint8Array> {
    if (this.locked) throw new Error('locked');
    return Buffer.from(text).map((byte) => byte ^ MARK);
  }

  async unwrap(wrapped: Uint8Array): Promise<{ text: string; stale: boolean }> {
    if (this.locked) throw new Error('locked');
    return { text: Buffer.from(wrapped.map((byte) => byte ^ MARK)).toString(), stale: this.stale };
  }
}

let folder: string;
let path: string;
let keychain: FakeKeychain;
let dataExists: boolean;
let logged: LogEvent[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-wrapped-'));
  path = join(folder, 'user-data', 'master-key.json');
  keychain = new FakeKeychain();
  dataExists = false;
  logged = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** As after a restart of the app: nothing is remembered. */
function open(): WrappedKey {
  return new WrappedKey({
    kind: 'master-key',
    path,
    keychain,
    dataExists: () => dataExists,
    draw: () => randomBytes(32),
    log: (event) => logged.push(event),
  });
}

const noKey = (code: string) => ({ code, reason: 'no-master-key' });
const stored = () => readFile(path, 'utf8');

describe('the first start', () => {
  it('makes a key and stores it wrapped, for its owner only', async () => {
    await expect(open().source()).resolves.toBe('keychain');
    const { key, source } = await open().load();
    expect(key).toHaveLength(32);
    expect(key.some((byte) => byte !== 0)).toBe(true);
    expect(source).toBe('keychain');
    const text = await stored();
    expect(text).not.toContain(bytesToBase64Url(key));
    expect(text).not.toContain(bytesToHex(key));
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'user-data'))).toEqual(['master-key.json']);
    expect(logged).toEqual(['master-key-created']);
  });

  it('is followed by the same key ever after', async () => {
    const { key } = await open().load();
    await expect(open().load()).resolves.toEqual({ key, source: 'keychain' });
    expect(logged).toEqual(['master-key-created']);
  });

  it('makes another key on another machine', async () => {
    const { key } = await open().load();
    path = join(folder, 'other', 'master-key.json');
    expect((await open().load()).key).not.toEqual(key);
  });

  it('makes no key beside data that already has one', async () => {
    dataExists = true;
    await expect(open().load()).rejects.toMatchObject(noKey('NO_DATA'));
    await expect(stored()).rejects.toThrow('ENOENT');
  });

  it('that cannot store the key does not use it', async () => {
    await writeFile(join(folder, 'user-data'), 'a file where the folder should be');
    await expect(open().load()).rejects.toMatchObject(noKey('STORAGE_NOT_AVAILABLE'));
  });

  it('with a keychain that does not say whether it protects stores nothing', async () => {
    keychain.protects = () => Promise.reject(new Error('no bus'));
    await expect(open().load()).rejects.toMatchObject(noKey('STORAGE_NOT_AVAILABLE'));
    await expect(stored()).rejects.toThrow('ENOENT');
  });

  it('with a keychain that refuses stores nothing', async () => {
    keychain.locked = true;
    await expect(open().load()).rejects.toMatchObject(noKey('STORAGE_NOT_AVAILABLE'));
    await expect(stored()).rejects.toThrow('ENOENT');
  });
});

describe('a keychain that does not protect', () => {
  beforeEach(() => {
    keychain.isReal = false;
  });

  it('is named as what it is, before and after', async () => {
    await expect(open().source()).resolves.toBe('plain-keychain');
    const { key, source } = await open().load();
    expect(source).toBe('plain-keychain');
    await expect(open().load()).resolves.toEqual({ key, source: 'plain-keychain' });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('gives the key over to one that does as soon as there is one', async () => {
    const { key } = await open().load();
    keychain.isReal = true;
    await expect(open().load()).resolves.toEqual({ key, source: 'keychain' });
    expect(await stored()).not.toContain(bytesToBase64Url(key));
    expect(logged).toEqual(['master-key-created', 'master-key-rewrapped']);
    await expect(open().load()).resolves.toEqual({ key, source: 'keychain' });
  });

  it('keeps the key where it is when the new one refuses', async () => {
    const { key } = await open().load();
    keychain.isReal = true;
    keychain.locked = true;
    await expect(open().load()).resolves.toEqual({ key, source: 'plain-keychain' });
    expect(logged).toEqual(['master-key-created', 'master-key-not-rewrapped']);
  });
});

describe('a stored key', () => {
  it('is wrapped again when the keychain says that it is stale', async () => {
    const { key } = await open().load();
    keychain.stale = true;
    await expect(open().load()).resolves.toEqual({ key, source: 'keychain' });
    expect(logged).toEqual(['master-key-created', 'master-key-rewrapped']);
  });

  it('that the keychain does not give is ACCESS_DENIED, and is left alone', async () => {
    await open().load();
    const before = await stored();
    keychain.locked = true;
    await expect(open().load()).rejects.toMatchObject(noKey('ACCESS_DENIED'));
    expect(await stored()).toBe(before);
    await expect(open().source()).resolves.toBe('keychain');
  });

  it.each([false, true])(
    'stays wrapped when the keychain has become plain text; stale: %s',
    async (stale) => {
      const { key } = await open().load();
      const before = await stored();
      keychain.isReal = false;
      keychain.stale = stale;
      await expect(open().load()).resolves.toEqual({ key, source: 'keychain' });
      expect(await stored()).toBe(before);
    },
  );

  it.each([
    ['at the first question', [false, true, true]],
    ['at the second', [true, false, true]],
    ['at the third', [true, true, false]],
  ])('is never written plain by a keychain that flickers %s', async (_, flickers) => {
    const { key } = await open().load();
    keychain.stale = true;
    keychain.flickers = flickers;
    await expect(open().load()).resolves.toEqual({ key, source: 'keychain' });
    expect(JSON.parse(await stored())).toMatchObject({ protection: 'keychain' });
    expect(await stored()).not.toContain(bytesToBase64Url(key));
  });

  it.each([
    ['empty', ''],
    ['not JSON', 'master key'],
    ['of another version', JSON.stringify({ v: 2, protection: 'keychain', key: 'AAAA' })],
    ['of another protection', JSON.stringify({ v: 1, protection: 'hope', key: 'AAAA' })],
    ['with more in it', JSON.stringify({ v: 1, protection: 'none', key: 'A'.repeat(43), more: 1 })],
    ['not base64url', JSON.stringify({ v: 1, protection: 'keychain', key: '!' })],
    ['a plain key too short', JSON.stringify({ v: 1, protection: 'none', key: 'A'.repeat(42) })],
    ['a wrapped key that unwraps to no key', JSON.stringify({ v: 1, protection: 'keychain', key: 'AAAA' })],
  ])('%s is CORRUPT_OBJECT, and is never overwritten', async (_, text) => {
    await open().load();
    await writeFile(path, text);
    await expect(open().load()).rejects.toMatchObject(noKey('CORRUPT_OBJECT'));
    expect(await stored()).toBe(text);
    expect(logged).toEqual(['master-key-created']);
  });

  it.runIf(process.platform !== 'win32')(
    'that cannot be read is STORAGE_NOT_AVAILABLE, and is never made anew',
    async () => {
      await mkdir(join(folder, 'user-data'));
      await symlink(path, path);
      await expect(open().load()).rejects.toMatchObject(noKey('STORAGE_NOT_AVAILABLE'));
      expect(await readlink(path)).toBe(path);
      expect(logged).toEqual([]);
    },
  );
});
