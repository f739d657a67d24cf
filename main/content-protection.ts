// Keeps the window out of pictures and recordings while a secret is on it, where the system knows how to.
import type { BrowserWindow } from 'electron';

/** Whether it is kept out now. Linux has nothing of the kind, nor has a browser's page. */
export function protectContent(window: BrowserWindow | undefined, on: boolean): boolean {
  if (window === undefined || process.platform === 'linux') return false;
  window.setContentProtection(on);
  return window.isContentProtected();
}
