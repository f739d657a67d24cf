import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { osKeychain } from '../../../main/keychain.ts';
import { safeStorage } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

function on(platform: NodeJS.Platform): void {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
}

beforeEach(() => {
  vi.clearAllMocks();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('protects', () => {
  it.each(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'])('on Linux with %s', async (backend) => {
    on('linux');
    safeStorage.getSelectedStorageBackend.mockReturnValueOnce(backend);
    await expect(osKeychain.protects()).resolves.toBe(true);
  });

  it('not on Linux with plain text', async () => {
    on('linux');
    safeStorage.getSelectedStorageBackend.mockReturnValueOnce('basic_text');
    await expect(osKeychain.protects()).resolves.toBe(false);
  });

  it.each(['darwin', 'win32'] as const)('on %s, where no backend can be asked for', async (platform) => {
    on(platform);
    await expect(osKeychain.protects()).resolves.toBe(true);
    expect(safeStorage.getSelectedStorageBackend).not.toHaveBeenCalled();
  });

  it.each(['linux', 'darwin', 'win32'] as const)('not on %s without encryption', async (platform) => {
    on(platform);
    safeStorage.isAsyncEncryptionAvailable.mockResolvedValueOnce(false);
    await expect(osKeychain.protects()).resolves.toBe(false);
  });
});

it('wraps and unwraps, and passes on that a wrapping is stale', async () => {
  const wrapped = await osKeychain.wrap('text');
  await expect(osKeychain.unwrap(wrapped)).resolves.toEqual({ text: 'text', stale: false });
  safeStorage.decryptStringAsync.mockResolvedValueOnce({ result: 'text', shouldReEncrypt: true });
  await expect(osKeychain.unwrap(new Uint8Array(wrapped))).resolves.toEqual({ text: 'text', stale: true });
});
