// How hard a password is to guess, in four words. A rough measure for advice; the policy's minimum is the rule.
export type Strength = 'weak' | 'fair' | 'good' | 'strong';

/** Bits of guessing below which a password has that word. */
const BOUNDS: readonly (readonly [Strength, number])[] = [
  ['weak', 42],
  ['fair', 56],
  ['good', 72],
];

const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[ -/:-@[-`{-~]/] as const;
const CLASS_SIZES = [26, 26, 10, 33] as const;
/** Letters of other scripts: a cautious guess of how many of them people choose from. */
const OTHER_SIZE = 200;
const COMMON =
  /passw|qwert|asdf|letmein|welcome|admin|iloveyou|dragon|monkey|airaccount|1234|0000|1111|abcd/i;

/** `name`: what everybody knows of the person adds nothing. */
export function strengthOf(password: string, name: string): Strength {
  const bits = guessingBits(password, name);
  return BOUNDS.find(([, below]) => bits < below)?.[0] ?? 'strong';
}

function guessingBits(password: string, name: string): number {
  const own = name.trim().toLowerCase();
  const text = own.length < 3 ? password : password.toLowerCase().replaceAll(own, '');
  const alphabet = CLASSES.reduce(
    (sum, pattern, i) => sum + (pattern.test(text) ? (CLASS_SIZES[i] ?? 0) : 0),
    0,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII
  const size = alphabet + (/[^\x00-\x7f]/.test(text) ? OTHER_SIZE : 0);
  const bits = surprises([...text]) * Math.log2(Math.max(2, size));
  return COMMON.test(text) ? bits / 2 : bits;
}

/** Characters that do not follow from the one before: `aaaa` and `3456` count once and a little. */
function surprises(characters: readonly string[]): number {
  let count = 0;
  let step: number | undefined;
  for (const [i, character] of characters.entries()) {
    const before = characters[i - 1];
    const next =
      before === undefined ? undefined : (character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    const follows = next !== undefined && Math.abs(next) <= 1 && (step === undefined || next === step);
    count += follows ? 0.25 : 1;
    step = follows ? next : undefined;
  }
  const distinct = new Set(characters).size;
  return Math.min(count, distinct * 2);
}
