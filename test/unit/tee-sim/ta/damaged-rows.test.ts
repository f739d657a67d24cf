// One record that does not hold: the others are listed and can be used, it is named, and nothing is signed with it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import type { StateTable } from '../../../../tee-sim/storage/storage.ts';
import { transferOf } from '../../../helpers/signing.ts';
import { importTestWallet } from '../../../helpers/wallets.ts';
import { calmFeatures } from '../risk/samples.ts';
import { type Person, refused } from './device.ts';
import { RECIPIENT, SigningDevice } from './signing-device.ts';
import { whileOff } from './stored-device.ts';

let device: SigningDevice;
let other: string;
let bob: Person;
beforeEach(() => {
  device = new SigningDevice();
  other = importTestWallet(device.tee, device.owner.session, { passphrase: 'another', name: 'other' });
  bob = device.addUser('Bob');
  const terms = { type: 'Authorized', permissions: ['READ'] };
  const grant = { walletId: device.walletId, userId: bob.user.userId, terms };
  expect(device.maximum('PUT_BINDING', grant).code).toBe('SUCCESS');
});
afterEach(() => device.tee.dispose());

/** As if a version that we do not know had written it: authentic, and no record of ours. */
function damage(table: StateTable, rowKey: string): void {
  const { people } = whileOff(device, [bob], (stored) => {
    stored.write((tx) => tx.put(table, rowKey, 'test', utf8ToBytes('{"form":"unknown"}')));
  });
  bob = people[0] ?? bob;
}

interface Listed {
  wallets: { walletId: string }[];
  damaged: string[];
  isAccessWhole: boolean;
}

function list(by = device.owner) {
  const { wallets, ...health } = device.plain('LIST_WALLETS', {}, { by }).body as Listed;
  return { wallets: wallets.map(({ walletId }) => walletId), ...health };
}

test('a damaged wallet is named to those who may see it, and the others are listed', () => {
  expect(list()).toEqual({ wallets: [device.walletId, other], damaged: [], isAccessWhole: true });
  damage('wallets', other);
  expect(list()).toEqual({ wallets: [device.walletId], damaged: [other], isAccessWhole: true });
  expect(list(bob)).toEqual({ wallets: [device.walletId], damaged: [], isAccessWhole: true });
});

test('nothing is done with a damaged wallet, and the others sign', () => {
  damage('wallets', other);
  const params = { walletId: other, account: 0, transaction: transferOf(RECIPIENT, 5n) };
  const prepared = device.plain('PREPARE_TRANSACTION', params, { features: calmFeatures() });
  expect(refused(prepared)).toBe('CORRUPT_OBJECT damaged-record');
  expect(refused(device.plain('GET_WALLET', { walletId: other }))).toBe('CORRUPT_OBJECT damaged-record');
  expect(refused(device.maximum('EXPORT_KEY', { walletId: other, account: 0 }))).toBe(
    'CORRUPT_OBJECT damaged-record',
  );
  expect(device.sign(device.transfer(RECIPIENT, 5n)).code).toBe('SUCCESS');
});

test('a damaged binding hides no other, and lists say that one is missing', () => {
  const bindings = () => {
    const { body } = device.plain('LIST_BINDINGS', { walletId: device.walletId });
    const found = body as { bindings: { userName: string }[]; isWhole: boolean };
    return { names: found.bindings.map(({ userName }) => userName), isWhole: found.isWhole };
  };
  const { name } = device.owner.user;
  expect(bindings()).toEqual({ names: [name, 'Bob'], isWhole: true });
  damage('bindings', `${device.walletId}/${bob.user.userId}`);
  expect(bindings()).toEqual({ names: [name], isWhole: false });
  expect(list()).toEqual({ wallets: [device.walletId, other], damaged: [], isAccessWhole: false });
  expect(list(bob)).toEqual({ wallets: [], damaged: [], isAccessWhole: false });
  // It opens nothing either, and what must not miss a binding does not go on without it.
  const got = device.plain('GET_WALLET', { walletId: device.walletId }, { by: bob });
  expect(refused(got)).toBe('CORRUPT_OBJECT damaged-record');
  expect(refused(device.maximum('DELETE_WALLET', { walletId: device.walletId }))).toBe(
    'CORRUPT_OBJECT damaged-record',
  );
});
