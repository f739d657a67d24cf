import { expect, it, vi } from 'vitest';
import { stopBeforeQuit } from '../../../main/quit.ts';
import { app } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

it('quitting waits for the TEE, once', async () => {
  const stopped = Promise.withResolvers<void>();
  const stop = vi.fn(() => stopped.promise);
  const log = vi.fn();
  stopBeforeQuit({ stop }, log);

  const first = { preventDefault: vi.fn() };
  const second = { preventDefault: vi.fn() };
  app.emit('before-quit', first);
  app.emit('before-quit', second);
  expect(first.preventDefault).toHaveBeenCalledOnce();
  expect(second.preventDefault).toHaveBeenCalledOnce();
  expect(app.quit).not.toHaveBeenCalled();

  stopped.resolve();
  await vi.waitFor(() => expect(app.quit).toHaveBeenCalledOnce());
  expect(log).toHaveBeenCalledExactlyOnceWith('app-stopped');

  const third = { preventDefault: vi.fn() };
  app.emit('before-quit', third);
  expect(third.preventDefault).not.toHaveBeenCalled();
});
