// The built app as a whole, on Electron or the browser host: what it saves for people, what it remembers of
// itself, and that it ends in good order.
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Download } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bridge, menuKeys } from '../../preload/contract.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { ensureBuilt } from '../helpers/ensure-built.ts';
import { hostName, ROOT, type RunningApp, startApp } from '../helpers/running-app.ts';

const onHost = hostName === 'browser-host';

let browser: Browser;
let folder: string;
let userData: string;
let app: RunningApp;

type AppCalls = Bridge['app'];

/** As a page would, however wrong. */
function call(name: 'saveFile' | 'setLanguage', input: object): Promise<unknown> {
  return app.page.evaluate(
    ([calledName, calledInput]) => {
      const calls = (globalThis as unknown as { airaccount: { app: AppCalls } }).airaccount.app;
      return (calls[calledName] as (input: object) => Promise<unknown>)(calledInput);
    },
    [name, input] as const,
  );
}

function start(): Promise<RunningApp> {
  return startApp({
    appDir: ROOT,
    env: { AIRACCOUNT_USER_DATA: userData, DB_MASTER_KEY_FILE: path.join(folder, 'master.key') },
    browser: async () => browser,
  });
}

const readJson = (name: string): unknown => JSON.parse(readFileSync(path.join(userData, name), 'utf8'));
const logText = (): string => readFileSync(path.join(userData, 'logs/airaccount.log'), 'utf8');

beforeAll(async () => {
  await ensureBuilt('app');
  if (onHost) browser = await launchChromium();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airaccount-desktop-'));
  userData = path.join(folder, 'app');
  writeFileSync(path.join(folder, 'master.key'), randomBytes(32).toString('hex'), { mode: 0o600 });
});
afterEach(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Nobody is here to answer the system's own dialog. */
describe.runIf(onHost)('app.saveFile', () => {
  beforeEach(async () => {
    app = await start();
  });

  it.each([
    ['small', 'a,b\r\n"é密😀",=1+1\n', 1],
    ['of 20 MiB', '{"a":"\\"é"}\n', 1_500_000],
  ])('saves a text %s as it is, under its name, and leaves no copy behind', async (_, line, count) => {
    const coming = app.page.waitForEvent('download');
    const answer = await app.page.evaluate(
      ([repeated, times]) =>
        (globalThis as unknown as { airaccount: { app: AppCalls } }).airaccount.app.saveFile({
          suggestedName: '活动 2026-11-22',
          mimeType: 'application/json',
          text: repeated.repeat(times),
        }),
      [line, count] as const,
    );
    expect(answer).toEqual({ ok: true, value: { saved: true } });
    const file = await coming;
    expect(file.suggestedFilename()).toBe('活动 2026-11-22.json');
    expect(readFileSync(await file.path(), 'utf8') === line.repeat(count)).toBe(true);
    await expect.poll(() => readdirSync(path.join(userData, 'browser-host/saved'))).toEqual([]);
  });

  it.each([
    ['a path', { suggestedName: '../../x.csv', mimeType: 'text/csv', text: '' }, 'BAD_PARAMETERS'],
    ['a kind of its own', { suggestedName: 'x.html', mimeType: 'text/html', text: '' }, 'BAD_PARAMETERS'],
    ['no text', { suggestedName: 'x.csv', mimeType: 'text/csv' }, 'BAD_PARAMETERS'],
  ])('refuses %s from the page', async (_, input, code) => {
    expect(await call('saveFile', input)).toMatchObject({ ok: false, error: { code } });
    expect(existsSync(path.join(userData, 'browser-host/saved'))).toBe(false);
  });
});

it('lets the page download nothing by itself', async () => {
  app = await start();
  const downloads: Download[] = [];
  app.page.on('download', (file) => downloads.push(file));
  await app.page.evaluate(
    `for (const href of ['/index.html', URL.createObjectURL(new Blob(['x'])), 'data:text/plain,x']) {
       Object.assign(document.createElement('a'), { href, download: 'x' }).click();
     }`,
  );
  await expect.poll(() => logText().match(/"download-refused"/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
  expect(downloads).toEqual([]);
});

it('remembers window and language, and ends in good order, TEE first', async () => {
  mkdirSync(userData, { mode: 0o700 });
  writeFileSync(path.join(userData, 'window.json'), '{"v":1,"bounds":{"x":1e9');
  app = await start();
  expect(await call('setLanguage', { language: 'zh-CN' })).toEqual({ ok: true });
  expect(readJson('preferences.json')).toEqual({ v: 1, language: 'zh-CN' });
  expect(await call('setLanguage', { language: 'fr' })).toMatchObject({
    error: { code: 'BAD_PARAMETERS' },
  });
  process.kill(app.pid, 'SIGTERM');
  expect(await app.exited).toBe(0);
  expect(readJson('window.json')).toMatchObject({ v: 1, maximized: false, fullScreen: false, zoomLevel: 0 });
  const events = [...logText().matchAll(/"event":"([\w-]+)"/g)].map(([, event]) => event);
  expect(events.at(-1)).toBe('app-stopped');
  expect(events).toContain('tee-stopped');
  expect(events).not.toContain('uncaught-exception');
});

it.runIf(onHost)('goes to a screen at its key in the menu', async () => {
  app = await start();
  const { page } = app;
  await page.waitForLoadState();
  for (const screen of ['activity', 'trusted', 'wallets'] as const) {
    const keys = menuKeys[`show-${screen}`].replace('CmdOrCtrl', 'ControlOrMeta');
    // The menu reaches the page a moment after its document: a key that came first is pressed again.
    const pressed = async (): Promise<string> => {
      await page.keyboard.press(keys);
      return new URL(page.url()).hash;
    };
    await expect.poll(pressed, { interval: 250, timeout: 20_000 }).toBe(`#/${screen}`);
  }
});
