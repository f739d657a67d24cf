import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  chromiumEnvironment,
  findChromium,
  hasDisplay,
  sandboxFlags,
} from '../../../browser-host/chromium.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'airaccount-chromium-'));
afterAll(() => rmSync(folder, { recursive: true }));
const onLinux = process.platform === 'linux';

describe('the browser', () => {
  it('is the one that CHROMIUM_PATH names, or none', () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
    expect(() => findChromium({ CHROMIUM_PATH: path.join(folder, 'missing') })).toThrow('CHROMIUM_PATH');
  });

  it.runIf(onLinux)('is else the first on the PATH that can be executed', () => {
    const plain = path.join(folder, 'chromium');
    const executable = path.join(folder, 'google-chrome');
    writeFileSync(plain, '');
    writeFileSync(executable, '');
    chmodSync(executable, 0o755);
    expect(findChromium({ PATH: `/nowhere:${folder}` })).toBe(executable);
    expect(findChromium({ PATH: '/nowhere' })).toBeUndefined();
  });

  it.runIf(onLinux)('needs a display for a window', () => {
    expect([hasDisplay({}), hasDisplay({ DISPLAY: ':0' }), hasDisplay({ WAYLAND_DISPLAY: 'w' })]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('runs without its sandbox only where it could not start otherwise', () => {
    const isRoot = onLinux && process.getuid?.() === 0;
    expect(sandboxFlags()).toEqual(isRoot ? ['--no-sandbox'] : []);
  });
});

describe("Chromium's environment", () => {
  it('never holds the master key', () => {
    const environment = chromiumEnvironment({ LANG: 'C.UTF-8', DB_MASTER_KEY: 'x', DB_MASTER_KEY_FILE: 'y' });
    expect(environment).toEqual({ LANG: 'C.UTF-8' });
  });

  it.runIf(process.platform === 'linux')('has a locale that can name files, unless one was chosen', () => {
    expect(chromiumEnvironment({})).toEqual({ LC_CTYPE: 'C.UTF-8' });
    expect(chromiumEnvironment({ LC_ALL: 'zh_CN.UTF-8' })).toEqual({ LC_ALL: 'zh_CN.UTF-8' });
  });
});
