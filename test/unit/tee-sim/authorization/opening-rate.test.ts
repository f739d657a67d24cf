import { expect, test } from 'vitest';
import { MAIN_WINDOW } from '../../../../tee-sim/authorization/layer-1-client-access.ts';
import { OPENING_RATE, OpeningRate } from '../../../../tee-sim/authorization/opening-rate.ts';

test('others share one rate however they connect, and leave the window’s alone', () => {
  let nowMs = 1_000;
  const rate = new OpeningRate(() => nowMs);
  for (let i = 0; i < OPENING_RATE.requests; i += 1) {
    expect(rate.take('OPEN_SESSION', `local-${i}`)).toBe(true);
  }
  expect(rate.take('OPEN_SESSION', 'local-anew')).toBe(false);
  expect(rate.take('OPEN_SESSION', MAIN_WINDOW)).toBe(true);
  // Each kind by itself: who may attest may not be out of challenges for it.
  expect(rate.take('GET_CHALLENGE', 'local-anew')).toBe(true);
  expect(rate.take('attest', 'local-anew')).toBe(true);
  nowMs += OPENING_RATE.perMs / OPENING_RATE.requests;
  expect(rate.take('OPEN_SESSION', 'local-anew')).toBe(true);
  expect(rate.take('OPEN_SESSION', 'local-anew')).toBe(false);
});

test('a window that floods waits too', () => {
  const rate = new OpeningRate(() => 1_000);
  for (let i = 0; i < OPENING_RATE.requests; i += 1) rate.take('attest', MAIN_WINDOW);
  expect(rate.take('attest', MAIN_WINDOW)).toBe(false);
  expect(rate.take('attest', 'local')).toBe(true);
});
