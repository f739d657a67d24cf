import { describe, expect, test } from 'vitest';
import { CHAINS, chainName } from '../../../../../renderer/app/chains.ts';
import { createFormat } from '../../../../../renderer/i18n/format.ts';
import { messagesFor } from '../../../../../renderer/i18n/languages.ts';
import { fieldTexts } from '../../../../../renderer/screens/assess/field-texts.ts';
import {
  type FormValues,
  findProblems,
  MAX_NOTE,
  paymentOf,
} from '../../../../../renderer/screens/assess/payment-form-rules.ts';
import { paymentSchema } from '../../../../../tee-sim/protocol/payment.ts';

// EIP-55's own example addresses.
const CHECKED = '0x52908400098527886E0F7030069857D2E4169EE7';
const MIXED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

const good: FormValues = { recipient: CHECKED, amount: '0.25', chainId: 1, note: '' };

describe('a payment', () => {
  test('is what the TEE accepts', () => {
    const note = '<script>alert(1)</script> שלום 👩‍🚀';
    const payment = paymentOf({ ...good, recipient: ` ${CHECKED} `, note });
    expect(payment).toEqual({ chainId: 1, to: CHECKED, amountWei: '250000000000000000', note });
    expect(paymentSchema.parse(payment).amountWei).toBe(250_000_000_000_000_000n);
  });

  test.each([
    [{ recipient: '' }, { recipient: 'empty' }],
    [{ recipient: '0x12' }, { recipient: 'form' }],
    [{ recipient: MIXED.replace('aA', 'Aa') }, { recipient: 'checksum' }],
    [{ amount: '' }, { amount: 'empty' }],
    [{ amount: '1,5' }, { amount: 'comma' }],
    [{ note: 'x'.repeat(MAX_NOTE + 1) }, { note: 'too-long' }],
  ] as const)('%.60j is none', (change, problems) => {
    expect(findProblems({ ...good, ...change })).toEqual(problems);
    expect(paymentOf({ ...good, ...change })).toBeUndefined();
  });

  test('may have a note of exactly the longest length', () => {
    expect(paymentSchema.safeParse(paymentOf({ ...good, note: 'x'.repeat(MAX_NOTE) })).success).toBe(true);
  });
});

describe('the texts below the fields', () => {
  const m = messagesFor('en');
  const texts = (values: FormValues, attempted: boolean) =>
    fieldTexts(m, createFormat('en'), { values, attempted });
  const empty: FormValues = { recipient: '', amount: '', chainId: 1, note: '' };

  test('scold nobody who has not tried to send', () => {
    const { amount, note, recipient } = texts(empty, false);
    expect([recipient.error, amount.error, note.error]).toEqual([undefined, undefined, undefined]);
  });

  test('say what is missing once someone has', () => {
    const { amount, recipient } = texts(empty, true);
    expect(recipient.error).toBe(m.assess.errors.recipientEmpty);
    expect(amount.error).toBe(m.assess.errors.amountEmpty);
  });

  test('say at once what is wrong beyond doubt', () => {
    const { amount, recipient } = texts(
      { ...good, recipient: MIXED.replace('aA', 'Aa'), amount: '1,5' },
      false,
    );
    expect(recipient.error).toBe(m.assess.errors.recipientChecksum);
    expect(amount.error).toBe(m.assess.errors.amountComma);
  });

  test('show the amount in wei, and how far the checksum goes', () => {
    expect(texts(good, false).amount.hint).toBe('250,000,000,000,000,000 wei');
    expect(texts(good, false).recipient.hint).toBe(m.assess.recipientChecked);
    expect(texts({ ...good, recipient: MIXED.toLowerCase() }, false).recipient.hint).toBe(
      m.assess.recipientUnchecked,
    );
  });
});

test('every network has a name; an unknown one is its number', () => {
  expect(CHAINS.map(({ id }) => chainName(id))).toEqual(CHAINS.map(({ name }) => name));
  expect(chainName(424_242)).toBe('424242');
});
