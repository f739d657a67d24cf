import { expect, it, vi } from 'vitest';
import { driverContext } from '../../../main/driver-context.ts';
import { driverContextSchema } from '../../../tee-sim/protocol/envelope.ts';
import { powerMonitor } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));

it.each([
  [0, 0],
  [12, 12],
  [12.9, 12],
])('reports %d idle seconds', (measured, idleSeconds) => {
  powerMonitor.getSystemIdleTime.mockReturnValueOnce(measured);
  const context = driverContext();
  expect(context).toEqual({ channelId: 'main-window', idleSeconds });
  expect(driverContextSchema.safeParse(context).success).toBe(true);
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 4e7])('leaves out %d', (measured) => {
  powerMonitor.getSystemIdleTime.mockReturnValueOnce(measured);
  expect(driverContext()).toEqual({ channelId: 'main-window' });
});

it('leaves out what cannot be known', () => {
  powerMonitor.getSystemIdleTime.mockImplementationOnce(() => {
    throw new Error('not here');
  });
  expect(driverContext()).toEqual({ channelId: 'main-window' });
});
