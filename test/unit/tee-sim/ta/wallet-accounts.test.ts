import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import type { Account } from '../../../../tee-sim/protocol/wallets.ts';
import { importTestWallet, JUNK_ACCOUNTS, JUNK_PHRASE } from '../../../helpers/wallets.ts';
import { Device, type Person, refused } from './device.ts';

const UNKNOWN_WALLET = 'AAAAAAAAAAAAAAAAAAAAAg';
const authorized = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
const guardian = { type: 'Guardian', permissions: ['READ', 'APPROVE'] };

let device: Device;
let walletId: string;
let bob: Person;
let eve: Person;
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
  eve = device.addUser('Eve');
  walletId = importTestWallet(device.tee, device.owner.session);
  for (const [person, terms] of [
    [bob, authorized],
    [eve, guardian],
  ] as const) {
    device.maximum('PUT_BINDING', { walletId, userId: person.user.userId, terms });
  }
});
afterAll(() => device.tee.dispose());

const accounts = (by = device.owner) =>
  (device.plain('GET_WALLET', { walletId }, { by }).body as { accounts: object[] }).accounts;

/** A session that nothing but a code was shown in. */
function byCodeOnly({ user }: Person): Person {
  const { tee } = device;
  tee.advance(30_000);
  const session = tee.openSession();
  const proof = user.proof(tee.machine.wall, 'one-time-code');
  const { sessionId } = tee.mustCall('AUTHENTICATE_USER', {}, { session, proof }) as { sessionId: string };
  return { user, session: { ...session, id: sessionId } };
}

describe('DERIVE_ACCOUNTS', () => {
  test('gives the accounts that every other wallet gives, in order', () => {
    const { body } = device.plain('DERIVE_ACCOUNTS', { walletId, count: 2 });
    const expected = JUNK_ACCOUNTS.map((address, index) => ({ index, address }));
    expect(body).toEqual({ accounts: expected.slice(1), elsewhere: [] });
    expect(accounts()).toEqual(expected);
    const { wallets } = device.plain('LIST_WALLETS', {}).body as { wallets: object[] };
    expect(wallets).toMatchObject([{ accounts: 3, firstAccount: expected[0] }]);
  });

  test('goes on where it stopped, up to a thousand, and then no further', () => {
    const derive = (count: number) => device.plain('DERIVE_ACCOUNTS', { walletId, count });
    for (let i = 0; i < 9; i += 1) expect(derive(100).code).toBe('SUCCESS');
    expect(refused(derive(98))).toBe('BAD_STATE accounts-full');
    expect(derive(97).code).toBe('SUCCESS');
    expect(accounts()).toHaveLength(1_000);
    expect(refused(derive(1))).toBe('BAD_STATE accounts-full');
    const { wallets } = device.plain('LIST_WALLETS', {}).body as { wallets: object[] };
    expect(wallets).toMatchObject([{ accounts: 1_000 }]);
    const exported = device.maximum('EXPORT_KEY', { walletId, account: 999 });
    expect(exported.code).toBe('SUCCESS');
  });

  test('leaves out what its owner has as a wallet of its own, and takes it once that is gone', () => {
    const importIt = () => importTestWallet(device.tee, device.owner.session, { passphrase: 'elsewhere' });
    const derive = (id: string, count: number) =>
      device.plain('DERIVE_ACCOUNTS', { walletId: id, count }).body as Record<string, Account[]>;
    const before = importIt();
    const [second, third] = derive(before, 2)['accounts'] ?? [];
    const [privateKey] = device.maximum('EXPORT_KEY', { walletId: before, account: 1 }).secrets;
    expect(device.maximum('DELETE_WALLET', { walletId: before }).code).toBe('SUCCESS');
    const imported = device.plain('IMPORT_KEY', { name: 'one' }, { secrets: [privateKey as Uint8Array] });
    const keyWallet = (imported.body as { walletId: string }).walletId;
    const now = importIt();
    expect(derive(now, 1)).toEqual({ accounts: [third], elsewhere: [second] });
    expect(device.maximum('DELETE_WALLET', { walletId: keyWallet }).code).toBe('SUCCESS');
    expect(derive(now, 1)).toEqual({ accounts: [second], elsewhere: [] });
    const { accounts: listed } = device.plain('GET_WALLET', { walletId: now }).body as {
      accounts: Account[];
    };
    expect(listed.slice(1)).toEqual([second, third]);
    expect(device.maximum('DELETE_WALLET', { walletId: now }).code).toBe('SUCCESS');
  });

  test.each([0, 101, 1.5])('refuses %f of them', (count) => {
    expect(refused(device.plain('DERIVE_ACCOUNTS', { walletId, count }))).toBe('BAD_PARAMETERS malformed');
  });

  test('takes the key that only a password opens', () => {
    const other = importTestWallet(device.tee, device.owner.session, { passphrase: 'another' });
    const params = { walletId: other, count: 1 };
    const answer = device.plain('DERIVE_ACCOUNTS', params, { by: byCodeOnly(device.owner) });
    expect(refused(answer)).toBe('ACCESS_DENIED password-needed 4');
    expect(answer.trace?.at(-1)).toMatchObject({ check: 'required-level', outcome: 'deny' });
    // A step-up with a password opens it, from then on.
    const session = byCodeOnly(device.owner);
    expect(device.enhanced('DERIVE_ACCOUNTS', params, { by: session }).code).toBe('SUCCESS');
    expect(device.plain('DERIVE_ACCOUNTS', params, { by: session }).code).toBe('SUCCESS');
    expect(device.maximum('DELETE_WALLET', { walletId: other }).code).toBe('SUCCESS');
  });
});

