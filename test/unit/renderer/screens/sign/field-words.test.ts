import { expect, test } from 'vitest';
import { createFormat } from '../../../../../renderer/i18n/format.ts';
import { messagesFor } from '../../../../../renderer/i18n/languages.ts';
import {
  amountWords,
  gasWords,
  messageWords,
  pastedWords,
} from '../../../../../renderer/screens/sign/field-words.ts';
import { parsePasted } from '../../../../../renderer/screens/sign/paste-parser.ts';
import { emptyTransfer } from '../../../../../renderer/screens/sign/transfer-rules.ts';
import { addressSchema } from '../../../../../tee-sim/protocol/payment.ts';

const m = messagesFor('en');
const format = createFormat('en');
// EIP-55's own example address.
const ALICE = addressSchema.parse('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed');

test('the amount is said in wei, and what is wrong with it', () => {
  expect(amountWords(m, format, { ...emptyTransfer(), amount: '0.25' }, false).hint).toBe(
    '250,000,000,000,000,000 wei',
  );
  expect(amountWords(m, format, { ...emptyTransfer(), amount: '1,5' }, false).error).toBe(
    m.assess.errors.amountComma,
  );
});

test('gas says what it costs at most, exactly', () => {
  expect(gasWords(m, format, emptyTransfer()).maxFee.hint).toContain('0.00063 ETH');
  const wrong = gasWords(m, format, { ...emptyTransfer(), maxFeeGwei: '0.1', nonce: 'x' });
  expect(wrong.maxFee.error).toBe(m.sign.belowPriority);
  expect(wrong.nonce.error).toBe(m.sign.numbers.form);
});

test('a paste says clearly what is wrong with it', () => {
  expect(pastedWords(m, parsePasted('', ALICE), false, 'hint')).toEqual({ hint: 'hint' });
  const memo = parsePasted('{"to":null,"memo":1,"nonce":"0","chainId":1,"gas":"1","gasPrice":"1"}', ALICE);
  expect(pastedWords(m, memo, false, 'hint').error).toContain('“memo”');
});

test('a message has its length counted', () => {
  expect(messageWords(m, format, '', true).error).toBe(m.sign.messageEmpty);
  expect(messageWords(m, format, 'abc', false).hint).toContain('3 of 131,072');
  expect(messageWords(m, format, 'a'.repeat(131_073), false).error).toBe(m.sign.messageTooLong);
});
