// Remembers who unlocked this window last, so that only the password has to be typed. A name is no secret.
import type { TextStorage } from '../../../tee-sim/client/pins.ts';

const KEY = 'airaccount.last-user';

export function lastUser(storage: TextStorage): string | undefined {
  return storage.getItem(KEY) ?? undefined;
}

export function rememberUser(storage: TextStorage, name: string): void {
  storage.setItem(KEY, name);
}
