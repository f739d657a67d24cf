// The app that calls each of Electron's APIs (helpers/contract-app) and answers for what it saw, on real Electron when
// it is installed, else on the browser host.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll } from 'vitest';
import { launchChromium } from '../helpers/chromium.ts';
import { hostName, type RunningApp, startApp } from '../helpers/running-app.ts';

export const APP_DIR = path.resolve(import.meta.dirname, '../helpers/contract-app');
export const onHost = hostName === 'browser-host';

/** What the page's `window.contract` offers; see helpers/contract-app/preload.cjs. */
export interface PageSide {
  readonly contract: {
    invoke(channel: string, ...args: unknown[]): Promise<unknown>;
    on(channel: string, listener: (...args: unknown[]) => void): () => void;
    readonly held: { readonly list: number[] };
    heldLength(): number;
    exposeAgain(): string | null;
    requireOther(): string | null;
  };
}

let browser: Browser | undefined;
const folders: string[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'airaccount-contract-'));
  folders.push(folder);
  return folder;
}

export async function start(userData = newFolder()): Promise<RunningApp> {
  return startApp({
    appDir: APP_DIR,
    env: { CONTRACT_USER_DATA: userData },
    browser: async () => {
      browser ??= await launchChromium();
      return browser;
    },
  });
}

/** What the app's own side says; see helpers/contract-app/main.mjs. */
export function probeOf(app: RunningApp, name: string, ...args: unknown[]): Promise<unknown> {
  return app.page.evaluate(
    ([probeName, ...rest]) =>
      (globalThis as unknown as PageSide).contract.invoke('probe', probeName, ...rest),
    [name, ...args],
  );
}

afterAll(async () => {
  await browser?.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
