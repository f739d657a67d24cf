import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../../renderer/i18n/format.ts';
import { LANGUAGES, messagesFor } from '../../../../renderer/i18n/languages.ts';
import { reasonSentence } from '../../../../renderer/i18n/reason-sentence.ts';
import { RISK_RULES } from '../../../../tee-sim/protocol/assessment.ts';

describe.each(LANGUAGES)('in %s', (language) => {
  const m = messagesFor(language);
  const sentence = (rule: (typeof RISK_RULES)[number], values: Record<string, string | number> = {}) =>
    reasonSentence(m, createFormat(language), { rule, points: 1, values });

  // A refusal names its reasons without values; a gap in the sentence would look as if the TEE knew none.
  test.each(RISK_RULES)('%s alone is a whole sentence', (rule) => {
    expect(sentence(rule)).toMatch(/^[^—]+[.。]$/);
  });

  test('values that are known are told', () => {
    expect(sentence('look-alike-address', { known: '0xabcd' })).toContain('0xabcd');
    expect(sentence('look-alike-address')).not.toEqual(sentence('look-alike-address', { known: '0xabcd' }));
  });
});
