import { beforeEach, expect, it, vi } from 'vitest';
import { confirmHost } from '../../../main/confirm-host.ts';
import { currentWindow } from '../../../main/window.ts';
import { BrowserWindow, dialog } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));
vi.mock('../../../main/window.ts', () => ({ currentWindow: vi.fn() }));

const ORIGIN = 'https://rpc.example:8443';
const answer = (response: number): void =>
  void dialog.showMessageBox.mockResolvedValueOnce({ response, checkboxChecked: false });

beforeEach(() => {
  dialog.showMessageBox.mockClear();
  vi.mocked(currentWindow).mockReturnValue(new BrowserWindow({}) as never);
});

it.each([
  ['en', 'Connect'],
  ['zh-CN', '连接'],
] as const)(
  'asks in %s, names the host, and has "no" for an answer that was not given',
  async (language, word) => {
    answer(1);
    expect(await confirmHost(ORIGIN, language)).toBe(true);
    const options = dialog.showMessageBox.mock.calls[0]?.[1];
    expect(options?.message).toContain(word);
    expect(options?.message).toContain(ORIGIN);
    expect(options).toMatchObject({ defaultId: 0, cancelId: 0, noLink: true });
    expect(options?.buttons).toHaveLength(2);
    answer(0);
    expect(await confirmHost(ORIGIN, language)).toBe(false);
  },
);

it('is a no once the window is closed, and leaves nothing that waits for it', async () => {
  const window = new BrowserWindow({});
  vi.mocked(currentWindow).mockReturnValue(window as never);
  dialog.showMessageBox.mockReturnValueOnce(new Promise(() => undefined) as never);
  const answered = confirmHost(ORIGIN, 'en');
  window.emit('closed');
  expect(await answered).toBe(false);
  expect(window.listenerCount('closed')).toBe(0);
  answer(1);
  expect(await confirmHost(ORIGIN, 'en')).toBe(true);
  expect(window.listenerCount('closed')).toBe(0);
});

it('is a no where there is no window to ask in', async () => {
  vi.mocked(currentWindow).mockReturnValue(undefined);
  expect(await confirmHost(ORIGIN, 'en')).toBe(false);
  expect(dialog.showMessageBox).not.toHaveBeenCalled();
});
