// Holds what answers `import 'electron'` (real Electron when it is installed, else the browser host) to
// what Electron's documentation says of what stands for the system: processes, keychain, menus, dialogs, screens.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hostName, type RunningApp } from '../helpers/running-app.ts';
import { newFolder, onHost, probeOf, start } from './contract-host.ts';

let app: RunningApp;
const probe = (name: string, ...args: unknown[]): Promise<unknown> => probeOf(app, name, ...args);

describe(`Electron's API as answered by ${hostName}`, () => {
  beforeAll(async () => {
    app = await start(path.join(newFolder(), 'user-data'));
  });
  afterAll(() => app.stop());
  afterEach(() => probe('clearSeen'));

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

    // Electron's menus listen below the page, where Playwright's keys do not pass.
    it.runIf(onHost)('does what an item does when its keys are pressed', async () => {
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

    it.runIf(onHost)('still knows the keys after a reload', async () => {
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
    // Electron's dialog is the system's: nobody can answer it here.
    it.runIf(onHost)('saves what the app writes where the person is asked', async () => {
      const download = app.page.waitForEvent('download');
      const answer = await probe('save', '记录 1.csv', 'a,b\n');
      expect(answer).toEqual({ canceled: false, isAbsolute: true, name: '记录 1.csv' });
      const arrived = await download;
      expect(arrived.suggestedFilename()).toBe('记录 1.csv');
      expect(readFileSync(await arrived.path(), 'utf8')).toBe('a,b\n');
      const { downloads } = (await probe('seen')) as { downloads: string[] };
      expect(downloads).toEqual([]);
    });

    // Electron's dialog is the system's: nobody can answer it here.
    it.runIf(onHost)(
      'asks a question with two buttons, and whoever turns it down has cancelled',
      async () => {
        const asked: string[] = [];
        const answer = (isYes: boolean): void =>
          void app.page.once('dialog', (question) => {
            asked.push(question.message());
            void (isYes ? question.accept() : question.dismiss());
          });
        // What a script puts in its place is not asked.
        await app.page.evaluate('window.confirm = () => true');
        answer(false);
        expect(await probe('ask', 0)).toBe(0);
        answer(true);
        expect(await probe('ask', 0)).toBe(1);
        answer(true);
        expect(await probe('ask', 1)).toBe(0);
        expect(asked).toHaveLength(3);
        expect(asked[0]).toMatch(/^Really\?\n\nThink\.\n\n\[OK\] Two\n\[Esc\] One$/);
      },
    );

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
