import { describe, expect, it } from 'vitest';
import { memoryPins, type Pin, textPins } from '../../../../tee-sim/client/pins.ts';

const pin: Pin = { deviceIdentity: `04${'ab'.repeat(64)}`, tee: '11'.repeat(32), client: '22'.repeat(32) };

function storageOf(text: string | null) {
  const values = new Map<string, string>();
  if (text !== null) values.set('pin', text);
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

describe('pins', () => {
  it('keeps a pin in memory', async () => {
    const pins = memoryPins();
    expect(await pins.load()).toBeUndefined();
    await pins.save(pin);
    expect(await pins.load()).toEqual(pin);
  });

  it('keeps a pin as text that another page reads back', async () => {
    const storage = storageOf(null);
    expect(await textPins(storage, 'pin').load()).toBeUndefined();
    await textPins(storage, 'pin').save(pin);
    expect(await textPins(storage, 'pin').load()).toEqual(pin);
    expect(await textPins(storage, 'another').load()).toBeUndefined();
  });

  it.each([
    '',
    'null',
    '{}',
    'not json',
    JSON.stringify({ ...pin, tee: 'short' }),
    JSON.stringify({ ...pin, more: 1 }),
  ])('never takes a damaged store for a first use: %s', async (text) => {
    expect(await textPins(storageOf(text), 'pin').load()).toBe('unreadable');
  });
});
