import { describe, expect, test } from 'vitest';
import { messagesFor } from '../../../../renderer/i18n/languages.ts';
import { recipientWords } from '../../../../renderer/signing/recipient-words.ts';
import type { Signers } from '../../../../renderer/signing/signer-store.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';

const m = messagesFor('en');
// EIP-55's own example addresses.
const ALICE = addressSchema.parse('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');
const OWN = addressSchema.parse('0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359');
const signers: Signers = {
  wallets: [],
  accounts: [{ index: 0, address: OWN, name: 'Savings' }],
  contacts: [{ address: ALICE, name: 'Alice', addedAtMs: 0, payments: 0 }],
};

describe('the recipient', () => {
  const words = (recipient: string, attempted = false) => recipientWords(m, recipient, attempted, signers);

  test('whom this person knows is named', () => {
    expect(words(ALICE).hint).toContain('Alice, in your address book.');
    expect(words(OWN.toLowerCase()).hint).toContain('Your own account: Savings.');
  });

  test('an account without a name is told apart by its number', () => {
    const unnamed = { ...signers, accounts: [{ index: 1, address: OWN }] };
    const { hint } = recipientWords(m, OWN, false, unnamed);
    expect(hint).toContain('Your own account: Account 2.');
  });

  test('in Chinese no space parts the sentences', () => {
    const zh = messagesFor('zh-CN');
    const { hint } = recipientWords(zh, ALICE, false, signers);
    expect(hint).toMatch(/^\S+$/);
  });

  test('is called wrong only once someone tried to go on, or beyond doubt', () => {
    expect(words('').error).toBeUndefined();
    expect(words('', true).error).toBe(m.assess.errors.recipientEmpty);
    expect(words(ALICE.replace('aA', 'Aa')).error).toBe(m.assess.errors.recipientChecksum);
  });
});
