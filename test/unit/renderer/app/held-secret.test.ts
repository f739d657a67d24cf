import { expect, test, vi } from 'vitest';
import { HeldSecret } from '../../../../renderer/app/held-secret.ts';

const bytes = (): Uint8Array => Uint8Array.of(1, 2, 3);

test('what it held is zeroed when something else comes, and when it is wiped', () => {
  const held = new HeldSecret();
  const [first, second] = [bytes(), bytes()];
  held.hold(first);
  expect(held.bytes).toBe(first);
  held.hold(second);
  expect([...first]).toEqual([0, 0, 0]);
  held.wipe();
  expect([...second]).toEqual([0, 0, 0]);
  expect(held.bytes).toBeUndefined();
});

test('the same bytes again are not zeroed', () => {
  const held = new HeldSecret();
  const same = bytes();
  held.hold(same);
  held.hold(same);
  expect([...same]).toEqual([1, 2, 3]);
});

test('what comes after its end is zeroed', () => {
  const held = new HeldSecret();
  const [before, after] = [bytes(), bytes()];
  held.hold(before);
  held.end();
  held.hold(after);
  expect([...before, ...after]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(held.bytes).toBeUndefined();
});

test('who looks at it is told of every change, and of none that is none', () => {
  const held = new HeldSecret();
  const told = vi.fn();
  const stop = held.subscribe(told);
  held.wipe();
  expect(told).not.toHaveBeenCalled();
  held.hold(bytes());
  held.wipe();
  expect(told).toHaveBeenCalledTimes(2);
  stop();
  held.hold(bytes());
  expect(told).toHaveBeenCalledTimes(2);
});
