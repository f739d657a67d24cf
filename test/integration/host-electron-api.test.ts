// Holds what answers `import 'electron'` (real Electron when it is installed, else the browser host) to
// what Electron's documentation says of what a page sees of it: windows, messages, preload, protocol, permissions.
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { collect, hostName, type RunningApp, spawnHost } from '../helpers/running-app.ts';
import { APP_DIR, newFolder, onHost, type PageSide, probeOf, start } from './contract-host.ts';

let app: RunningApp;
const probe = (name: string, ...args: unknown[]): Promise<unknown> => probeOf(app, name, ...args);

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

    it.runIf(onHost)('gives the lock to one process per folder and tells it of the second', async () => {
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
});
