import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../../renderer/i18n/format.ts';
import { LANGUAGES, messagesFor } from '../../../../renderer/i18n/languages.ts';
import { reasonSentence } from '../../../../renderer/i18n/reason-sentence.ts';
import { type Factor, RISK_RULES } from '../../../../tee-sim/protocol/assessment.ts';
import { TEE_REASONS } from '../../../../tee-sim/protocol/codes.ts';

/** Every text of a language by its path; functions are called with marks in place of values. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(...marks(value.length)))]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}

/** A value that is a mark of its own, and whose properties are marks too. */
function marks(count: number): unknown[] {
  return Array.from(
    { length: count },
    (_, i) =>
      new Proxy(
        Object.assign(() => '', {}),
        {
          get: (_target, name) =>
            name === Symbol.toPrimitive || name === 'toString'
              ? () => `{${i}}`
              : name === 'how'
                ? 'other'
                : `{${String(name)}}`,
        },
      ),
  );
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{[^}]+\}/g) ?? [])].sort();

/** Where English has a text of its own for one. */
const PLURALS = new Set([
  '.activity.total',
  '.activity.search.found',
  '.activity.search.damaged',
  '.activity.export.saved',
  '.activity.export.damaged',
  '.history.total',
  '.history.export.saved',
]);

describe('every language', () => {
  const english = new Map(textsOf(messagesFor('en')));

  test.each(LANGUAGES)('%s says the same things with the same values', (language) => {
    const texts = new Map(textsOf(messagesFor(language)));
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of texts) {
      expect(text.trim(), path).not.toBe('');
      // A plural may be one word less in a language that has none.
      if (!PLURALS.has(path)) expect(placeholders(text), path).toEqual(placeholders(english.get(path) ?? ''));
    }
  });

  test('Chinese texts are Chinese', () => {
    const left = textsOf(messagesFor('zh-CN')).filter(
      ([path, text]) => !/\p{Script=Han}/u.test(text) && english.get(path) === text,
    );
    // Names, units and layout marks that both languages share.
    expect(left.map(([path]) => path)).toEqual([
      '.app.name',
      '.trusted.hosts.electron',
      '.assess.amountUnit',
      '.assess.amountWei',
      '.assess.points',
      '.assess.sides.tee.name',
      '.sign.gwei',
    ]);
  });

  test.each(LANGUAGES)('%s has what happened and what to do for every reason', (language) => {
    const { reasons } = messagesFor(language);
    expect(Object.keys(reasons).sort()).toEqual([...TEE_REASONS].sort());
    for (const { todo, what } of Object.values(reasons)) expect(what).not.toBe(todo);
  });
});

describe('reasons as sentences', () => {
  const examples: Readonly<Record<Factor['rule'], Factor['values']>> = {
    'first-payment-to-address': {},
    'amount-above-usual': { times: 14.5, medianWei: '250000000000000000' },
    'recipient-pasted': {},
    'machine-like-input': { how: 'no-variance' },
    'unusual-hour': { hour: 3 },
    'time-zone-changed': { now: 'Asia/Tokyo', usual: 'Europe/Zurich' },
    'device-changed': {},
    'typing-unlike-baseline': { meanMs: 140, usualMs: 85 },
    'burst-of-requests': { count: 6, seconds: 60 },
    'look-alike-address': { known: '0x52908400098527886E0F7030069857D2E4169EE7' },
    'zero-address': {},
    'token-contract-as-recipient': {},
    'unlimited-approval': {},
    'approval-for-all': {},
    'absurd-fee': {},
    'blind-signature': {},
    'features-missing': { missing: 'typing pointer' },
  };

  test.each(LANGUAGES)('%s: every rule, with its values', (language) => {
    const sentences = RISK_RULES.map((rule) =>
      reasonSentence(messagesFor(language), createFormat(language), {
        rule,
        points: 1,
        values: examples[rule],
      }),
    );
    expect(new Set(sentences).size).toBe(RISK_RULES.length);
    const all = sentences.join('\n');
    for (const value of [
      '14.5',
      '0.25 ETH',
      '3:00',
      'Asia/Tokyo',
      'Europe/Zurich',
      '140',
      '85',
      '6',
      '0x52908400',
    ]) {
      expect(all).toContain(value);
    }
    expect(all).not.toMatch(/undefined|NaN|\[object|—/);
  });

  test.each(LANGUAGES)('%s: an amount of a token is told of the token, of coins in coins', (language) => {
    const sentence = (values: Factor['values']) =>
      reasonSentence(messagesFor(language), createFormat(language), {
        ...{ rule: 'amount-above-usual', points: 1, values: { times: 14, ...values } },
      });
    const ofToken = sentence({ asset: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', medianUnits: '250' });
    expect(ofToken).toMatch(/14.*0xA0b86991|0xA0b86991.*14/);
    expect(ofToken).not.toMatch(/ETH|—/);
    const ofCoins = sentence({ asset: 'native', medianWei: '250000000000000000' });
    expect(ofCoins).toContain('0.25 ETH');
    expect(ofCoins).toBe(sentence({ medianWei: '250000000000000000' }));
  });

  test.each(LANGUAGES)('%s: missing and odd values break nothing', (language) => {
    const odd: readonly Factor['values'][] = [
      {},
      {
        how: 'toString',
        medianWei: 'x'.repeat(100),
        missing: '__proto__ constructor',
        hour: -1,
        seconds: 1e9,
      },
      { how: '<img src=x>', medianWei: '9'.repeat(78), hour: 'noon', times: 1e308, known: '\u202e<b>' },
    ];
    for (const values of odd) {
      for (const rule of RISK_RULES) {
        const sentence = reasonSentence(messagesFor(language), createFormat(language), {
          rule,
          points: 1,
          values,
        });
        expect(sentence).not.toMatch(/undefined|NaN|\[object|function/);
      }
    }
  });
});
