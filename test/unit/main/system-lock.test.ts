import { beforeEach, expect, it, vi } from 'vitest';
import { lockWithSystem } from '../../../main/system-lock.ts';
import { TeeError } from '../../../tee-sim/protocol/codes.ts';
import { powerMonitor } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

const lock = vi.fn<(why: string) => Promise<void>>();
const tellPage = vi.fn();
const log = vi.fn();

beforeEach(() => {
  powerMonitor.removeAllListeners();
  for (const mock of [tellPage, log]) mock.mockReset();
  lock.mockReset().mockResolvedValue();
  lockWithSystem({ lock }, tellPage, log);
});

it.each([
  ['lock-screen', 'system-lock'],
  ['suspend', 'suspend'],
])('on %s tells the TEE, and the page after it', async (event, why) => {
  const told = Promise.withResolvers<void>();
  lock.mockReturnValue(told.promise);
  powerMonitor.emit(event);
  expect(lock).toHaveBeenCalledExactlyOnceWith(why);
  expect(tellPage).not.toHaveBeenCalled();
  told.resolve();
  await vi.waitFor(() => expect(tellPage).toHaveBeenCalledExactlyOnceWith(why));
});

it('does not tell the page what the TEE has not heard', async () => {
  lock.mockRejectedValue(new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS'));
  powerMonitor.emit('suspend');
  await vi.waitFor(() => expect(log).toHaveBeenCalledExactlyOnceWith('lock-failed', { name: 'suspend' }));
  expect(tellPage).not.toHaveBeenCalled();
});
