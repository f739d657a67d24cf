import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addressText,
  amountText,
  coinText,
  decodedSentence,
  fieldText,
  type Telling,
  untilText,
} from '../../../../renderer/i18n/decoded-sentence.ts';
import { createFormat } from '../../../../renderer/i18n/format.ts';
import { LANGUAGES, messagesFor } from '../../../../renderer/i18n/languages.ts';
import {
  DECODED_FLAGS,
  DECODED_KINDS,
  type Decoded,
  FIELD_LABELS,
  INTENTS,
  PARTY_ROLES,
} from '../../../../tee-sim/protocol/decoded.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { LEVEL_GROUNDS, SIGNATURE_KINDS } from '../../../../tee-sim/protocol/review.ts';

// EIP-55's own example addresses.
const ALICE = addressSchema.parse('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
const TOKEN = addressSchema.parse('0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359');
const SPENDER = addressSchema.parse('0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB');

const known = [
  { address: ALICE, as: 'contact', text: 'Alice' },
  { address: TOKEN, as: 'token', text: 'USDC', decimals: 6 },
] as const;
const telling: Telling = { m: messagesFor('en'), format: createFormat('en'), known };
const nobodyKnown: Telling = { ...telling, known: [] };

const empty = { chainId: 1, parties: [], amounts: [], flags: [], inner: [] } as const;
const payment = (amount: bigint, chainId = 1): Decoded => ({
  ...empty,
  kind: 'native-transfer',
  chainId,
  parties: [{ role: 'recipient', address: ALICE }],
  amounts: [{ asset: 'native', amount, unlimited: false }],
});
const tokens = (change: Partial<Decoded>, amount = 25_000_000n, unlimited = false): Decoded => ({
  ...empty,
  kind: 'token-transfer',
  parties: [
    { role: 'contract', address: TOKEN },
    { role: 'recipient', address: ALICE },
    { role: 'spender', address: SPENDER },
    { role: 'owner', address: SPENDER },
  ],
  amounts: [{ asset: TOKEN, amount, unlimited }],
  ...change,
});

describe('what a signature does, in one sentence', () => {
  test.each<[string, Decoded, string]>([
    ['a payment', payment(1_500_000_000_000_000_000n), 'Send 1.5 ETH to Alice (0x5aAe…eAed)'],
    ['a payment of nothing', payment(0n), 'Send an empty transaction to Alice (0x5aAe…eAed)'],
    [
      'a payment on a network without a name here',
      payment(1n, 31_338),
      'Send 0.000000000000000001 of the coin of network 31338 to Alice (0x5aAe…eAed)',
    ],
    ['tokens', tokens({}), 'Send 25 USDC to Alice (0x5aAe…eAed)'],
    [
      'somebody else’s tokens',
      tokens({ flags: ['moves-of-another'] }),
      `Move 25 USDC from ${SPENDER} to Alice (0x5aAe…eAed)`,
    ],
    ['an allowance', tokens({ kind: 'token-approval' }), `Allow ${SPENDER} to take up to 25 USDC`],
    [
      'an allowance without end',
      tokens({ kind: 'token-approval', flags: ['unlimited-approval'] }, 2n ** 256n - 1n, true),
      `Allow ${SPENDER} to take ANY amount of your USDC`,
    ],
    [
      'an allowance taken back',
      tokens({ kind: 'token-approval' }, 0n),
      `Take back what ${SPENDER} may take of your USDC`,
    ],
    [
      'everything of a collection',
      tokens({ kind: 'approval-for-all', amounts: [], granted: true }),
      `Allow ${SPENDER} to take EVERYTHING of USDC (0xfB69…d359) that you have or get`,
    ],
    [
      'a collection taken back',
      tokens({ kind: 'approval-for-all', amounts: [], granted: false }),
      `Take back what ${SPENDER} may take of your USDC (0xfB69…d359)`,
    ],
    [
      'a call that nobody understands, with coins',
      {
        ...payment(5n * 10n ** 17n),
        kind: 'contract-call',
        parties: [{ role: 'contract', address: SPENDER }],
        flags: ['blind'],
      },
      `Call ${SPENDER}. Nobody can tell what this does, with 0.5 ETH`,
    ],
    [
      'what only seems to be a token',
      tokens({ flags: ['blind', 'unknown-token'] }),
      'Send 25 USDC to Alice (0x5aAe…eAed), or so it seems',
    ],
    ['bytes', { ...empty, kind: 'message', flags: ['blind'] }, 'Sign bytes that nobody can read'],
    [
      'a delegation',
      {
        ...empty,
        kind: 'delegation',
        parties: [
          { role: 'authority', address: ALICE },
          { role: 'delegate', address: SPENDER },
        ],
        flags: ['blind', 'delegation'],
      },
      `Let the program at ${SPENDER} act for Alice (0x5aAe…eAed), in everything`,
    ],
  ])('%s', (_name, decoded, sentence) => {
    expect(decodedSentence(telling, decoded)).toBe(sentence);
  });

  test.each(LANGUAGES)('%s: every kind, whatever is missing in it', (language) => {
    const told = { ...telling, m: messagesFor(language), format: createFormat(language) };
    const sentences = DECODED_KINDS.map((kind) => decodedSentence(told, { ...empty, kind }));
    expect(sentences.join('\n')).not.toMatch(/undefined|NaN|\[object/);
    expect(new Set(sentences).size).toBeGreaterThan(8);
  });

  test.each(LANGUAGES)('%s: every list of the protocol has words', (language) => {
    const { decoded } = messagesFor(language);
    expect(Object.keys(decoded.kinds)).toEqual([...DECODED_KINDS]);
    expect(Object.keys(decoded.flags).sort()).toEqual([...DECODED_FLAGS].sort());
    expect(Object.keys(decoded.grounds).sort()).toEqual([...LEVEL_GROUNDS].sort());
    expect(Object.keys(decoded.intents).sort()).toEqual([...INTENTS].sort());
    expect(Object.keys(decoded.fields).sort()).toEqual([...FIELD_LABELS].sort());
    expect(Object.keys(decoded.roles).sort()).toEqual([...PARTY_ROLES].sort());
    expect(Object.keys(decoded.signatures).sort()).toEqual([...SIGNATURE_KINDS].sort());
    for (const words of [decoded.flags, decoded.grounds, decoded.intents]) {
      expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
    }
  });
});

describe('amounts are exact to the last unit', () => {
  /** Back to base units, from what is shown. */
  const unitsOf = (text: string, decimals: number): bigint => {
    const [whole = '', fraction = ''] = text.replaceAll(',', '').split('.');
    return BigInt(whole + fraction.padEnd(decimals, '0'));
  };

  test('of any number of decimals, up to the largest that there are', () => {
    const amounts = fc.bigInt({ min: 0n, max: 2n ** 512n - 1n });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 36 }), (amount, decimals) => {
        expect(unitsOf(telling.format.units(amount, decimals), decimals)).toBe(amount);
      }),
    );
  });

  test('of coins and of tokens, in both languages', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
        fc.constantFrom(...LANGUAGES),
        (amount, language) => {
          const told = { ...telling, m: messagesFor(language), format: createFormat(language) };
          expect(unitsOf(coinText(told, 1, amount).replace(' ETH', ''), 18)).toBe(amount);
          const token = amountText(told, 1, { asset: TOKEN, amount, unlimited: false });
          expect(unitsOf(token.replace(' USDC', ''), 6)).toBe(amount);
        },
      ),
    );
  });

  test('of a token that nobody knows, in its units and with its contract', () => {
    expect(amountText(nobodyKnown, 1, { asset: TOKEN, amount: 1_234_567n, unlimited: false })).toBe(
      `1,234,567 units of token ${TOKEN}`,
    );
  });

  test('of collectibles, by number', () => {
    const item = { asset: TOKEN, tokenId: 7n, unlimited: false };
    expect(amountText(telling, 1, { ...item, amount: 1n })).toBe('no. 7 of USDC');
    expect(amountText(telling, 1, { ...item, amount: 3n })).toBe('3 pieces of no. 7 of USDC');
  });
});

