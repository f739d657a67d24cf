import { networkInterfaces } from 'node:os';
import { beforeEach, expect, it, vi } from 'vitest';
import { driverContext } from '../../../main/driver-context.ts';
import { driverContextSchema } from '../../../tee-sim/protocol/envelope.ts';
import { powerMonitor } from './electron-double.ts';

vi.mock('electron', () => import('./electron-double.ts'));
vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  networkInterfaces: vi.fn(() => ({})),
}));

function machineHas(addresses: readonly (readonly [address: string, internal: boolean])[]): void {
  const found = addresses.map(([address, internal]) => ({ address, internal }));
  vi.mocked(networkInterfaces).mockReturnValue({ eth0: found, none: undefined } as never);
}

beforeEach(() => machineHas([]));

it.each([
  [0, 0],
  [12, 12],
  [12.9, 12],
])('reports %d idle seconds', (measured, idleSeconds) => {
  powerMonitor.getSystemIdleTime.mockReturnValueOnce(measured);
  const context = driverContext();
  expect(context).toEqual({ channelId: 'main-window', addresses: [], idleSeconds });
  expect(driverContextSchema.safeParse(context).success).toBe(true);
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 4e7])('leaves out %d', (measured) => {
  powerMonitor.getSystemIdleTime.mockReturnValueOnce(measured);
  expect(driverContext()).toEqual({ channelId: 'main-window', addresses: [] });
});

it('leaves out what cannot be known', () => {
  powerMonitor.getSystemIdleTime.mockImplementationOnce(() => {
    throw new Error('not here');
  });
  expect(driverContext()).toEqual({ channelId: 'main-window', addresses: [] });
});

it('names the addresses of the machine, each once, and no loopback ones', () => {
  machineHas([
    ['192.0.2.7', false],
    ['127.0.0.1', true],
    ['2001:db8::7', false],
    ['192.0.2.7', false],
  ]);
  expect(driverContext('local-3')).toMatchObject({
    channelId: 'local-3',
    addresses: ['192.0.2.7', '2001:db8::7'],
  });
});

it('names no more addresses than a context may hold', () => {
  machineHas(Array.from({ length: 40 }, (_, i) => [`192.0.2.${i}`, false] as const));
  const context = driverContext();
  expect(context.addresses).toHaveLength(32);
  expect(driverContextSchema.safeParse(context).success).toBe(true);
});
