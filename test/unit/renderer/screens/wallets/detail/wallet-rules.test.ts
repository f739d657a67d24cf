import { expect, test } from 'vitest';
import { createFormat } from '../../../../../../renderer/i18n/format.ts';
import { messagesFor } from '../../../../../../renderer/i18n/languages.ts';
import { accountName } from '../../../../../../renderer/screens/wallets/detail/account-names.ts';
import { countOf } from '../../../../../../renderer/screens/wallets/detail/derive-dialog.tsx';
import { rightsOf } from '../../../../../../renderer/screens/wallets/detail/wallet-rights.ts';
import { addressSchema } from '../../../../../../tee-sim/protocol/payment.ts';
import type { WalletSummary } from '../../../../../../tee-sim/protocol/wallets.ts';

function rights(terms: object) {
  return rightsOf({ binding: { terms: JSON.stringify(terms) } } as unknown as WalletSummary);
}

test('what may be done with a wallet is what its binding says', () => {
  expect(rights({ type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'] })).toEqual({
    signs: true,
    manages: true,
    owns: true,
  });
  expect(rights({ type: 'Authorized', permissions: ['READ', 'SIGN'] })).toEqual({
    signs: true,
    manages: false,
    owns: false,
  });
  expect(rights({ type: 'Guardian', permissions: ['READ'] }).signs).toBe(false);
  expect(rights({ type: 'Guardian', permissions: ['SIGN'] })).toEqual({
    signs: false,
    manages: false,
    owns: false,
  });
});

test('an account is called by its name, else by its number from 1 on', () => {
  const address = addressSchema.parse(`0x${'ab'.repeat(20)}`);
  const named = (account: object): string =>
    accountName(messagesFor('en'), createFormat('en'), { index: 0, address, ...account });
  expect(named({})).toBe('Account 1');
  expect(named({ index: 999 })).toBe('Account 1,000');
  expect(named({ name: 'Rent' })).toBe('Rent');
});

test.each([
  ['1', 1],
  [' 7 ', 7],
  ['100', 100],
])('%j accounts can be added', (text, count) => {
  expect(countOf(text, 999)).toBe(count);
});

test.each(['', '0', '01', '-1', '1.5', '1e1', '101', '1000', 'x'])('%j is no number of accounts', (text) => {
  expect(countOf(text, 999)).toBeUndefined();
});

test('no more accounts are added than there is room for', () => {
  expect(countOf('3', 2)).toBeUndefined();
  expect(countOf('1', 0)).toBeUndefined();
});
