import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createAppHandlers } from '../../../../main/ipc/app-handlers.ts';
import type { LogEvent } from '../../../../main/log-entry.ts';
import { contract } from '../../../../preload/contract.ts';
import { shell } from '../electron-double.ts';

vi.mock('electron', () => import('../electron-double.ts'));

const logged: LogEvent[] = [];
const languages: string[] = [];
let explorers: string[] = [];
const handlers = createAppHandlers(
  {
    version: '1.2.3',
    expectedClientMeasurement: 'ab'.repeat(32),
    masterKeySource: async () => 'plain-keychain',
  },
  { set: (language) => languages.push(language) },
  async () => explorers,
  (event) => logged.push(event),
);

beforeEach(() => {
  shell.openExternal.mockClear();
  logged.length = 0;
});

it('opens links of the list, and no others', async () => {
  await handlers.openExternal({ url: 'https://eips.ethereum.org/' });
  expect(shell.openExternal).toHaveBeenCalledExactlyOnceWith('https://eips.ethereum.org/');
  await expect(handlers.openExternal({ url: 'https://example.org/' })).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
  });
  expect(logged).toEqual(['external-refused']);
});

it('opens the explorers of the networks that there are now', async () => {
  explorers = ['https://scan.example'];
  await handlers.openExternal({ url: 'https://scan.example/tx/0x1' });
  expect(shell.openExternal).toHaveBeenCalledExactlyOnceWith('https://scan.example/tx/0x1');
  explorers = [];
  await expect(handlers.openExternal({ url: 'https://scan.example/tx/0x1' })).rejects.toThrow();
});

it('hands the language on', async () => {
  await expect(handlers.setLanguage({ language: 'zh-CN' })).resolves.toBeUndefined();
  expect(languages).toEqual(['zh-CN']);
});

it('protects no window where there is none', async () => {
  await expect(handlers.protectContent({ on: true })).resolves.toEqual({ isProtected: false });
});

describe('info', () => {
  it('is what the contract says, and names a plain keychain', async () => {
    const info = await handlers.info();
    expect(contract.app.info.output.safeParse(info).error).toBeUndefined();
    expect(info).toMatchObject({
      version: '1.2.3',
      host: 'browser-host',
      masterKeySource: 'plain-keychain',
      expectedClientMeasurement: 'ab'.repeat(32),
      versions: { node: process.versions.node },
    });
  });

  it('says Electron where it is Electron', async () => {
    Object.defineProperty(process.versions, 'electron', {
      value: '45.0.0',
      configurable: true,
      enumerable: true,
    });
    try {
      await expect(handlers.info()).resolves.toMatchObject({
        host: 'electron',
        versions: { electron: '45.0.0' },
      });
    } finally {
      Reflect.deleteProperty(process.versions, 'electron');
    }
  });
});
