// Playwright's `test` with the built app in it: each spec gets its own app process, its own throw-away
// data folder and a master key file, and a page that was watched from its first request on.
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, test as base, type Page } from '@playwright/test';
import { en } from '../../renderer/i18n/en.ts';
import { zhCn } from '../../renderer/i18n/zh-cn.ts';
import { Keepsakes, setUpDevice, unlockDevice } from '../e2e/owner.ts';
import { launchChromium } from './chromium.ts';
import { hostName, ROOT, type RunningApp, startApp } from './running-app.ts';

export { expect, type Page } from '@playwright/test';
export { hostName } from './running-app.ts';

/** What a page did that it should not, filled as it happens. */
export interface Watched {
  readonly violations: string[];
  readonly errors: string[];
  readonly requests: string[];
}

export interface LaunchOptions {
  /** Instead of the spec's own; null: none. */
  readonly masterKeyFile?: string | null;
  /** Instead of the repository. */
  readonly appDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Options {
  /** With its owner, unlocked; or as it comes, to be set up. `launch` leaves the former locked. */
  device: 'owned' | 'new';
}

interface Fixtures extends Options {
  userData: string;
  masterKeyFile: string;
  watched: Watched;
  /** Starts the app on the spec's data folder; every app started is ended with the spec. */
  launch: (options?: LaunchOptions) => Promise<RunningApp>;
  app: RunningApp;
  /** What the owner of the spec's own device keeps; empty of a new one. */
  kept: Keepsakes;
}

/** A data folder with its master key, and what its owner keeps. */
export interface OwnedDevice {
  readonly folder: string;
  readonly kept: Keepsakes;
}

interface WorkerFixtures {
  chromiumOnce: () => Promise<Browser>;
  /** Set up once for many specs, each of which works on a copy. */
  ownedDevice: () => Promise<OwnedDevice>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  chromiumOnce: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is used here
    async ({}, use) => {
      let started: Promise<Browser> | undefined;
      await use(() => {
        started ??= launchChromium();
        return started;
      });
      await (await started)?.close();
    },
    { scope: 'worker' },
  ],

  ownedDevice: [
    async ({ chromiumOnce }, use) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'airaccount-e2e-'));
      let made: Promise<OwnedDevice> | undefined;
      await use(() => {
        made ??= setUpOnce(folder, chromiumOnce);
        return made;
      });
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  device: ['owned', { option: true }],

  userData: async ({ device, ownedDevice }, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'airaccount-e2e-'));
    if (device === 'owned') cpSync((await ownedDevice()).folder, folder, { recursive: true });
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },

  masterKeyFile: async ({ device, userData }, use) => {
    await use(device === 'owned' ? path.join(userData, KEY_FILE) : newMasterKeyFile(userData, KEY_FILE));
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  watched: async ({}, use) => {
    await use({ violations: [], errors: [], requests: [] });
  },

  launch: async ({ userData, masterKeyFile, watched, chromiumOnce, locale, colorScheme }, use, testInfo) => {
    if (!existsSync(path.join(ROOT, 'out/main/index.js'))) throw new Error('Build first: npm run build');
    const apps: RunningApp[] = [];
    await use(async (options = {}) => {
      const { masterKeyFile: keyFile = masterKeyFile, env } = options;
      const app = await startApp({
        appDir: options.appDir ?? ROOT,
        env: {
          AIRACCOUNT_USER_DATA: path.join(userData, 'app'),
          ...(keyFile === null ? {} : { DB_MASTER_KEY_FILE: keyFile }),
          ...env,
        },
        browser: chromiumOnce,
        context: { locale: locale ?? 'en-US', colorScheme: colorScheme ?? 'light' },
        watch: (page) => watch(page, watched),
      });
      apps.push(app);
      return app;
    });
    if (testInfo.status !== testInfo.expectedStatus) await keepEvidence(apps, testInfo.outputPath());
    for (const app of apps) await app.stop();
  },

  app: async ({ launch }, use) => {
    await use(await launch());
  },

  kept: async ({ device, ownedDevice }, use) => {
    await use(device === 'owned' ? (await ownedDevice()).kept.copy() : new Keepsakes());
  },

  page: async ({ app, device, locale }, use) => {
    if (device === 'owned') await unlockDevice(app.page, locale === 'zh-CN' ? zhCn : en);
    await use(app.page);
  },
});

const KEY_FILE = 'master.key';

async function setUpOnce(folder: string, browser: () => Promise<Browser>): Promise<OwnedDevice> {
  const env = {
    AIRACCOUNT_USER_DATA: path.join(folder, 'app'),
    DB_MASTER_KEY_FILE: newMasterKeyFile(folder, KEY_FILE),
  };
  const app = await startApp({ appDir: ROOT, env, browser, context: { locale: 'en-US' } });
  const kept = await setUpDevice(app.page);
  await app.stop();
  return { folder, kept };
}

/** A key file as the app wants it: 64 hex digits, readable by its owner only. */
export function newMasterKeyFile(folder: string, name: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return file;
}

/** In the page: says aloud every broken rule of its policy, also those that Chromium does not log. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.debug('policy violation:', event.effectiveDirective, event.blockedURI, event.sample))`;

function watch(page: Page, { violations, errors, requests }: Watched): void {
  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith('policy violation:')) violations.push(text);
    // Chromium's own words for the same.
    else if (message.type() === 'error' && !/Content Security Policy|Trusted ?Type/i.test(text))
      errors.push(text);
  });
  // Before the page's first script; where it already runs (Electron opens it by itself), at once too.
  void page.addInitScript(REPORT_VIOLATIONS);
  if (page.url().startsWith('app:')) void page.evaluate(REPORT_VIOLATIONS);
  // The browser host's own questions; in Electron they are the system's (see running-app.ts).
  page.on(
    'dialog',
    (question) => void (question.type() === 'confirm' ? question.accept() : question.dismiss()),
  );
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
}

async function keepEvidence(apps: readonly RunningApp[], folder: string): Promise<void> {
  for (const [index, app] of apps.entries()) {
    const file = path.join(folder, `app-${index}-${hostName}`);
    await app.page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => undefined);
    writeFileSync(`${file}.log`, app.output());
  }
}
