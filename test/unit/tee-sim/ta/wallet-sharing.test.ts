import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { AccountKeys } from '../../../../tee-sim/authorization/account-keys.ts';
import { openSecret, unwrapWalletKey } from '../../../../tee-sim/authorization/wallet-keys.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { type WalletId, walletIdSchema } from '../../../../tee-sim/protocol/bindings.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { type UserId, userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { STATE_TABLES } from '../../../../tee-sim/storage/state-tables.ts';
import type { StateTable } from '../../../../tee-sim/storage/storage.ts';
import { entropyToSeed } from '../../../../tee-sim/wallet/hd-key.ts';
import { phraseToEntropy } from '../../../../tee-sim/wallet/phrase.ts';
import { importTestWallet, JUNK_KEY, JUNK_PHRASE } from '../../../helpers/wallets.ts';
import { Device, type Person, refused } from './device.ts';
import { type Stored, whileOff } from './stored-device.ts';

const authorized = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
const readOnly = { type: 'Authorized', permissions: ['READ'] };
const guardian = { type: 'Guardian', permissions: ['READ', 'APPROVE'] };
const limits = [{ chainId: 1, asset: 'native', perTransaction: '5', perDay: '9' }];

const entropy = phraseToEntropy(utf8ToBytes(JUNK_PHRASE));
const seed = entropyToSeed(entropy, new Uint8Array(0));

let device: Device;
let [bob, carol]: Person[] = [];
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
  carol = device.addUser('Carol');
});
afterAll(() => device.tee.dispose());
afterEach(() => {
  vi.restoreAllMocks();
  for (const { walletId } of (device.plain('LIST_WALLETS', {}).body as { wallets: { walletId: string }[] })
    .wallets) {
    expect(device.maximum('DELETE_WALLET', { walletId }).code).toBe('SUCCESS');
  }
});

const newWallet = () => importTestWallet(device.tee, device.owner.session);
const idOf = (person: Person | undefined): UserId => userIdSchema.parse(person?.user.userId);
const put = (walletId: WalletId, person: Person | undefined, terms: object) =>
  device.maximum('PUT_BINDING', { walletId, userId: idOf(person), terms });
const revoke = (walletId: WalletId, person: Person | undefined) =>
  device.enhanced('REVOKE_BINDING', { walletId, userId: idOf(person) });

function look<T>(work: (stored: Stored) => T): T {
  const { people, value } = whileOff(device, [bob as Person, carol as Person], work);
  [bob, carol] = people;
  return value;
}

/** The wallet's key as somebody with the files, the master key *and* this person's password gets it. */
function keyOf({ bindings, users }: Stored, walletId: WalletId, { user }: Person): Uint8Array | undefined {
  const wrapped = bindings.find(walletId, userIdSchema.parse(user.userId))?.walletKey;
  const record = users.find(userIdSchema.parse(user.userId));
  const userKey = record && users.enrolment.openByPassword(record, utf8ToBytes(user.password));
  if (wrapped === undefined || userKey === undefined) return undefined;
  return unwrapWalletKey(nobleEngine, userKey, wrapped);
}

/** The entropy behind what is sealed, under this key. */
function opened({ wallets }: Stored, walletId: WalletId, key: Uint8Array | undefined): Uint8Array {
  const wallet = wallets.find(walletId);
  if (wallet === undefined || key === undefined) throw new Error('nothing to open');
  const secret = openSecret(nobleEngine, key, wallet, wallet.sealed);
  return secret.source === 'phrase' ? secret.entropy : secret.privateKey;
}

const generationOf = (stored: Stored, walletId: WalletId) => stored.wallets.find(walletId)?.sealed.generation;

