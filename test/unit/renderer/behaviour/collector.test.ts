import { describe, expect, test } from 'vitest';
import { BehaviourCollector } from '../../../../renderer/behaviour/collector.ts';
import { readDevice, readTimeZone } from '../../../../renderer/behaviour/surroundings.ts';
import { featuresSchema } from '../../../../tee-sim/protocol/features.ts';

const ABOUT = {
  navigator: { hardwareConcurrency: 8, language: 'de-CH', platform: 'Linux x86_64' },
  screen: { width: 1_920, height: 1_080 },
  devicePixelRatio: 1.25,
};
const AT = { monotonicMs: 9_000, date: new Date(2026, 1, 3, 14, 5) };

function press(name: string, timeStamp: number) {
  return { key: name, code: name, timeStamp, repeat: false, ctrlKey: false, altKey: false, metaKey: false };
}
const oneChar = (valueLength: number) => ({
  isTrusted: true,
  inputType: 'insertText',
  insertedLength: 1,
  isComposing: false,
  replacesAll: valueLength === 1,
  valueLength,
});

describe('what is collected', () => {
  test('fits the protocol, complete, and holds what happened', () => {
    const collector = new BehaviourCollector(1_000);
    collector.keyDown('recipient', press('0', 2_000));
    collector.input('recipient', oneChar(1), 2_001);
    collector.keyUp(press('0', 2_080));
    collector.keyDown('amount', press('5', 4_000));
    collector.input('amount', { ...oneChar(2), inputType: 'insertFromPaste', insertedLength: 2 }, 4_001);
    collector.pointerMove({ x: 0, y: 0, timeStamp: 5_000 });
    collector.pointerMove({ x: 60, y: 0, timeStamp: 5_060 });
    collector.pointerDown();
    const features = collector.read(AT, { recipient: 1, amount: 2 }, ABOUT);
    expect(featuresSchema.parse(features)).toEqual({
      typing: { holdMs: [80], flightMs: [2_000], corrections: 0 },
      entry: { recipient: 'typed', amount: 'pasted' },
      pointer: { pathEfficiency: 1, speedPxPerS: 1_000, moves: 2 },
      timing: { onScreenMs: 8_000, hesitationMs: 4_999 },
      device: {
        platform: 'Linux x86_64',
        cores: 8,
        screen: { width: 1_920, height: 1_080, pixelRatio: 1.25 },
        locale: 'de-CH',
      },
      timeZone: readTimeZone(AT.date),
      localHour: 14,
    });
  });

  test('begins anew after a request, but remembers how the fields were filled', () => {
    const collector = new BehaviourCollector(0);
    collector.keyDown('recipient', press('0', 100));
    collector.input('recipient', { ...oneChar(42), inputType: 'insertFromPaste', insertedLength: 42 }, 100);
    collector.beginAnew(5_000);
    const features = collector.read(AT, { recipient: 42, amount: 0 }, ABOUT);
    expect(features.typing?.flightMs).toEqual([]);
    expect(features.timing).toEqual({ onScreenMs: 4_000, hesitationMs: 4_000 });
    expect(features.entry?.recipient).toBe('pasted');
  });

  test('of a window left open for a day is bounded', () => {
    const collector = new BehaviourCollector(0);
    const features = collector.read({ ...AT, monotonicMs: 86_400_000 }, { recipient: 0, amount: 0 }, ABOUT);
    expect(featuresSchema.safeParse(features).success).toBe(true);
  });
});

describe('surroundings', () => {
  test('that cannot be told are left out', () => {
    expect(readDevice({ ...ABOUT, screen: { width: 0, height: 0 } })).toBeUndefined();
    const noCores = { ...ABOUT, navigator: { ...ABOUT.navigator, hardwareConcurrency: Number.NaN } };
    expect(readDevice(noCores)).toBeUndefined();
  });

  test('are cut to what the protocol takes', () => {
    const odd = {
      navigator: { hardwareConcurrency: 9_999, language: 'x'.repeat(200), platform: 'y'.repeat(200) },
      screen: { width: 1_919.7, height: 1_080.2 },
      devicePixelRatio: 99,
    };
    expect(featuresSchema.safeParse({ device: readDevice(odd) }).success).toBe(true);
  });
});