describe('names', () => {
  test('stand with their address; an address that nobody knows stands whole', () => {
    expect(addressText(telling, ALICE)).toBe('Alice (0x5aAe…eAed)');
    expect(addressText(nobodyKnown, ALICE)).toBe(ALICE);
  });

  test('of another direction of writing cannot turn the sentence around', () => {
    const evil = [{ address: ALICE, as: 'contact' as const, text: 'ecilA\u202E' }];
    const text = addressText({ ...telling, known: evil }, ALICE);
    expect(text.startsWith('\u2068ecilA\u202E\u2069')).toBe(true);
  });
});

describe('the lines of a descriptor', () => {
  test.each([
    [{ format: 'address', value: ALICE }, 'Alice (0x5aAe…eAed)'],
    [{ format: 'amount', value: '1500000', asset: TOKEN }, '1.5 USDC'],
    [{ format: 'amount', value: '1500000' }, '1,500,000'],
    [{ format: 'number', value: '50' }, '50'],
    [{ format: 'text', value: 'x' }, 'x'],
    [{ format: 'number', value: 'NaN' }, 'NaN'],
  ] as const)('%j', (field, text) => {
    expect(fieldText(telling, 1, { label: 'amount', ...field })).toBe(text);
  });

  test('a time beyond all calendars is one with no end', () => {
    expect(untilText(telling, 2n ** 255n)).toBe(telling.m.decoded.validForever);
    expect(untilText(telling, 1_800_000_000n)).toContain('2027');
  });
});
