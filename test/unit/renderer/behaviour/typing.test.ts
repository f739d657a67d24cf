import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeyPress, TypingRhythm, writes } from '../../../../renderer/behaviour/typing.ts';
import { featuresSchema } from '../../../../tee-sim/protocol/features.ts';

function key(name: string, timeStamp: number, change: Partial<KeyPress> = {}): KeyPress {
  const code = name.length === 1 ? `Key${name.toUpperCase()}` : name;
  return {
    key: name,
    code,
    timeStamp,
    repeat: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    ...change,
  };
}

describe('typing rhythm', () => {
  test('is hold times, and times from press to press', () => {
    const typing = new TypingRhythm();
    typing.press(key('a', 1_000));
    typing.press(key('b', 1_120));
    typing.release(key('a', 1_090.04));
    typing.release(key('b', 1_200));
    typing.press(key('c', 1_300));
    typing.release(key('c', 1_380));
    expect(typing.read()).toEqual({ holdMs: [90, 80, 80], flightMs: [120, 180], corrections: 0 });
  });

  test('counts corrections', () => {
    const typing = new TypingRhythm();
    typing.press(key('a', 0));
    typing.press(key('Backspace', 100));
    typing.press(key('Delete', 200));
    expect(typing.read().corrections).toBe(2);
  });

  test('ignores auto-repeat', () => {
    const typing = new TypingRhythm();
    typing.press(key('a', 0));
    for (let at = 30; at < 600; at += 30) typing.press(key('a', at, { repeat: true }));
    typing.release(key('a', 600));
    expect(typing.read()).toEqual({ holdMs: [600], flightMs: [], corrections: 0 });
  });

  test('does not take a pause for rhythm', () => {
    const typing = new TypingRhythm();
    typing.press(key('a', 0));
    typing.press(key('b', 60_000));
    typing.press(key('c', 60_150));
    expect(typing.read().flightMs).toEqual([150]);
  });

  test('forgets pressed keys when the window loses the keyboard', () => {
    const typing = new TypingRhythm();
    typing.press(key('a', 0));
    typing.forgetPressed();
    typing.release(key('a', 80));
    typing.press(key('b', 100));
    expect(typing.read()).toEqual({ holdMs: [], flightMs: [], corrections: 0 });
  });

  test('drops times that run backwards', () => {
    const typing = new TypingRhythm();
    typing.press(key('a', 500));
    typing.release(key('a', 400));
    typing.press(key('b', 300));
    expect(typing.read()).toEqual({ holdMs: [], flightMs: [], corrections: 0 });
  });

  test.each(['Tab', 'Enter', 'Shift', 'Control', 'ArrowLeft', 'F5', 'Escape'])(
    '%s writes nothing',
    (name) => {
      expect(writes(key(name, 0))).toBe(false);
    },
  );

  test('shortcuts write nothing, AltGr does', () => {
    expect(writes(key('v', 0, { ctrlKey: true }))).toBe(false);
    expect(writes(key('v', 0, { metaKey: true }))).toBe(false);
    expect(writes(key('@', 0, { ctrlKey: true, altKey: true }))).toBe(true);
    expect(writes(key('Process', 0))).toBe(true);
    expect(writes(key('😀', 0))).toBe(true);
  });

  test('keeps the newest 512 and always fits the protocol, whatever is pressed', () => {
    const press = fc.record({
      key: fc.constantFrom('a', 'b', 'Backspace', 'Tab'),
      gap: fc.double({ min: -50, max: 5_000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(press, { maxLength: 1_500, size: 'max' }), (presses) => {
        const typing = new TypingRhythm();
        let at = 0;
        for (const { gap, key: name } of presses) {
          at += gap;
          typing.press(key(name, at));
          typing.release(key(name, at + gap / 2));
        }
        const read = typing.read();
        expect(featuresSchema.safeParse({ typing: read }).success).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('the newest 512 are the last ones', () => {
    const typing = new TypingRhythm();
    for (let i = 1; i <= 3_000; i += 1) {
      typing.press(key('a', i * 10_000));
      typing.release(key('a', i * 10_000 + i));
    }
    const { holdMs } = typing.read();
    expect([holdMs.length, holdMs[0], holdMs.at(-1)]).toEqual([512, 2_489, 3_000]);
  });

  test('says nothing of which keys', () => {
    const typing = new TypingRhythm();
    typing.press(key('q', 0));
    typing.press(key('Backspace', 90));
    const text = JSON.stringify(typing.read());
    expect(text).not.toMatch(/q|Key|Back/);
  });
});