describe('a name', () => {
  test('of a wallet is trimmed and seen by everyone bound to it', () => {
    expect(device.plain('RENAME_WALLET', { walletId, name: '  Rent  ' }).code).toBe('SUCCESS');
    for (const by of [device.owner, bob, eve]) {
      expect(device.plain('GET_WALLET', { walletId }, { by }).body).toMatchObject({
        wallet: { name: 'Rent' },
      });
    }
    expect(device.log('wallet')[0]).toMatchObject({ command: 'RENAME_WALLET', wallet: { to: 'Rent' } });
  });

  test('of an account stays with it, and others keep theirs', () => {
    expect(device.plain('RENAME_ACCOUNT', { walletId, account: 1, name: ' food ' }).code).toBe('SUCCESS');
    expect(device.plain('RENAME_ACCOUNT', { walletId, account: 2, name: 'fun' }).code).toBe('SUCCESS');
    expect(accounts().slice(0, 3)).toEqual([
      { index: 0, address: JUNK_ACCOUNTS[0] },
      { index: 1, address: JUNK_ACCOUNTS[1], name: 'food' },
      { index: 2, address: JUNK_ACCOUNTS[2], name: 'fun' },
    ]);
  });

  test('is refused where there is nothing to name', () => {
    const other = importTestWallet(device.tee, device.owner.session, { passphrase: 'one account' });
    expect(refused(device.plain('RENAME_ACCOUNT', { walletId: other, account: 1, name: 'x' }))).toBe(
      'ITEM_NOT_FOUND unknown-account',
    );
    for (const name of ['', '   ', 'x'.repeat(65)]) {
      expect(refused(device.plain('RENAME_WALLET', { walletId: other, name }))).toBe(
        'BAD_PARAMETERS malformed',
      );
      expect(refused(device.plain('RENAME_ACCOUNT', { walletId: other, account: 0, name }))).toBe(
        'BAD_PARAMETERS malformed',
      );
    }
    device.maximum('DELETE_WALLET', { walletId: other });
  });
});