describe('a binding', () => {
  test('with SIGN has the wallet’s key, wrapped to its user; READ alone and guardians have none', () => {
    const walletId = newWallet();
    expect(put(walletId, bob, authorized).code).toBe('SUCCESS');
    for (const terms of [readOnly, guardian]) {
      expect(put(walletId, carol, terms).code).toBe('SUCCESS');
      look((stored) => {
        expect(opened(stored, walletId, keyOf(stored, walletId, device.owner))).toEqual(entropy);
        expect(opened(stored, walletId, keyOf(stored, walletId, bob as Person))).toEqual(entropy);
        expect(stored.bindings.find(walletId, idOf(carol))?.walletKey).toBeUndefined();
        expect(generationOf(stored, walletId)).toBe(1);
      });
    }
  });

  test('gets the key when SIGN is added, and keeps its wrap when only limits change', () => {
    const walletId = newWallet();
    put(walletId, bob, readOnly);
    put(walletId, bob, authorized);
    const before = look((stored) => {
      expect(opened(stored, walletId, keyOf(stored, walletId, bob as Person))).toEqual(entropy);
      return stored.bindings.find(walletId, idOf(bob))?.walletKey;
    });
    put(walletId, bob, { ...authorized, limits });
    put(walletId, device.owner, { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'], limits });
    look((stored) => {
      expect(stored.bindings.find(walletId, idOf(bob))?.walletKey).toEqual(before);
      expect(opened(stored, walletId, keyOf(stored, walletId, device.owner))).toEqual(entropy);
      expect(generationOf(stored, walletId)).toBe(1);
    });
  });
});

describe('a binding that is over', () => {
  const wrapOf = (stored: Stored, walletId: WalletId, person: Person | undefined) =>
    stored.bindings.find(walletId, idOf(person))?.walletKey;

  /** Shared with Bob for two minutes, which have passed. */
  function expired(): WalletId {
    const walletId = newWallet();
    const ends = { ...authorized, expiresAtMs: device.tee.machine.wall + 120_000 };
    expect(put(walletId, bob, ends).code).toBe('SUCCESS');
    expect(look((stored) => wrapOf(stored, walletId, bob))).toBeDefined();
    device.tee.advance(120_000);
    return walletId;
  }

  const rowOf = (walletId: WalletId) => ({
    event: 'expired',
    bindings: [{ walletId, userId: idOf(bob) }],
  });

  test('loses its key when somebody comes with it, once, with a row; and nothing else', () => {
    const walletId = expired();
    for (let i = 0; i < 2; i += 1) {
      const answer = device.plain('GET_WALLET', { walletId }, { by: bob as Person });
      expect(refused(answer)).toBe('ACCESS_DENIED binding-expired 3');
    }
    const rows = device.log('binding').filter(({ event }) => event === 'expired');
    expect(rows).toEqual([rowOf(walletId)]);
    look((stored) => {
      expect(wrapOf(stored, walletId, bob)).toBeUndefined();
      expect(stored.bindings.find(walletId, idOf(bob))?.terms.permissions).toContain('SIGN');
      expect(opened(stored, walletId, keyOf(stored, walletId, device.owner))).toEqual(entropy);
    });
  });

  test('loses its key at the next boot, though nobody comes', () => {
    const walletId = expired();
    look((stored) => expect(wrapOf(stored, walletId, bob)).toBeDefined());
    expect(look((stored) => wrapOf(stored, walletId, bob))).toBeUndefined();
    expect(device.log('binding')).toContainEqual(rowOf(walletId));
  });

  test('that is renewed has the key again', () => {
    const walletId = expired();
    expect(look(() => undefined)).toBeUndefined();
    expect(put(walletId, bob, authorized).code).toBe('SUCCESS');
    look((stored) => {
      expect(opened(stored, walletId, keyOf(stored, walletId, bob as Person))).toEqual(entropy);
      expect(generationOf(stored, walletId)).toBe(1);
    });
  });

  test('that is renewed after the wallet got another key has that one', () => {
    const walletId = newWallet();
    put(walletId, bob, { ...authorized, expiresAtMs: device.tee.machine.wall + 600_000 });
    put(walletId, carol, authorized);
    device.tee.advance(600_000);
    expect(revoke(walletId, carol).code).toBe('SUCCESS');
    expect(put(walletId, bob, authorized).code).toBe('SUCCESS');
    look((stored) => {
      expect(generationOf(stored, walletId)).toBe(2);
      expect(opened(stored, walletId, keyOf(stored, walletId, bob as Person))).toEqual(entropy);
    });
  });

  test('and is revoked leaves the wallet with another key', () => {
    const walletId = expired();
    look(() => undefined);
    look((stored) => expect(wrapOf(stored, walletId, bob)).toBeUndefined());
    expect(revoke(walletId, bob).code).toBe('SUCCESS');
    look((stored) => expect(generationOf(stored, walletId)).toBe(2));
  });

  test('gets no key: neither when it is made so, nor when the wallet has a new one', () => {
    const walletId = newWallet();
    const over = { ...authorized, expiresAtMs: device.tee.machine.wall };
    expect(put(walletId, bob, over).code).toBe('SUCCESS');
    look((stored) => expect(wrapOf(stored, walletId, bob)).toBeUndefined());
    const soon = { ...authorized, expiresAtMs: device.tee.machine.wall + 600_000 };
    put(walletId, bob, soon);
    put(walletId, carol, authorized);
    const before = look((stored) => wrapOf(stored, walletId, bob));
    expect(before).toBeDefined();
    device.tee.advance(600_000);
    expect(revoke(walletId, carol).code).toBe('SUCCESS');
    look((stored) => {
      expect(generationOf(stored, walletId)).toBe(2);
      expect(wrapOf(stored, walletId, bob)).toEqual(before);
    });
    expect(look((stored) => wrapOf(stored, walletId, bob))).toBeUndefined();
  });
});

describe.each([
  ['is revoked', (walletId: WalletId) => revoke(walletId, bob)],
  ['loses SIGN', (walletId: WalletId) => put(walletId, bob, readOnly)],
  ['becomes a guardian', (walletId: WalletId) => put(walletId, bob, guardian)],
])('when somebody who could sign %s', (_, take) => {
  test('the wallet has a new key, which whoever stays has and the old one opens nothing', () => {
    const walletId = newWallet();
    put(walletId, bob, authorized);
    put(walletId, carol, authorized);
    const before = look((stored) => ({
      key: keyOf(stored, walletId, bob as Person),
      sealed: stored.wallets.find(walletId)?.sealed,
    }));
    const forget = vi.spyOn(AccountKeys.prototype, 'forget');
    expect(take(walletId).code).toBe('SUCCESS');
    expect(forget).toHaveBeenCalledWith(walletId);
    look((stored) => {
      expect(generationOf(stored, walletId)).toBe(2);
      expect(stored.wallets.find(walletId)?.sealed.ciphertext).not.toEqual(before.sealed?.ciphertext);
      expect(() => opened(stored, walletId, before.key)).toThrow('CORRUPT_OBJECT');
      expect(stored.bindings.find(walletId, idOf(bob))?.walletKey).toBeUndefined();
      for (const stays of [device.owner, carol as Person]) {
        const key = keyOf(stored, walletId, stays);
        expect(key).not.toEqual(before.key);
        expect(opened(stored, walletId, key)).toEqual(entropy);
      }
    });
    // Its accounts are the same, and its owner derives on.
    expect(device.plain('DERIVE_ACCOUNTS', { walletId, count: 1 }).code).toBe('SUCCESS');
  });

  test('takes the key that only a password opens, and else nothing changes', () => {
    const walletId = newWallet();
    put(walletId, bob, authorized);
    const { tee, owner } = device;
    tee.advance(30_000);
    const session = tee.openSession();
    const proof = owner.user.proof(tee.machine.wall, 'one-time-code');
    const { sessionId } = tee.mustCall('AUTHENTICATE_USER', {}, { session, proof }) as { sessionId: string };
    const by = { user: owner.user, session: { ...session, id: sessionId } };
    const params = { walletId, userId: idOf(bob) };
    const revoked = device.plain('REVOKE_BINDING', params, { by });
    expect(refused(revoked)).toBe('ACCESS_DENIED password-needed 4');
    look((stored) => {
      expect(generationOf(stored, walletId)).toBe(1);
      expect(opened(stored, walletId, keyOf(stored, walletId, bob as Person))).toEqual(entropy);
    });
    expect(take(walletId).code).toBe('SUCCESS');
  });
});

test('nobody who could not sign makes a new key necessary', () => {
  const walletId = newWallet();
  put(walletId, bob, readOnly);
  put(walletId, carol, guardian);
  for (const person of [bob, carol]) expect(revoke(walletId, person).code).toBe('SUCCESS');
  look((stored) => expect(generationOf(stored, walletId)).toBe(1));
});

test('removing a wallet drops its keys from memory, its record and every binding', () => {
  const walletId = newWallet();
  put(walletId, bob, authorized);
  const forget = vi.spyOn(AccountKeys.prototype, 'forget');
  expect(device.maximum('DELETE_WALLET', { walletId }).code).toBe('SUCCESS');
  expect(forget).toHaveBeenCalledWith(walletId);
  for (const by of [device.owner, bob as Person]) {
    expect(refused(device.plain('GET_WALLET', { walletId }, { by }))).toBe('ITEM_NOT_FOUND unknown-wallet 3');
  }
  expect(device.log('wallet')[0]).toMatchObject({
    command: 'DELETE_WALLET',
    wallet: { walletId, bindings: [device.owner.user.userId, bob?.user.userId] },
  });
  look((stored) => {
    expect(stored.wallets.find(walletId)).toBeUndefined();
    expect(stored.bindings.ofWallet(walletId)).toEqual([]);
  });
});

test('a wallet from before wallets had keys is none, for whoever was bound to it', () => {
  const walletId = walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAABA');
  const terms = {
    type: 'Owner' as const,
    permissions: ['READ' as const, 'SIGN' as const, 'MANAGE' as const],
  };
  look((stored) =>
    stored.write((tx) => {
      const record = utf8ToBytes(JSON.stringify({ walletId, name: 'old', createdAtMs: 1 }));
      tx.put('wallets', walletId, 'device-owner', record);
      stored.bindings.put(tx, { walletId, userId: idOf(device.owner), terms, createdAtMs: 1 });
    }),
  );
  expect(device.plain('LIST_WALLETS', {}).body).toMatchObject({ wallets: [] });
  for (const [command, more] of [
    ['GET_WALLET', {}],
    ['DERIVE_ACCOUNTS', { count: 1 }],
    ['EXPORT_PHRASE', {}],
    ['DELETE_WALLET', {}],
    ['LIST_BINDINGS', {}],
    ['PUT_BINDING', { userId: idOf(bob), terms: authorized }],
    ['REVOKE_BINDING', { userId: idOf(bob) }],
  ] as const) {
    const answer = device.maximum(command, { walletId, ...more });
    expect(refused(answer)).toBe('ITEM_NOT_FOUND unknown-wallet 3');
  }
});

test('whoever has the files and the master key finds no secret of a wallet in any of them', () => {
  const walletId = newWallet();
  put(walletId, bob, authorized);
  device.plain('DERIVE_ACCOUNTS', { walletId, count: 2 });
  device.maximum('EXPORT_PHRASE', { walletId });
  device.maximum('EXPORT_KEY', { walletId, account: 0 });
  put(walletId, bob, readOnly);
  const walletKey = look((stored) => keyOf(stored, walletId, device.owner)) ?? new Uint8Array(0);
  const secrets = [entropy, seed, JUNK_KEY, walletKey, utf8ToBytes('test junk')];
  const forms = secrets.flatMap((secret) =>
    (['latin1', 'base64url', 'hex'] as const).map((form) => Buffer.from(secret).toString(form)),
  );
  const found = (bytes: Uint8Array) => forms.filter((form) => Buffer.from(bytes).includes(form, 0, 'latin1'));
  look((stored) => {
    const tables = STATE_TABLES.filter((table): table is StateTable => table !== 'feature_erasures');
    const rows = tables.flatMap((table) => stored.storage.scan(table));
    expect(rows.length).toBeGreaterThan(5);
    const { rows: logs } = stored.storage.listLogs({ limit: 200 });
    const records = logs.map(({ id }) => stored.storage.getLog(id).record);
    expect([...rows, ...records].flatMap(found)).toEqual([]);
    // That such a look finds what is there:
    expect(found(Buffer.concat([Buffer.from('x'), JUNK_KEY]))).toHaveLength(1);
  });
  const files = readdirSync(device.tee.dataDir).map((name) => readFileSync(join(device.tee.dataDir, name)));
  expect(files.flatMap(found)).toEqual([]);
});
