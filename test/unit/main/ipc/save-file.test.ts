import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSaveFile } from '../../../../main/ipc/save-file.ts';
import { showMainWindow } from '../../../../main/window.ts';
import { contract, MAX_SAVED_BYTES } from '../../../../preload/contract.ts';
import { BrowserWindow, dialog } from '../electron-double.ts';

vi.mock('electron', () => import('../electron-double.ts'));

/** The next durable write fails with this error, when it is flushed. */
const failing = vi.hoisted(() => ({ with: '' }));
vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  return {
    ...original,
    open: async (...args: Parameters<typeof original.open>) => {
      const file = await original.open(...args);
      const code = failing.with;
      failing.with = '';
      if (code !== '')
        file.sync = async () => {
          throw Object.assign(new Error('no'), { code });
        };
      return file;
    },
  };
});

let folder: string;
let target: string;
let saveFile: ReturnType<typeof createSaveFile>;
const CSV = { suggestedName: 'log.csv', mimeType: 'text/csv', text: 'a,b\n1,2\n' } as const;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'airaccount-save-'));
  target = join(folder, 'chosen.csv');
  dialog.showSaveDialog.mockReset().mockImplementation(async () => ({ canceled: false, filePath: target }));
  saveFile = createSaveFile();
  const options = {
    preloadPath: '/p',
    iconPath: '/i',
    statePath: join(folder, 'nowhere', 'window.json'),
    log: () => undefined,
  };
  await showMainWindow(options);
});
afterEach(() => {
  vi.restoreAllMocks();
  BrowserWindow.opened.at(-1)?.emit('closed');
  rmSync(folder, { recursive: true });
});

describe('saving', () => {
  it('writes where the person says, for its owner only, and leaves nothing else', async () => {
    await expect(saveFile(CSV)).resolves.toEqual({ saved: true });
    expect(readFileSync(target, 'utf8')).toBe(CSV.text);
    expect(readdirSync(folder)).toEqual(['chosen.csv']);
    if (process.platform !== 'win32') expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('replaces what the person agreed to replace', async () => {
    writeFileSync(target, 'a longer text that was there before');
    await saveFile({ ...CSV, text: 'é' });
    expect(readFileSync(target, 'utf8')).toBe('é');
  });

  it('asks in the window, with the name and the kind', async () => {
    await saveFile(CSV);
    const [window, options] = dialog.showSaveDialog.mock.calls[0] ?? [];
    expect(window).toBe(BrowserWindow.opened.at(-1));
    expect(options).toMatchObject({
      defaultPath: 'log.csv',
      filters: [{ name: 'CSV', extensions: ['csv'] }],
      properties: expect.arrayContaining(['showOverwriteConfirmation']),
    });
  });

  it('writes nothing when it is cancelled', async () => {
    dialog.showSaveDialog.mockResolvedValue({ canceled: true, filePath: '' });
    await expect(saveFile(CSV)).resolves.toEqual({ saved: false });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['log', 'text/csv', 'log.csv'],
    ['log.exe', 'text/csv', 'log.exe.csv'],
    ['log.CSV', 'text/csv', 'log.CSV'],
    ['log.csv', 'application/json', 'log.csv.json'],
    ['con.csv', 'text/csv', '_con.csv'],
    ['LPT1', 'application/json', '_LPT1.json'],
    ['console', 'text/csv', 'console.csv'],
    ['活动 2026-11-22', 'application/json', '活动 2026-11-22.json'],
  ] as const)('suggests %s as %s under the name %s', async (suggestedName, mimeType, name) => {
    const input = { suggestedName, mimeType, text: '' };
    expect(contract.app.saveFile.input.safeParse(input).success).toBe(true);
    await saveFile(input);
    expect(dialog.showSaveDialog.mock.calls[0]?.[1].defaultPath).toBe(name);
  });
});

describe('refusals', () => {
  it('of a text that is too large in UTF-8, before anybody is asked', async () => {
    const text = '密'.repeat(Math.ceil(MAX_SAVED_BYTES / 3) + 1);
    expect(contract.app.saveFile.input.safeParse({ ...CSV, text }).success).toBe(true);
    await expect(saveFile({ ...CSV, text })).rejects.toMatchObject({
      code: 'EXCESS_DATA',
      reason: 'too-large',
    });
    expect(dialog.showSaveDialog).not.toHaveBeenCalled();
  });

  it('of a second question while one is open, and of none after it', async () => {
    const answered = Promise.withResolvers<{ canceled: boolean; filePath: string }>();
    dialog.showSaveDialog.mockReturnValueOnce(answered.promise);
    const first = saveFile(CSV);
    await expect(saveFile(CSV)).rejects.toMatchObject({ code: 'BUSY' });
    expect(dialog.showSaveDialog).toHaveBeenCalledOnce();
    answered.resolve({ canceled: true, filePath: '' });
    await first;
    await expect(saveFile(CSV)).resolves.toEqual({ saved: true });
  });

  it('when there is no window to ask in', async () => {
    BrowserWindow.opened.at(-1)?.emit('closed');
    await expect(saveFile(CSV)).rejects.toMatchObject({ code: 'BAD_STATE' });
    expect(dialog.showSaveDialog).not.toHaveBeenCalled();
  });

  it('of a folder that is not there', async () => {
    target = join(folder, 'gone', 'chosen.csv');
    await expect(saveFile(CSV)).rejects.toMatchObject({
      code: 'STORAGE_NOT_AVAILABLE',
      reason: 'folder-not-writable',
    });
    expect(existsSync(join(folder, 'gone'))).toBe(false);
  });

  it.each([
    ['ENOSPC', 'STORAGE_NO_SPACE', 'disk-full'],
    ['EDQUOT', 'STORAGE_NO_SPACE', 'disk-full'],
    ['EACCES', 'STORAGE_NOT_AVAILABLE', 'folder-not-writable'],
    ['EROFS', 'STORAGE_NOT_AVAILABLE', 'folder-not-writable'],
  ])('after %s: the old file stands and nothing lies beside it', async (errno, code, reason) => {
    writeFileSync(target, 'old');
    failing.with = errno;
    await expect(saveFile(CSV)).rejects.toMatchObject({ code, reason });
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['chosen.csv']);
  });
});