describe('an export', () => {
  test('of the phrase gives the words back beside the JSON, and says whether a passphrase belongs to them', () => {
    const answer = device.maximum('EXPORT_PHRASE', { walletId });
    expect(answer.body).toEqual({ hasPassphrase: false });
    expect(answer.secrets).toEqual([utf8ToBytes(JUNK_PHRASE)]);
    const other = importTestWallet(device.tee, device.owner.session, { passphrase: 'secret' });
    expect(device.maximum('EXPORT_PHRASE', { walletId: other }).body).toEqual({ hasPassphrase: true });
    device.maximum('DELETE_WALLET', { walletId: other });
  });

  test('of a key gives that of the account asked for', () => {
    const answer = device.maximum('EXPORT_KEY', { walletId, account: 1 });
    expect(answer.body).toEqual({ address: JUNK_ACCOUNTS[1] });
    const hex = answer.secrets.map((key) => Buffer.from(key).toString('hex'));
    expect(hex).toEqual(['59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d']);
  });

  test('leaves a row in the log that holds no secret', () => {
    device.maximum('EXPORT_PHRASE', { walletId });
    device.maximum('EXPORT_KEY', { walletId, account: 0 });
    const [key, phrase] = device.log('wallet');
    expect([key?.['command'], phrase?.['command']]).toEqual(['EXPORT_KEY', 'EXPORT_PHRASE']);
    expect(JSON.stringify([key, phrase])).not.toMatch(/junk|ac0974bec/);
  });

  test.each([
    ['EXPORT_PHRASE', {}],
    ['EXPORT_KEY', { account: 0 }],
  ] as const)('%s is refused below Maximum, and once answered is not kept', (command, more) => {
    const params = { walletId, ...more };
    for (const answer of [device.plain(command, params), device.enhanced(command, params)]) {
      expect(refused(answer)).toBe('ACCESS_DENIED maximum-needed 4');
      expect(answer.secrets).toEqual([]);
    }
    const operationId = 'AAAAAAAAAAAAAAAAAAAAA'.concat(command === 'EXPORT_KEY' ? 'Q' : 'g');
    expect(device.maximum(command, params, { operationId }).code).toBe('SUCCESS');
    const again = device.maximum(command, params, { operationId });
    expect(refused(again)).toBe('BAD_STATE answer-not-kept');
    expect(again.secrets).toEqual([]);
    const found = device.plain('GET_OPERATION', { operationId });
    expect(found.body).toEqual({ outcome: 'committed', command, result: 'null' });
  });

  test('of an account that is none is refused', () => {
    const other = importTestWallet(device.tee, device.owner.session, { passphrase: 'one account' });
    expect(refused(device.maximum('EXPORT_KEY', { walletId: other, account: 1 }))).toBe(
      'ITEM_NOT_FOUND unknown-account',
    );
    device.maximum('DELETE_WALLET', { walletId: other });
  });
});

const ofWallet = [
  ['GET_WALLET', {}],
  ['DERIVE_ACCOUNTS', { count: 1 }],
  ['RENAME_WALLET', { name: 'mine' }],
  ['RENAME_ACCOUNT', { account: 0, name: 'mine' }],
  ['EXPORT_PHRASE', {}],
  ['EXPORT_KEY', { account: 0 }],
  ['DELETE_WALLET', {}],
  ['LIST_BINDINGS', {}],
  ['PUT_BINDING', { userId: 'device-owner', terms: authorized }],
  ['REVOKE_BINDING', { userId: 'device-owner' }],
] as const;

test.each(ofWallet)('%s of a foreign wallet answers and traces as of one that never was', (command, more) => {
  const carol = importTestWallet(device.tee, bob.session, { passphrase: 'of Bob' });
  const [foreign, unknown] = [carol, UNKNOWN_WALLET].map((id) => {
    const answer = device.maximum(command, { walletId: id, ...more });
    expect(refused(answer)).toBe('ITEM_NOT_FOUND unknown-wallet 3');
    expect(answer.secrets).toEqual([]);
    return answer.trace?.map((entry) => ({ ...entry, durationUs: 0 }));
  });
  expect(foreign?.some(({ outcome }) => outcome === 'deny')).toBe(true);
  expect(foreign).toEqual(unknown);
  device.maximum('DELETE_WALLET', { walletId: carol }, { by: bob });
});

test.each(ofWallet.filter(([command]) => command !== 'GET_WALLET' && command !== 'LIST_BINDINGS'))(
  '%s is the owner’s: neither who is authorized nor a guardian may',
  (command, more) => {
    for (const { user } of [bob, eve]) {
      const by = { user, session: device.tee.login(device.tee.openSession(), user) };
      const answer = device.maximum(command, { walletId, ...more }, { by });
      expect(refused(answer)).toBe('ACCESS_DENIED not-permitted 3');
      expect(answer.secrets).toEqual([]);
    }
  },
);
