import { afterEach, describe, expect, test } from 'vitest';
import { contract } from '../../../../preload/contract.ts';
import { checkedBridge } from '../../../../renderer/app/bridge.ts';
import { FakeBridge } from '../../../helpers/fake-bridge.ts';

const fakes: FakeBridge[] = [];
function fakeBridge(): FakeBridge {
  const fake = new FakeBridge();
  fakes.push(fake);
  return fake;
}
afterEach(() => {
  for (const fake of fakes.splice(0)) fake.dispose();
});

const NONSENSE: readonly unknown[] = [
  null,
  7,
  'ok',
  {},
  { ok: 'yes' },
  { ok: true, value: { surprise: 1 } },
  { ok: false },
  { ok: false, error: { code: 'MADE_UP', origin: 'TEE' } },
  { ok: false, error: { code: 'SUCCESS', origin: 'TEE' } },
  { ok: false, error: { code: 'GENERIC', origin: 'TEE', reason: 'free text' } },
];

describe('results of the bridge', () => {
  const names = Object.entries(contract).flatMap(([group, calls]) =>
    Object.keys(calls).map((name) => [group, name] as const),
  );

  test.each(names)('%s.%s: nonsense is a failure, never a value', async (group, name) => {
    const fake = fakeBridge();
    const bridge = checkedBridge(fake.bridge) as unknown as Record<
      string,
      Record<string, (input: unknown) => Promise<unknown>>
    >;
    for (const answer of NONSENSE) {
      fake.answerWith = () => answer ?? false;
      await expect(bridge[group]?.[name]?.({}), JSON.stringify(answer)).rejects.toMatchObject({
        name: 'TeeError',
        code: 'COMMUNICATION',
      });
    }
  });

  test('a failure keeps its code, origin and reason', async () => {
    const fake = fakeBridge();
    fake.answerWith = () => ({
      ok: false,
      error: { code: 'BUSY', origin: 'COMMS', reason: 'tee-queue-full' },
    });
    await expect(checkedBridge(fake.bridge).tee.status()).rejects.toMatchObject({
      code: 'BUSY',
      origin: 'COMMS',
      reason: 'tee-queue-full',
    });
  });

  test('a value comes through as it was sent', async () => {
    const fake = fakeBridge();
    expect(await checkedBridge(fake.bridge).tee.status()).toEqual({ state: 'ready', starts: 1 });
  });
});

test('events that are not of the contract are not heard', () => {
  const fake = fakeBridge();
  const heard: unknown[] = [];
  const unsubscribe = checkedBridge(fake.bridge).on.teeStatus((status) => heard.push(status));
  fake.emit({ state: 'exploded' } as never);
  fake.emit({ state: 'starting' });
  unsubscribe();
  fake.emit({ state: 'ready', starts: 2 });
  expect(heard).toEqual([{ state: 'starting' }]);
});

test('a call that the preload lacks is a failure of that call', async () => {
  const bridge = checkedBridge({ tee: {}, app: {}, on: {} });
  await expect(bridge.tee.status()).rejects.toMatchObject({ code: 'COMMUNICATION' });
  expect(() => bridge.on.teeStatus(() => undefined)).toThrow('COMMUNICATION');
});
