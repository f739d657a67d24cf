// Electron's `safeStorage` on a machine without a keychain: it says so and keeps nothing. The host
// has no application identity that an OS keychain could tell from any other Node program.
import { isAppReady } from './app.ts';

function unavailable(): Promise<never> {
  return Promise.reject(new Error('Encryption is not available.'));
}

export const safeStorage: Pick<
  Electron.SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
> = {
  isAsyncEncryptionAvailable: () => Promise.resolve(false),
  getSelectedStorageBackend: () => (isAppReady() ? 'basic_text' : 'unknown'),
  encryptStringAsync: unavailable,
  decryptStringAsync: unavailable,
};
