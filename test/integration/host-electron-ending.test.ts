// Holds what answers `import 'electron'` (real Electron when it is installed, else the browser host) to
// what Electron's documentation says of how an app ends.
import { afterEach, describe, expect, it } from 'vitest';
import { hostName, type RunningApp } from '../helpers/running-app.ts';
import { onHost, probeOf, start } from './contract-host.ts';

let app: RunningApp;
const probe = (name: string, ...args: unknown[]): Promise<unknown> => probeOf(app, name, ...args);

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

  // Electron has no second page to open.
  it.runIf(onHost)('shows itself in one page: a second one takes over, and the first says so', async () => {
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

  // Electron leaves the window open; here it is gone with its page.
  it.runIf(onHost)('reports a page that crashed', async () => {
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
