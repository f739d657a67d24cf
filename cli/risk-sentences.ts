// One English sentence per rule of the assessment.
import type { Factor } from '../tee-sim/protocol/assessment.ts';

type Values = Factor['values'];

const MACHINE_SIGNS: Readonly<Record<string, string>> = {
  programmatic: 'a field was filled by a program',
  'system-idle': 'the computer saw no input while this was typed',
  'too-fast': 'no person presses keys that fast',
  'no-variance': 'every key was held, or followed, in the same time',
};

const SENTENCES: Readonly<Record<Factor['rule'], (values: Values) => string>> = {
  'first-payment-to-address': () => 'First payment to this address.',
  'amount-above-usual': ({ times, asset = 'native' }) =>
    `The amount is ${text(times)} times the usual one${asset === 'native' ? '' : ` of the token ${text(asset)}`}.`,
  'recipient-pasted': () => 'The recipient was pasted.',
  'machine-like-input': ({ how }) =>
    `Input like a machine's: ${MACHINE_SIGNS[text(how)] ?? 'not as people do it'}.`,
  'unusual-hour': ({ hour }) => `Unusual hour for this person (${text(hour)}:00).`,
  'time-zone-changed': ({ now, usual }) => `Time zone ${text(now)} instead of ${text(usual)}.`,
  'device-changed': () => 'A device that was not used before.',
  'typing-unlike-baseline': ({ meanMs, usualMs }) =>
    `Typing rhythm unlike this person's: keys held ${text(meanMs)} ms, usually ${text(usualMs)} ms.`,
  'burst-of-requests': ({ count, seconds }) =>
    `Many requests at once: ${text(count)} within ${text(seconds)} s.`,
  'look-alike-address': ({ known }) => `Looks like a known address, but is another one: ${text(known)}.`,
  'zero-address': () => 'The zero address: what is sent there is lost.',
  'token-contract-as-recipient': () =>
    "The recipient is a token's own contract: what is sent there is mostly lost.",
  'unlimited-approval': () => 'It lets somebody take any amount of a token.',
  'approval-for-all': () => 'It lets somebody take everything of a collection.',
  'absurd-fee': () => 'The fee is far higher than such a transaction needs.',
  'blind-signature': () => 'Nobody can tell what this signature does.',
  'features-missing': ({ missing }) => `Feature data is missing: ${text(missing)}.`,
};

export function sentenceOf({ rule, values }: Factor): string {
  return SENTENCES[rule](values);
}

function text(value: string | number | undefined): string {
  return value === undefined ? 'unknown' : String(value);
}
