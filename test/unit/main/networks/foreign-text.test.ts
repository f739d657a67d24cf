import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanForeignText } from '../../../../main/networks/foreign-text.ts';

it.each([
  ['insufficient funds for gas', 'insufficient funds for gas'],
  ['one\n\ttwo\u0000', 'one two'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['a\u200bb\u{e0041}', 'ab'],
  ['see https://evil.example/?k=1 now', 'see … now'],
  ['see ht\u200btps://evil.example/?k=1 now', 'see … now'],
  ['\ud800x', 'x'],
])('%j is shown as %j', (text, shown) => expect(cleanForeignText(text, 100)).toBe(shown));

it('cuts an endpoint’s secrets out, but not small words', () => {
  expect(cleanForeignText('key abcdef123 is over, v3', 100, ['abcdef123', 'v3'])).toBe('key … is over, v3');
  expect(cleanForeignText('key abc\u200bdef123', 100, ['abcdef123'])).toBe('key …');
});

it('is one line, no longer than asked, whatever it is given', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.integer({ min: 1, max: 60 }),
      (text, max) => {
        const clean = cleanForeignText(text, max);
        expect(clean.length).toBeLessThanOrEqual(max);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      },
    ),
  );
});
