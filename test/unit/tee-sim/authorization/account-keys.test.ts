import { beforeEach, describe, expect, test } from 'vitest';
import { AccountKeys } from '../../../../tee-sim/authorization/account-keys.ts';
import { SessionTable } from '../../../../tee-sim/authorization/layer-2-sessions.ts';
import type { Session, SessionUser } from '../../../../tee-sim/authorization/session.ts';
import { newWalletKey, sealSecret, wrapWalletKey } from '../../../../tee-sim/authorization/wallet-keys.ts';
import type { WalletRecord } from '../../../../tee-sim/authorization/wallets.ts';
import type { CryptoEngine } from '../../../../tee-sim/crypto/engine.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import { type Address, addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { addressOfKey } from '../../../../tee-sim/wallet/account-key.ts';
import { deriveAccountKeys, entropyToSeed } from '../../../../tee-sim/wallet/hd-key.ts';
import { phraseToEntropy } from '../../../../tee-sim/wallet/phrase.ts';
import { JUNK_ACCOUNTS, JUNK_KEY, JUNK_PHRASE } from '../../../helpers/wallets.ts';
import { freshFolder } from '../storage/storage-fixture.ts';
import { BOB, OTHER_WALLET, OWNER, recorder, Stores, terms, WALLET } from './authorization-fixture.ts';

const ALICE: SessionUser = { id: OWNER, name: 'Alice', role: 'device-owner' };
const CLIENT = { id: clientIdSchema.parse('aa'.repeat(32)), name: 'window', programChanged: false };
const ACCOUNTS = 10;

const alice = nobleEngine.sm2GenerateKeyPair(randomBytes);
const bob = nobleEngine.sm2GenerateKeyPair(randomBytes);
const entropy = phraseToEntropy(utf8ToBytes(JUNK_PHRASE));
const seed = entropyToSeed(entropy, new Uint8Array(0));
const addresses = deriveAccountKeys(
  seed,
  Array.from({ length: ACCOUNTS }, (_, i) => i),
).map(addressOfKey);

/** An engine that counts what only an unlocked user can do. */
function counting(): CryptoEngine & { unwraps: number } {
  const counted = {
    ...nobleEngine,
    unwraps: 0,
    sm2Decrypt: (...[key, wrapped]: Parameters<CryptoEngine['sm2Decrypt']>) => {
      counted.unwraps += 1;
      return nobleEngine.sm2Decrypt(key, wrapped);
    },
  };
  return counted;
}

function setUp() {
  const stores = new Stores(freshFolder());
  const engine = counting();
  const time = { nowMs: 1_000_000 };
  const sessions = new SessionTable(
    engine,
    randomBytes,
    () => time.nowMs,
    () => defaultPolicy.sessionSecurity,
  );
  const { bindings, wallets } = stores;
  const keys = new AccountKeys({ engine, sessions, bindings, wallets });
  const walletKey = newWalletKey(randomBytes);
  const sealed = sealSecret(
    engine,
    randomBytes,
    walletKey,
    { walletId: WALLET, generation: 1 },
    { source: 'phrase', entropy, seed },
  );
  const record: WalletRecord = {
    walletId: WALLET,
    name: 'Rent',
    source: 'phrase',
    imported: true,
    hasPassphrase: false,
    createdAtMs: 5,
    accounts: addresses.map((address, index) => ({ index, address })),
    sealed,
  };
  const owner = { walletId: WALLET, userId: OWNER, terms: terms({ type: 'Owner' }), createdAtMs: 5 };
  stores.write((tx) => {
    wallets.put(tx, record, OWNER);
    bindings.put(tx, {
      ...owner,
      walletKey: wrapWalletKey(engine, randomBytes, alice.publicKey, walletKey),
    });
  });
  const login = (user = ALICE, key: Uint8Array | 'none' = alice.privateKey.slice()): Session =>
    sessions.login(
      sessions.open(CLIENT, 'main-window', randomBytes(32)).id,
      user,
      key === 'none' ? undefined : key,
    );
  return { stores, engine, time, sessions, keys, record, walletKey, login };
}

let device: ReturnType<typeof setUp>;
beforeEach(() => {
  device = setUp();
});

/** A copy of the key, and the very buffer that was lent. */
function lend(session: Session, account: number, walletId = WALLET) {
  return device.keys.withAccountKey({ session, trace: recorder() }, { walletId, account }, (key) => ({
    lent: key,
    copy: key.slice(),
  }));
}

const wiped = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

test('lends the key of each account, and opens the wallet once for the same one', () => {
  const session = device.login();
  expect(lend(session, 0).copy).toEqual(JUNK_KEY);
  expect(device.engine.unwraps).toBe(1);
  expect(lend(session, 0).copy).toEqual(JUNK_KEY);
  expect(device.engine.unwraps).toBe(1);
  expect(addressOfKey(lend(session, 1).copy)).toBe(JUNK_ACCOUNTS[1]);
  expect(device.engine.unwraps).toBe(2);
});

test('keeps eight keys a session: the one unused for longest makes room, wiped', () => {
  const session = device.login();
  const lent = Array.from({ length: 8 }, (_, account) => lend(session, account).lent);
  expect(lent.some(wiped)).toBe(false);
  lend(session, 0);
  lend(session, 8);
  expect(lent.map(wiped)).toEqual([false, true, false, false, false, false, false, false]);
  const before = device.engine.unwraps;
  lend(session, 1);
  expect(device.engine.unwraps).toBe(before + 1);
});

