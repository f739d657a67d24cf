// Holds what answers `import 'electron'` (real Electron when it is installed, else the browser host) to
// what Electron's documentation says of each API that the product uses.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../helpers/chromium.ts';
import { collect, hostName, type RunningApp, spawnHost, startApp } from '../helpers/running-app.ts';

const APP_DIR = path.resolve(import.meta.dirname, '../helpers/contract-app');
const onHost = hostName === 'browser-host';

/** What the page's `window.contract` offers; see helpers/contract-app/preload.cjs. */
interface PageSide {
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
let app: RunningApp;
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'contract-'));
  folders.push(folder);
  return folder;
}

async function start(userData = newFolder()): Promise<RunningApp> {
  return startApp({
    appDir: APP_DIR,
    env: { CONTRACT_USER_DATA: userData },
    browser: async () => {
      browser ??= await launchChromium();
      return browser;
    },
  });
}

function probe(name: string, ...args: unknown[]): Promise<unknown> {
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

describe(`Electron's API as answered by ${hostName}`, () => {
  beforeAll(async () => {
    app = await start(path.join(newFolder(), 'user-data'));
  });
  afterAll(() => app.stop());
  afterEach(() => probe('clearSeen'));

  describe('app', () => {
    it('holds back windows and utility processes until it is ready', async () => {
      const early = (await probe('early')) as Record<string, unknown>;
      expect(early['lock']).toBe(true);
      expect(early['windowError']).toMatch(/before app is ready/);
      expect(early['forkError']).toMatch(/before app is ready/);
    });

    it('refuses after ready what must be said before', async () => {
      const errors = (await probe('lateErrors')) as Record<string, string | null>;
      expect(errors['enableSandbox']).toMatch(/before app is ready/);
      expect(errors['schemes']).toMatch(/before app is ready/);
    });

    it('answers that it is not packaged, and the paths', async () => {
      expect(await probe('isPackaged')).toBe(false);
      expect(await probe('path', 'userData')).toMatch(/user-data$/);
      expect(path.isAbsolute(String(await probe('path', 'home')))).toBe(true);
      expect(await probe('pathError', 'no-such-name')).toMatch(/path/);
      for (const error of (await probe('setPathErrors')) as unknown[]) expect(error).toMatch(/path/);
    });

    it('gives the lock to one process per folder and tells it of the second', async () => {
      if (!onHost) return;
      const second = spawnHost(APP_DIR, { CONTRACT_USER_DATA: String(await probe('path', 'userData')) });
      const output = collect(second);
      const code = await new Promise((resolve) => second.once('exit', resolve));
      expect(output()).toContain('contract: second');
      expect(code).toBe(0);
      await expect
        .poll(async () => ((await probe('seen')) as { second: unknown[] }).second)
        .toEqual([{ argv: expect.arrayContaining(['--print-address']), folder: APP_DIR }]);
    });
  });

  describe('BrowserWindow and webContents', () => {
    it('loads the page and is ready to show once', async () => {
      await expect.poll(() => app.output()).toContain('contract: loaded');
      expect(app.output().match(/contract: ready-to-show/g)).toHaveLength(1);
      expect(await probe('window')).toEqual({
        destroyed: false,
        minimized: false,
        contentsDestroyed: false,
        url: 'app://contract/index.html',
      });
      await probe('focus');
    });

    it('says whether pictures of the window can be taken', async () => {
      const canProtect = !onHost && process.platform !== 'linux';
      expect([await probe('protect', true), await probe('protect', false)]).toEqual([canProtect, false]);
    });

    it('sends to the page with structured clone, and refuses what cannot be cloned', async () => {
      const received = app.page.evaluate(
        () =>
          new Promise<unknown[]>((resolve) => {
            const stop = (globalThis as unknown as PageSide).contract.on('to-page', (...args) => {
              stop();
              resolve(args);
            });
          }),
      );
      await probe('sendToPage', 1, undefined, { a: [true] });
      expect(await received).toEqual(['object', 1, undefined, { a: [true] }]);
      expect(await probe('sendFunction')).toMatch(/could not be cloned/);
    });

    it('reloads on request and keeps answering', async () => {
      const loaded = app.page.waitForEvent('load');
      await probe('reload').catch(() => undefined);
      await loaded;
      expect(await probe('isPackaged')).toBe(false);
    });

    it('asks before leaving the page, and stays when it is prevented', async () => {
      await app.page.click('#link');
      await expect
        .poll(async () => ((await probe('seen')) as { navigations: unknown[] }).navigations)
        .toEqual([{ url: 'https://example.com/x', isMainFrame: true }]);
      expect(await app.page.title()).toContain('Contract');
    });

    it('gives addresses of the app as its own, and goes where it is not prevented', async () => {
      await app.page.evaluate("location.href = '/index.html?again#allowed'");
      await app.page.waitForURL(/again/);
      const { navigations } = (await probe('seen')) as { navigations: { url: string }[] };
      expect(navigations.map(({ url }) => url)).toEqual(['app://contract/index.html?again#allowed']);
      await app.page.evaluate("location.href = '/index.html#allowed'");
      await app.page.waitForURL((url) => url.search === '');
    });

    it('asks the window-open handler for window.open and for links to new windows; denied, none opens', async () => {
      const pages = app.page.context().pages().length;
      expect(await app.page.evaluate("String(window.open('/other.html', 'name', 'width=100'))")).toBe('null');
      await app.page.click('#blank');
      await app.page.click('#link', { modifiers: ['ControlOrMeta'] });
      await expect
        .poll(async () =>
          ((await probe('seen')) as { opened: { url: string }[] }).opened.map(({ url }) => url),
        )
        .toEqual(['app://contract/other.html', 'app://contract/other.html', 'https://example.com/x']);
      expect(app.page.context().pages()).toHaveLength(pages);
    });
  });

  describe('ipcMain, ipcRenderer', () => {
    const invoke = (channel: string, ...args: unknown[]): Promise<unknown> =>
      app.page.evaluate(
        ([name, ...rest]) =>
          (globalThis as unknown as PageSide).contract
            .invoke(String(name), ...rest)
            .catch((error: Error) => error.message),
        [channel, ...args],
      );

    it('carries arguments and results by structured clone', async () => {
      const same = await app.page.evaluate(async () => {
        const { contract } = globalThis as unknown as PageSide;
        const shared = { deep: new Map([[1n, new Set([Number.NaN, -0])]]) };
        const sent = [
          undefined,
          new Uint8Array([1, 255]),
          new Date(7),
          shared,
          shared,
          '\u0000\ud83d\ude00',
          null,
        ];
        const back = (await contract.invoke('echo', ...sent)) as typeof sent;
        const [nothing, bytes, date, first, second, text] = back;
        const set = (first as typeof shared).deep.get(1n);
        return [
          nothing === undefined && back.length === sent.length,
          bytes instanceof Uint8Array && bytes.join() === '1,255',
          date instanceof Date && date.getTime() === 7,
          first === second,
          set instanceof Set && [...set].some((value) => Object.is(value, Number.NaN)),
          text === '\u0000\ud83d\ude00',
        ];
      });
      expect(same).toEqual([true, true, true, true, true, true]);
    });

    it('rejects with the remote error, worded as documented', async () => {
      expect(await invoke('throws')).toBe("Error invoking remote method 'throws': TypeError: no such luck");
      expect(await invoke('nobody')).toBe(
        "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
      );
      expect(await invoke('uncloneable')).toMatch(/could not be cloned/);
    });

    it('takes one handler per channel', async () => {
      const errors = (await probe('lateErrors')) as Record<string, string | null>;
      expect(errors['secondHandler']).toBe("Attempted to register a second handler for 'echo'");
    });

    it('names sender and frame', async () => {
      expect(await invoke('event')).toEqual({
        type: 'frame',
        isOurContents: true,
        isMainFrame: true,
        parent: null,
        origin: 'app://contract',
        url: expect.stringMatching(/^app:\/\/contract\/index\.html/),
      });
    });
  });

  describe('contextBridge and preload', () => {
    it('runs ahead of the first script of the page', async () => {
      expect(await app.page.evaluate('typeOfApiAtFirstScript')).toBe('object');
    });

    it('runs in the main frame only', async () => {
      const frame = app.page.frames().find((other) => other.url().endsWith('/frame.html'));
      expect(await frame?.evaluate('typeOfApiAtFirstScript')).toBe('undefined');
    });

    it('gives the page nothing else', async () => {
      const types = await app.page.evaluate(
        '[typeof require, typeof module, typeof process, typeof electron].join()',
      );
      expect(types).toBe('undefined,undefined,undefined,undefined');
    });

    it('exposes a frozen copy that the page can neither change nor replace', async () => {
      const result = await app.page.evaluate(() => {
        const page = globalThis as unknown as PageSide;
        const attempt = (run: () => void) => {
          try {
            run();
          } catch {
            // Strict code throws, sloppy code does not: only the outcome counts.
          }
        };
        attempt(() => page.contract.held.list.push(2));
        attempt(() => Object.assign(page, { contract: 'replaced' }));
        attempt(() => Object.assign(page.contract, { invoke: 'replaced' }));
        return [page.contract.heldLength(), page.contract.held.list.length, typeof page.contract.invoke];
      });
      expect(result).toEqual([1, 1, 'function']);
    });

    it('refuses a name that is taken and a module that is not electron', async () => {
      const errors = await app.page.evaluate(() => {
        const { contract } = globalThis as unknown as PageSide;
        return [contract.exposeAgain(), contract.requireOther()];
      });
      expect(errors[0]).toMatch(/Cannot bind an API on top of an existing property/);
      expect(errors[1]).toMatch(/module not found: left-pad/);
    });
  });

  describe('protocol', () => {
    it('gives the handler every request as one of the app, as it was written, without a cookie', async () => {
      const raw = '/..%2f..%2Fetc/passwd?a=%00&b=../..';
      const answer = await app.page.evaluate(async (target) => {
        const response = await fetch(target).catch(() => undefined);
        return response && [response.status, await response.text(), response.headers.get('x-contract')];
      }, raw);
      // The page's own CSP forbids fetch (default-src 'none') under Electron and here alike.
      expect(answer).toBeUndefined();
      await app.page.evaluate("location.href = '/index.html?q=%00#allowed'");
      await app.page.waitForURL(/q=%00/);
      const { requests } = (await probe('seen')) as { requests: { url: string }[] };
      expect(requests).toContainEqual({
        url: 'app://contract/index.html?q=%00',
        method: 'GET',
        hasCookie: false,
      });
      await app.page.evaluate("location.href = '/index.html#allowed'");
      await app.page.waitForURL((url) => url.search === '');
    });

    it('takes one handler per scheme', async () => {
      const errors = (await probe('lateErrors')) as Record<string, string | null>;
      expect(errors['secondProtocol']).not.toBeNull();
    });
  });

  describe('session', () => {
    it('denies what the check handler denies', async () => {
      const denied = await app.page.evaluate(
        `new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('granted'), (e) => resolve(e.code)))`,
      );
      expect(denied).toBe(1);
    });

    it('asks the request handler and denies what it denies', async () => {
      expect(await app.page.evaluate('Notification.requestPermission()')).toBe('denied');
      expect(((await probe('seen')) as { permissions: string[] }).permissions).toEqual(['notifications']);
    });
  });

  describe('utilityProcess', () => {
    it('queues messages until the child listens and carries structured clones both ways', async () => {
      const sent = [new Uint8Array([1, 2, 3]), { a: [1n, new Date(9)] }, undefined, null, 'exit'];
      const run = (await probe('runChild', sent, { env: {} })) as Record<string, unknown>;
      const received = run['received'] as Record<string, unknown>[];
      expect(received.map(({ data }) => data)).toEqual(sent.slice(0, -1));
      expect(received[0]).toMatchObject({
        kind: '[object Uint8Array]',
        ports: [],
        argv: ['one', 'two'],
        send: 'undefined',
      });
    });

    it('has a pid between spawn and exit only, pipes its output, and ends with its code', async () => {
      const run = await probe('runChild', ['exit'], { env: {} });
      expect(run).toMatchObject({
        ...{ pidAtFork: 'undefined', pidAtSpawn: 'number', pidAfterExit: 'undefined' },
        ...{ stdout: 'child says hello\n', code: 7 },
      });
      const { gone } = (await probe('seen')) as { gone: unknown[] };
      expect(gone).toEqual([
        expect.objectContaining({
          type: 'Utility',
          reason: 'abnormal-exit',
          exitCode: 7,
          name: 'Node Utility Process',
        }),
      ]);
    });

    it('gives the child the environment that is named and no other', async () => {
      const run = (await probe('runChild', ['x', 'exit'], { env: { ONLY: '1' } })) as {
        received: { env: string[] }[];
      };
      expect(run.received[0]?.env).toContain('ONLY');
      expect(run.received[0]?.env).not.toContain('CONTRACT_USER_DATA');
      if (onHost) expect(run.received[0]?.env).toEqual(['ONLY']);
    });

    it('kills, and reports the child as gone under its service name', async () => {
      const run = await probe('runChild', ['x'], { serviceName: 'Contract' }, { killOnMessage: true });
      expect(run).toMatchObject({ kill: true, code: expect.any(Number) });
      const { gone } = (await probe('seen')) as { gone: unknown[] };
      expect(gone).toEqual([expect.objectContaining({ reason: 'killed', name: 'Contract' })]);
    });

    it('refuses what cannot be cloned and a standard input', async () => {
      expect(await probe('childFunction')).toEqual({
        error: expect.stringMatching(/could not be cloned/),
        stdout: null,
        stderr: null,
      });
      expect(await probe('badStdio')).toMatch(/stdin value other than ignore/);
    });
  });

  describe('safeStorage', () => {
    it('keeps a secret where it says it can, and else says that it cannot', async () => {
      const result = (await probe('safeStorage')) as Record<string, unknown>;
      if (result['available'] === true) {
        expect(result).toMatchObject({ result: '密', isPlain: false, damaged: expect.any(String) });
      } else {
        expect(result['error']).toMatch(/encrypt/i);
      }
      if (onHost) expect(result['available']).toBe(false);
    });

    it('names the Linux backend from ready on, unknown before', async () => {
      expect(((await probe('early')) as Record<string, unknown>)['backend']).toBe('unknown');
      const { backend } = (await probe('safeStorage')) as Record<string, unknown>;
      if (onHost && process.platform === 'linux') expect(backend).toBe('basic_text');
    });
  });

  describe('Menu', () => {
    it('takes none', async () => {
      expect(await probe('noMenu')).toBeNull();
    });

    it('does what an item does when its keys are pressed', async () => {
      if (!onHost) return; // Electron's menus listen below the page, where Playwright's keys do not pass.
      await probe('menu');
      const before = (await probe('seen')) as { keys: string[] };
      expect(before.keys).toEqual([]);
      for (const keys of ['ControlOrMeta+Shift+l', 'F9', 'F8', 'ControlOrMeta+l', 'Shift+F9']) {
        await app.page.keyboard.press(keys);
      }
      // Made up by a script: no key of a person.
      await app.page.evaluate("dispatchEvent(new KeyboardEvent('keydown', { key: 'F9' }))");
      await expect
        .poll(async () => ((await probe('seen')) as { keys: string[] }).keys)
        .toEqual(['one', 'two']);
    });

    it('still knows the keys after a reload', async () => {
      if (!onHost) return;
      await probe('menu');
      await app.page.reload();
      await expect
        .poll(async () => {
          await app.page.keyboard.press('F9');
          return ((await probe('seen')) as { keys: string[] }).keys;
        })
        .toContain('two');
    });
  });

  describe('dialog and downloads', () => {
    it('saves what the app writes where the person is asked', async () => {
      if (!onHost) return; // Electron's dialog is the system's: nobody can answer it here.
      const download = app.page.waitForEvent('download');
      const answer = await probe('save', '记录 1.csv', 'a,b\n');
      expect(answer).toEqual({ canceled: false, isAbsolute: true, name: '记录 1.csv' });
      const arrived = await download;
      expect(arrived.suggestedFilename()).toBe('记录 1.csv');
      expect(readFileSync(await arrived.path(), 'utf8')).toBe('a,b\n');
      const { downloads } = (await probe('seen')) as { downloads: string[] };
      expect(downloads).toEqual([]);
    });

    it('asks about a download of the page’s own and starts none that is prevented', async () => {
      let started = 0;
      app.page.on('download', () => {
        started += 1;
      });
      await app.page.evaluate(
        "Object.assign(document.createElement('a'), { href: '/refused.txt', download: '' }).click()",
      );
      await expect
        .poll(async () => ((await probe('seen')) as { downloads: string[] }).downloads)
        .toEqual(['app://contract/refused.txt']);
      expect(started).toBe(0);
    });
  });

  describe('screen, languages, bounds, zoom', () => {
    it('answers in the documented shapes', async () => {
      const area = {
        x: expect.any(Number),
        y: expect.any(Number),
        width: expect.any(Number),
        height: expect.any(Number),
      };
      for (const workArea of (await probe('displays')) as unknown[]) expect(workArea).toEqual(area);
      if (onHost) expect(await probe('displays')).toEqual([]);
      expect(await probe('bounds')).toEqual([
        expect.objectContaining({ width: 900, height: 700 }),
        false,
        false,
      ]);
      expect(await probe('zoom')).toBe(0);
      const languages = (await probe('languages')) as string[];
      expect(languages.length).toBeGreaterThan(0);
      expect(() => Intl.getCanonicalLocales(languages)).not.toThrow();
    });
  });

  describe('powerMonitor, shell', () => {
    it('answers whole idle seconds, or that it does not know them', async () => {
      const idle = await probe('idle');
      expect(idle === 'unknown' || Number.isInteger(idle)).toBe(true);
      if (onHost) expect(idle).toBe('unknown');
    });

    it('takes listeners for what locks the machine', async () => {
      expect(await probe('listens')).toEqual([1, 1]);
    });

    it('rejects an address that nothing can open', async () => {
      expect(await probe('openExternal', 'not an address')).not.toBeNull();
    });
  });
});

describe(`ending, in ${hostName}`, () => {
  afterEach(() => app.stop());

  const lines = (): string[] =>
    [
      ...app.output().matchAll(/contract: (before-quit|close|closed|window-all-closed|will-quit|quit.*)\n/g),
    ].map(([, line]) => line ?? '');

  it('quits in the documented order, and not when before-quit or close is prevented', async () => {
    app = await start();
    await expect.poll(() => app.output()).toContain('contract: loaded');
    await probe('quitPreventedOnce');
    expect(await probe('closePreventedOnce')).toBe(false);
    expect(lines()).toEqual(['before-quit', 'before-quit', 'close']);
    await probe('quit').catch(() => undefined);
    expect(await app.exited).toBe(0);
    expect(lines().slice(3)).toEqual(['before-quit', 'close', 'closed', 'will-quit', 'quit 0']);
  });

  it('counts a page that is gone for good as its window closed', async () => {
    app = await start();
    await app.page.close();
    expect(await app.exited).toBe(0);
    expect(lines()).toEqual(['close', 'closed', 'window-all-closed', 'before-quit', 'will-quit', 'quit 0']);
    expect(app.output()).not.toContain('contract: gone');
  });

  it('shows itself in one page: a second one takes over, and the first says so', async () => {
    if (!onHost) return; // Electron has no second page to open.
    app = await start();
    const second = await app.page.context().newPage();
    await second.goto(app.page.url());
    await expect
      .poll(() => app.page.evaluate('document.body.textContent'))
      .toContain('open in another window');
    const answer = await second.evaluate("contract.invoke('probe', 'isPackaged')");
    expect(answer).toBe(false);
    expect(await app.page.evaluate("contract.invoke('echo').catch((error) => error.message)")).toMatch(
      /not behind/,
    );
  });

  it('reports a page that crashed', async () => {
    if (!onHost) return; // Electron leaves the window open; here it is gone with its page.
    app = await start();
    await app.page.goto('chrome://crash').catch(() => undefined);
    await expect.poll(() => app.output(), { timeout: 15_000 }).toContain('contract: gone crashed');
    expect(await app.exited).toBe(0);
  });

  it('exits at once with the code that is asked for', async () => {
    app = await start();
    await probe('exit', 5).catch(() => undefined);
    expect(await app.exited).toBe(5);
    expect(lines()).not.toContain('before-quit');
  });
});
