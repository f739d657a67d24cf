import { describe, expect, test } from 'vitest';
import { PhraseRecorder } from '../../../../renderer/behaviour/phrase-recorder.ts';
import { keystrokeSampleSchema, TYPING_PHRASE } from '../../../../tee-sim/protocol/factors.ts';

const key = (char: string, timeStamp: number, more = {}) => ({
  key: char,
  code: `Key${char}`,
  repeat: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  timeStamp,
  ...more,
});

/** Each key held `holdMs`, pressed every `flightMs`. */
function type(recorder: PhraseRecorder, holdMs: number, flightMs: number, phrase = TYPING_PHRASE) {
  const events = [...phrase].flatMap((char, i) => [
    { at: i * flightMs, down: true, char, code: `${char}${i}` },
    { at: i * flightMs + holdMs, down: false, char, code: `${char}${i}` },
  ]);
  events.sort((a, b) => a.at - b.at);
  return events.map(({ at, down, char, code }) =>
    down ? recorder.press(key(char, at, { code })) : recorder.release({ code, timeStamp: at }),
  );
}

describe('a phrase', () => {
  test('gives times by place, in the form that the TEE takes', () => {
    const recorder = new PhraseRecorder();
    const progress = type(recorder, 80, 150.26);
    expect(progress.at(-1)).toBe('complete');
    expect(progress.slice(0, -1)).not.toContain('complete');
    const sample = recorder.read();
    expect(keystrokeSampleSchema.safeParse(sample).success).toBe(true);
    expect(new Set(sample?.holdMs)).toEqual(new Set([80]));
    expect(new Set(sample?.flightMs)).toEqual(new Set([150.3]));
  });

  test('may be typed with keys that overlap', () => {
    const recorder = new PhraseRecorder();
    expect(type(recorder, 200, 90)).toContain('complete');
    expect(recorder.read()?.holdMs).toEqual(Array(TYPING_PHRASE.length).fill(200));
  });

  test('is not complete before the last key was released', () => {
    const recorder = new PhraseRecorder();
    for (const [i, char] of [...TYPING_PHRASE].entries()) {
      recorder.press(key(char, i * 100, { code: `${i}` }));
      if (i > 0) recorder.release({ code: `${i - 1}`, timeStamp: i * 100 + 10 });
    }
    expect(recorder.read()).toBeUndefined();
    expect(recorder.release({ code: `${TYPING_PHRASE.length - 1}`, timeStamp: 9_999 })).toBe('complete');
  });

  test('begins anew at a wrong key, a correction too', () => {
    const recorder = new PhraseRecorder();
    type(recorder, 80, 150, TYPING_PHRASE.slice(0, 5));
    expect(recorder.press(key('q', 5_000))).toBe('wrong-key');
    expect(recorder.length).toBe(0);
    type(recorder, 80, 150, TYPING_PHRASE.slice(0, 5));
    expect(recorder.press(key('Backspace', 5_000))).toBe('wrong-key');
    expect(recorder.read()).toBeUndefined();
    expect(type(recorder, 70, 140).at(-1)).toBe('complete');
  });

  test('is not touched by keys that do not write, nor by repeats', () => {
    const recorder = new PhraseRecorder();
    expect(recorder.press(key('Shift', 0))).toBe('going-on');
    expect(recorder.press(key('m', 0))).toBe('going-on');
    expect(recorder.press(key('m', 30, { repeat: true }))).toBe('going-on');
    expect(recorder.length).toBe(1);
    expect(recorder.release({ code: 'KeyX', timeStamp: 40 })).toBe('going-on');
  });

  test('with a clock that jumps stays within what the TEE takes', () => {
    const recorder = new PhraseRecorder();
    for (const [i, char] of [...TYPING_PHRASE].entries()) {
      const at = i % 2 === 0 ? i * 50_000 : 0;
      recorder.press(key(char, at, { code: `${i}` }));
      recorder.release({ code: `${i}`, timeStamp: at - 5 });
    }
    expect(keystrokeSampleSchema.safeParse(recorder.read()).success).toBe(true);
  });
});