describe('wipes them', () => {
  const ends: [string, (session: Session) => void][] = [
    ['the session is locked', ({ id }) => device.sessions.lock(id)],
    ['all sessions are', () => device.sessions.lockAll()],
    ['it is closed', ({ id }) => device.sessions.close(id)],
    ['it is logged in anew', ({ id }) => device.sessions.login(id, ALICE, alice.privateKey.slice())],
    [
      'it was idle for too long',
      () => {
        device.time.nowMs += defaultPolicy.sessionSecurity.idleMs;
        device.sessions.endExpired();
      },
    ],
    ['the wallet is forgotten', () => device.keys.forget(WALLET)],
  ];
  test.each(ends)('when %s', (_, end) => {
    const session = device.login();
    const { lent } = lend(session, 0);
    end(session);
    expect(wiped(lent)).toBe(true);
  });

  test('of a wallet in every session, and of no other wallet', () => {
    const { stores, record, walletKey } = device;
    const place = { walletId: OTHER_WALLET, generation: 1 };
    const secret = { source: 'key', privateKey: JUNK_KEY } as const;
    stores.write((tx) => {
      stores.wallets.put(
        tx,
        {
          ...record,
          walletId: OTHER_WALLET,
          source: 'key',
          sealed: sealSecret(nobleEngine, randomBytes, walletKey, place, secret),
        },
        OWNER,
      );
      stores.bindings.put(tx, {
        ...{ walletId: OTHER_WALLET, userId: OWNER, terms: terms({ type: 'Owner' }), createdAtMs: 5 },
        walletKey: wrapWalletKey(nobleEngine, randomBytes, alice.publicKey, walletKey),
      });
    });
    const [one, two] = [device.login(), device.login()];
    const lent = [lend(one, 0), lend(two, 0)].map((key) => key.lent);
    const other = lend(two, 0, OTHER_WALLET).lent;
    device.keys.forget(WALLET);
    expect(lent.every(wiped)).toBe(true);
    expect(other).toEqual(JUNK_KEY);
  });
});

describe('lends nothing', () => {
  const denied = (session: Session, account = 0, walletId = WALLET) => {
    const trace = recorder();
    try {
      device.keys.withAccountKey({ session, trace }, { walletId, account }, () => 0);
    } catch (error) {
      const { code, reason, layer } = error as { code: string; reason: string; layer?: number };
      return { refusal: `${code} ${reason} ${layer}`, last: trace.entries.at(-1) };
    }
    throw new Error('it lent a key');
  };

  test('while no password unwrapped the user’s key, and says so in the trace', () => {
    const session = device.login(ALICE, 'none');
    const { refusal, last } = denied(session);
    expect(refusal).toBe('ACCESS_DENIED password-needed 4');
    expect(last).toMatchObject({ layer: 4, check: 'required-level', outcome: 'deny', expected: 'password' });
    device.sessions.keepUserKey(session.id, alice.privateKey.slice());
    expect(lend(session, 0).copy).toEqual(JUNK_KEY);
  });

  test('to who has no binding, or one without the wallet’s key', () => {
    const session = device.login({ id: BOB, name: 'Bob', role: 'user' }, bob.privateKey.slice());
    expect(denied(session).refusal).toBe('ACCESS_DENIED not-permitted 3');
    const guardian = terms({ type: 'Guardian', permissions: ['READ', 'APPROVE'] });
    device.stores.write((tx) =>
      device.stores.bindings.put(tx, { walletId: WALLET, userId: BOB, terms: guardian, createdAtMs: 6 }),
    );
    expect(denied(session).refusal).toBe('ACCESS_DENIED not-permitted 3');
  });

  test('to who put another’s wrap into their own binding', () => {
    const { stores } = device;
    const session = device.login({ id: BOB, name: 'Bob', role: 'user' }, bob.privateKey.slice());
    const { walletKey = new Uint8Array(0) } = stores.bindings.find(WALLET, OWNER) ?? {};
    stores.write((tx) =>
      stores.bindings.put(tx, { walletId: WALLET, userId: BOB, terms: terms(), createdAtMs: 6, walletKey }),
    );
    expect(denied(session).refusal).toBe('CORRUPT_OBJECT damaged-record undefined');
  });

  test('of an account that is none, a wallet that is none, or once the binding is gone', () => {
    const session = device.login();
    expect(denied(session, ACCOUNTS).refusal).toBe('ITEM_NOT_FOUND unknown-account undefined');
    lend(session, 0);
    device.stores.write((tx) => device.stores.bindings.remove(tx, { walletId: WALLET, userId: OWNER }));
    // Also where the key is still at hand.
    expect(denied(session).refusal).toBe('ACCESS_DENIED not-permitted 3');
  });

  test('that is not the key of the address in the record', () => {
    const { stores, record } = device;
    const session = device.login();
    const other: Address = addressSchema.parse(JUNK_ACCOUNTS[2]);
    stores.write((tx) =>
      stores.wallets.put(tx, { ...record, accounts: [{ index: 0, address: other }] }, OWNER),
    );
    expect(denied(session).refusal).toBe('CORRUPT_OBJECT damaged-record undefined');
  });
});

test('wallet key and secret are lent and wiped, also when their use fails', () => {
  const session = device.login();
  const asking = { session, trace: recorder() };
  const seen: Uint8Array[] = [];
  const see = (failing: boolean): void => {
    device.keys.withWalletKey(asking, WALLET, (key) => seen.push(key));
    device.keys.withSecret(asking, WALLET, (secret) => {
      if (secret.source === 'phrase') seen.push(secret.entropy, secret.seed);
      expect(seen.slice(-2)).toEqual([entropy, seed]);
      if (failing) throw new Error('use fails');
    });
  };
  see(false);
  expect(() => see(true)).toThrow('use fails');
  expect(seen).toHaveLength(6);
  expect(seen.every(wiped)).toBe(true);
});
