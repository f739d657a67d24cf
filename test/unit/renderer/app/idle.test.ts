import { expect, test } from 'vitest';
import { watchIdle } from '../../../../renderer/app/idle.ts';

function watched(idleMs: number) {
  const target = new EventTarget();
  let nowMs = 0;
  let work: (() => void) | undefined;
  let idle = 0;
  const end = watchIdle(target, idleMs, () => (idle += 1), {
    nowMs: () => nowMs,
    repeat: (look) => {
      work = look;
      return () => (work = undefined);
    },
  });
  const pass = (ms: number): void => {
    nowMs += ms;
    work?.();
  };
  return { target, pass, end, idle: () => idle, isWatching: () => work !== undefined };
}

test('is noticed once, when nothing happened for that long', () => {
  const { pass, idle, isWatching } = watched(60_000);
  pass(59_999);
  expect(idle()).toBe(0);
  pass(1);
  pass(60_000);
  expect(idle()).toBe(1);
  expect(isWatching()).toBe(false);
});

test.each(['keydown', 'pointerdown', 'pointermove', 'wheel'])('%s counts as being there', (name) => {
  const { target, pass, idle } = watched(60_000);
  pass(59_000);
  target.dispatchEvent(new Event(name));
  pass(59_000);
  expect(idle()).toBe(0);
  pass(1_000);
  expect(idle()).toBe(1);
});

test('is not watched any more once it was ended', () => {
  const { pass, end, idle } = watched(60_000);
  end();
  pass(60_000);
  expect(idle()).toBe(0);
});
