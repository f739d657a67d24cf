import { afterEach, expect, it, vi } from 'vitest';
import { protectContent } from '../../../main/content-protection.ts';
import { BrowserWindow } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));
afterEach(() => vi.unstubAllGlobals());

function on(platform: NodeJS.Platform) {
  vi.stubGlobal('process', { ...process, platform });
  const window = new BrowserWindow({});
  const electrons = window as unknown as Electron.BrowserWindow;
  return { window, protect: (wanted: boolean) => protectContent(electrons, wanted) };
}

it.each(['darwin', 'win32'] as const)(
  'keeps the window out of pictures for as long as it is asked to (%s)',
  (platform) => {
    const { window, protect } = on(platform);
    expect(protect(true)).toBe(true);
    expect(protect(false)).toBe(false);
    expect(window.setContentProtection.mock.calls).toEqual([[true], [false]]);
  },
);

it('says where the system did not do it', () => {
  const { window, protect } = on('win32');
  window.setContentProtection.mockImplementation(() => undefined);
  expect(protect(true)).toBe(false);
});

it('asks nothing of Linux, which has nothing of the kind, nor of a window that is gone', () => {
  const { window, protect } = on('linux');
  expect(protect(true)).toBe(false);
  expect(window.setContentProtection).not.toHaveBeenCalled();
  expect(protectContent(undefined, true)).toBe(false);
});
