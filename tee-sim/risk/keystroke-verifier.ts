// The keystroke verifier: tells whether one typing of the public phrase fits the rhythm that was enrolled.
// A first verifier, not measured on people yet: it counts for Enhanced only, and never beside a password's worth.
import type { CryptoEngine } from '../crypto/engine.ts';
import { lengthPrefixed, utf8ToBytes } from '../protocol/bytes.ts';
import { type KeystrokeSample, TYPING_PHRASE } from '../protocol/factors.ts';
import { z } from '../protocol/schema.ts';

const keySchema = z.strictObject({ mean: z.number().min(0), deviation: z.number().positive() });

/** Of every hold and flight time of the phrase: the mean, and the mean distance from it, ms. */
export const typingTemplateSchema = z.strictObject({
  holdMs: z.array(keySchema).length(TYPING_PHRASE.length),
  flightMs: z.array(keySchema).length(TYPING_PHRASE.length - 1),
});
export type TypingTemplate = z.output<typeof typingTemplateSchema>;
type KeyRhythm = z.output<typeof keySchema>;

/**
 * Five samples say little about how a person varies: no spread is believed to be below these, ms. The flights of
 * people vary more than their holds.
 */
const LEAST_DEVIATION_MS = { holdMs: 12, flightMs: 25 } as const;
/** A sample fits up to this mean distance, in the person's own deviations. */
const THRESHOLD = 2;
/** One long pause, for a thought or a door bell, must not outweigh all the other keys. */
const FARTHEST = 6;

const TEMPLATE_LABEL = 'airaccount/1/typing-template';

/** The template of samples of one person. @throws RangeError of none */
export function enrolTyping(samples: readonly KeystrokeSample[]): TypingTemplate {
  if (samples.length === 0) throw new RangeError('samples');
  const rhythm = (part: 'holdMs' | 'flightMs', keys: number): KeyRhythm[] =>
    Array.from({ length: keys }, (_, key) => {
      const times = samples.map((sample) => sample[part][key] ?? 0);
      const mean = average(times);
      const spread = average(times.map((time) => Math.abs(time - mean)));
      return { mean, deviation: Math.max(spread, LEAST_DEVIATION_MS[part]) };
    });
  return {
    holdMs: rhythm('holdMs', TYPING_PHRASE.length),
    flightMs: rhythm('flightMs', TYPING_PHRASE.length - 1),
  };
}

/**
 * Scaled Manhattan distance (Killourhy & Maxion, DSN 2009, §4.2), here as a mean over keys so that it does not
 * depend on their number: (1/n) Σ min(|xᵢ − meanᵢ| / deviationᵢ, 6).
 */
export function typingDistance(template: TypingTemplate, sample: KeystrokeSample): number {
  const distances = [
    ...template.holdMs.map((key, i) => distance(key, sample.holdMs[i])),
    ...template.flightMs.map((key, i) => distance(key, sample.flightMs[i])),
  ];
  return average(distances);
}

export function fitsTemplate(template: TypingTemplate, sample: KeystrokeSample): boolean {
  return typingDistance(template, sample) <= THRESHOLD;
}

/** SM3(lp(label) ‖ lp(JSON)), 32 bytes: what S2's BiometricProof names the template by. */
export function typingTemplateHash(
  engine: Pick<CryptoEngine, 'sm3'>,
  { holdMs, flightMs }: TypingTemplate,
): Uint8Array {
  const pairs = [holdMs, flightMs].map((keys) => keys.map(({ mean, deviation }) => [mean, deviation]));
  return engine.sm3(lengthPrefixed(utf8ToBytes(TEMPLATE_LABEL), utf8ToBytes(JSON.stringify(pairs))));
}

function distance({ mean, deviation }: KeyRhythm, time = 0): number {
  return Math.min(Math.abs(time - mean) / deviation, FARTHEST);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
