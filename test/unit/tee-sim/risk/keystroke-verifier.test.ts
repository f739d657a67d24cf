import { expect, test } from 'vitest';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { type KeystrokeSample, TYPING_PHRASE } from '../../../../tee-sim/protocol/factors.ts';
import {
  enrolTyping,
  fitsTemplate,
  typingDistance,
  typingTemplateHash,
  typingTemplateSchema,
} from '../../../../tee-sim/risk/keystroke-verifier.ts';

const KEYS = TYPING_PHRASE.length;

/** Every hold and flight so long, those of `key` by `extra` longer. */
function typed(holdMs: number, flightMs: number, key = -1, extra = 0): KeystrokeSample {
  const times = (length: number, base: number) =>
    Array.from({ length }, (_, i) => base + (i === key ? extra : 0));
  return { holdMs: times(KEYS, holdMs), flightMs: times(KEYS - 1, flightMs) };
}

const samples = [80, 90, 100, 110, 120].map((holdMs) => typed(holdMs, holdMs + 100));
const template = enrolTyping(samples);

test('the template is mean and mean deviation of each key, and never less than a person varies', () => {
  // Of 80 … 120: mean 100, deviations 20, 10, 0, 10, 20.
  expect(template.holdMs).toEqual(Array.from({ length: KEYS }, () => ({ mean: 100, deviation: 12 })));
  expect(template.flightMs).toEqual(Array.from({ length: KEYS - 1 }, () => ({ mean: 200, deviation: 25 })));
  const spread = enrolTyping([typed(0, 0), typed(100, 100)]);
  expect(spread.holdMs[0]).toEqual({ mean: 50, deviation: 50 });
  expect(typingTemplateSchema.parse(template)).toEqual(template);
});

test('the distance is in deviations, averaged over the keys', () => {
  expect(typingDistance(template, typed(100, 200))).toBe(0);
  expect(typingDistance(template, typed(112, 225))).toBeCloseTo(1);
  expect(typingDistance(template, typed(76, 150))).toBeCloseTo(2);
});

test('one long pause weighs no more than six deviations', () => {
  const paused = typed(100, 200, 3, 5_000);
  expect(typingDistance(template, paused)).toBeCloseTo(12 / (2 * KEYS - 1));
  expect(fitsTemplate(template, paused)).toBe(true);
});

test('the person fits, another rhythm does not; the threshold is two deviations', () => {
  for (const sample of samples) expect(fitsTemplate(template, sample)).toBe(true);
  expect(fitsTemplate(template, typed(123.9, 249.9))).toBe(true);
  expect(fitsTemplate(template, typed(124.1, 250.1))).toBe(false);
  expect(fitsTemplate(template, typed(0, 0))).toBe(false);
  expect(fitsTemplate(template, typed(10_000, 10_000))).toBe(false);
});

test('the hash names exactly one template', () => {
  const other = enrolTyping([...samples.slice(1), typed(81, 180)]);
  const hash = typingTemplateHash(nobleEngine, template);
  expect(hash).toHaveLength(32);
  expect(typingTemplateHash(nobleEngine, enrolTyping(samples))).toEqual(hash);
  expect(typingTemplateHash(nobleEngine, other)).not.toEqual(hash);
});

test('nothing can be enrolled from no samples', () => {
  expect(() => enrolTyping([])).toThrow(RangeError);
});
