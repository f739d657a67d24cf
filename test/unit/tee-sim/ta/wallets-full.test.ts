// A person owns a bounded number of wallets, and of accounts in all of them; others’ do not count.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BindingRecord } from '../../../../tee-sim/authorization/bindings.ts';
import { type WalletId, walletIdSchema } from '../../../../tee-sim/protocol/bindings.ts';
import { bytesToBase64Url } from '../../../../tee-sim/protocol/bytes.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { MAX_OWNED_ACCOUNTS, MAX_OWNED_WALLETS } from '../../../../tee-sim/protocol/wallets.ts';
import { importTestWallet, phraseSecrets } from '../../../helpers/wallets.ts';
import { Device, type Person, refused } from './device.ts';
import { whileOff } from './stored-device.ts';

const FULL = 'BAD_STATE wallets-full';

let device: Device;
let bob: Person;
let first: WalletId;
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
  first = importTestWallet(device.tee, device.owner.session);
  bob = fill(MAX_OWNED_WALLETS - 1, 1);
});
afterAll(() => device.tee.dispose());

/** Copies of the first wallet, each with so many accounts that nobody else has; the binding as `change` makes it. */
function fill(count: number, accounts: number, from = 1): Person {
  const { people } = whileOff(device, [bob], (stored) => {
    const userId = userIdSchema.parse(device.owner.user.userId);
    const [wallet, binding] = [stored.wallets.find(first), stored.bindings.find(first, userId)];
    if (wallet === undefined || binding === undefined) throw new Error('unreachable');
    stored.write((tx) => {
      for (let i = from; i < from + count; i += 1) {
        const walletId = walletIdSchema.parse(bytesToBase64Url(Uint8Array.of(i, ...new Uint8Array(15))));
        stored.wallets.put(tx, { ...wallet, walletId, accounts: accountsOf(i, accounts) }, userId);
        stored.bindings.put(tx, { ...binding, walletId } satisfies BindingRecord);
      }
    });
  });
  return people[0] ?? bob;
}

function accountsOf(wallet: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const digits = (wallet * 1_000 + index).toString().padStart(40, '0');
    return { index, address: addressSchema.parse(`0x${digits}`) };
  });
}

const importAnother = (by = device.owner) =>
  device.plain('IMPORT_PHRASE', { name: 'more' }, { by, secrets: phraseSecrets({ passphrase: 'more' }) });

test('one more wallet is refused, before its words are shown', () => {
  const prepared = device.plain('PREPARE_WALLET', { words: 12 });
  expect(refused(prepared)).toBe(FULL);
  expect(prepared.secrets).toEqual([]);
  expect(refused(importAnother())).toBe(FULL);
});

test('of another person, or once one is removed, it is not', () => {
  expect(importAnother(bob).code).toBe('SUCCESS');
  expect(device.maximum('DELETE_WALLET', { walletId: first }).code).toBe('SUCCESS');
  expect(importAnother().code).toBe('SUCCESS');
  expect(refused(device.plain('PREPARE_WALLET', { words: 12 }))).toBe(FULL);
});

test('accounts are counted over all wallets', () => {
  const { wallets } = device.plain('LIST_WALLETS', {}).body as {
    wallets: { walletId: WalletId; name: string }[];
  };
  const mine = wallets.find(({ name }) => name === 'more')?.walletId;
  if (mine === undefined) throw new Error('unreachable');
  first = mine;
  // The fillers anew, with nearly all accounts that a person may have; two places are left beside the one of `mine`.
  const each = Math.floor((MAX_OWNED_ACCOUNTS - 3) / (MAX_OWNED_WALLETS - 2));
  bob = fill(MAX_OWNED_WALLETS - 2, each);
  const used = 1 + (MAX_OWNED_WALLETS - 2) * each + 1;
  const room = MAX_OWNED_ACCOUNTS - used;
  const derive = (count: number) => device.plain('DERIVE_ACCOUNTS', { walletId: mine, count });
  for (let left = room; left > 0; left -= Math.min(left, 100)) {
    expect(derive(Math.min(left, 100)).code).toBe('SUCCESS');
  }
  expect(refused(derive(1))).toBe('BAD_STATE accounts-full');
});
