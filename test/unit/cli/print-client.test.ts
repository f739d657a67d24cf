import { expect, it } from 'vitest';
import type { ClientAnswer } from '../../../cli/client-command.ts';
import { printAnswer } from '../../../cli/print-client.ts';
import { printPart } from '../../../cli/print-demo.ts';
import { walletIdSchema } from '../../../tee-sim/protocol/bindings.ts';
import { userIdSchema } from '../../../tee-sim/protocol/factors.ts';
import { addressSchema } from '../../../tee-sim/protocol/payment.ts';
import { logIdSchema } from '../../../tee-sim/protocol/schema.ts';

const address = addressSchema.parse('0x52908400098527886E0F7030069857D2E4169EE7');
const walletId = walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');

type Wallets = NonNullable<ClientAnswer['wallets']>;

function listing(wallets: Wallets): string {
  return printAnswer({
    ...{ simulated: true, clientId: '', clientName: 'reader', programChanged: false },
    ...{ device: '00', firstUse: false, user: 'Ada', wallets },
  });
}

function wallet(accounts: number, terms: unknown): Wallets[number] {
  return {
    ...{ walletId, name: 'Rent', source: 'phrase', imported: false, createdAtMs: 1, accounts },
    firstAccount: { index: 0, address },
    binding: {
      userId: userIdSchema.parse('device-owner'),
      userName: 'Ada',
      terms,
      createdAtMs: 1,
      usage: [],
    },
  };
}

it('lists wallets with the address of their first account, how many more there are, and what is permitted', () => {
  const text = listing([wallet(1, { type: 'Owner', permissions: ['READ', 'SIGN'] }), wallet(1_000, {})]);
  const [one = '', many = ''] = text.split('\n').filter((line) => line.includes(walletId));
  expect(one).toContain(address);
  expect(one).toMatch(/Owner \(READ, SIGN\)$/);
  expect(one).not.toContain('more');
  expect(many).toContain('and 999 more');
  expect(many).toMatch(/unknown$/);
});

it('says so where there are none', () => {
  expect(listing([])).toContain('No wallet is bound to this user.');
});

it('tells of the demo’s wallet how many words there are, and of its signature what any tool can check', () => {
  expect(printPart({ part: 'wallet', walletId, address, words: 12 })).toMatch(/12 words, .*not printed here/);
  const signed = printPart({
    ...{ part: 'signed', kind: 'native-transfer', level: 'Standard', signer: address },
    ...{ hash: '0xaa', rawTransaction: '0x02f8', logId: logIdSchema.parse(8) },
  });
  for (const text of [address, '0xaa', '0x02f8', 'row 8']) expect(signed).toContain(text);
});
