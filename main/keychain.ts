// The OS keychain through Electron's `safeStorage`, its asynchronous half only. Used after `ready`.
import { safeStorage } from 'electron';
import type { Keychain } from './wrapped-key.ts';

export const osKeychain: Keychain = {
  async protects() {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
    // Chromium's `basic_text` encrypts with a password that is in its source code.
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  },
  wrap: (text) => safeStorage.encryptStringAsync(text),
  async unwrap(wrapped) {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(wrapped));
    return { text: result, stale: shouldReEncrypt };
  },
};
