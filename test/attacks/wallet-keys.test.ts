// Attacks on the keys themselves: the whole database with its master key, what somebody kept from before they were
// revoked, records moved about, and what exports leave behind.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  openSecret,
  type SealedSecret,
  sealedSecretSchema,
  unwrapWalletKey,
  wrapWalletKey,
} from '../../tee-sim/authorization/wallet-keys.ts';
import { nobleEngine as engine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import {
  base64UrlToBytes,
  bytesToBase64Url,
  bytesToHex,
  bytesToUtf8,
  utf8ToBytes,
} from '../../tee-sim/protocol/bytes.ts';
import { commands } from '../../tee-sim/protocol/commands.ts';
import type { LogId } from '../../tee-sim/protocol/schema.ts';
import type { WalletSource } from '../../tee-sim/protocol/wallets.ts';
import type { SecureStorage, Transaction } from '../../tee-sim/storage/storage.ts';
import { type Needle, spellings, textSpellings } from '../helpers/process-memory.ts';
import { operationId, type TestTee } from '../helpers/tee-in-process.ts';
import { JUNK_PHRASE } from '../helpers/wallets.ts';
import { Device, type Person, refused } from '../unit/tee-sim/ta/device.ts';
import {
  AUTHORIZED,
  bind,
  importPhrase,
  left,
  prepare,
  secretsOf,
  sign,
  transfer,
  tryPrepare,
} from './signing-device.ts';
import {
  decrypted,
  partsOf,
  rawFiles,
  recordsOf,
  sealedRecords,
  stealFolder,
  userKeyOf,
  withStorage,
} from './stolen-device.ts';

const PASSPHRASE = 'a passphrase that nobody knows';
const WALLET_NAME = 'a name that can be found';
const RAW_KEY = new Uint8Array(32).map((_, i) => i * 7 + 3);

interface WalletRow {
  readonly walletId: string;
  readonly source: WalletSource;
  readonly sealed: unknown;
}
interface BindingRow {
  readonly walletId: string;
  readonly userId: string;
  readonly walletKey?: string;
}

let device: Device;
let tee: TestTee;
let owner: Person;
beforeEach(() => {
  device = new Device();
  ({ tee, owner } = device);
});
afterEach(() => tee.dispose());

const sealedOf = ({ sealed }: WalletRow): SealedSecret => sealedSecretSchema.parse(sealed);

function open(wallet: WalletRow, walletKey: Uint8Array) {
  return openSecret(
    engine,
    walletKey,
    { walletId: wallet.walletId, source: wallet.source },
    sealedOf(wallet),
  );
}

function wrapOf(storage: SecureStorage, walletId: string, userId: string): Uint8Array | undefined {
  const rows = recordsOf<BindingRow>(storage, 'bindings');
  const text = rows.find((row) => row.walletId === walletId && row.userId === userId)?.walletKey;
  return text === undefined ? undefined : base64UrlToBytes(text);
}

function walletOf(storage: SecureStorage, walletId: string): WalletRow {
  const found = recordsOf<WalletRow>(storage, 'wallets').find((row) => row.walletId === walletId);
  if (found === undefined) throw new Error('no such wallet');
  return found;
}

/** Drawn in the TEE: what it showed is all that is known of it. */
function createWallet(): { phrase: string; walletId: string } {
  const drawn = device.plain('PREPARE_WALLET', { words: 12 });
  const phrase = bytesToUtf8(drawn.secrets[0] ?? new Uint8Array(0));
  const { wordsToCheck } = commands.PREPARE_WALLET.result.parse(drawn.body);
  const words = phrase.split(' ');
  const params = { name: 'drawn', checkedWords: wordsToCheck.map((place) => words[place]) };
  const made = device.plain('CREATE_WALLET', params, { secrets: [utf8ToBytes(PASSPHRASE)] });
  return { phrase, walletId: commands.CREATE_WALLET.result.parse(made.body).walletId };
}

/** A device on which everything was done that touches a key; and what must be nowhere because of it. */
function busyDevice() {
  const imported = importPhrase(device, { passphrase: PASSPHRASE, name: WALLET_NAME });
  const created = createWallet();
  const key = device.plain('IMPORT_KEY', { name: 'key' }, { secrets: [RAW_KEY] });
  const { walletId: keyWallet } = commands.IMPORT_KEY.result.parse(key.body);
  device.plain('DERIVE_ACCOUNTS', { walletId: imported, count: 1 });
  for (const walletId of [imported, created.walletId, keyWallet]) {
    const { reviewId } = prepare(device, walletId, transfer(), { features: { localHour: 3 } });
    const proof = owner.user.proof(tee.machine.wall, 'password');
    expect(sign(device, walletId, reviewId, { proof }).code).toBe('SUCCESS');
  }
  const exported = device.maximum('EXPORT_PHRASE', { walletId: imported });
  expect(bytesToUtf8(exported.secrets[0] ?? new Uint8Array(0))).toBe(JUNK_PHRASE);
  const exportedKey = device.maximum('EXPORT_KEY', { walletId: keyWallet, account: 0 });
  expect(exportedKey.secrets).toEqual([RAW_KEY]);
  // Left half done: drawn and never made.
  const half = bytesToUtf8(device.plain('PREPARE_WALLET', { words: 24 }).secrets[0] ?? new Uint8Array(0));
  const ofPhrase = (name: string, phrase: string, passphrase: string): Needle[] => {
    const { entropy, seed, keys } = secretsOf(phrase, passphrase);
    return [
      ...textSpellings(`${name} phrase`, phrase),
      ...spellings(`${name} entropy`, entropy),
      ...spellings(`${name} seed`, seed),
      ...keys.flatMap((each, i) => spellings(`${name} key ${i}`, each)),
    ];
  };
  const needles = [
    ...ofPhrase('imported', JUNK_PHRASE, PASSPHRASE),
    ...ofPhrase('created', created.phrase, PASSPHRASE),
    ...ofPhrase('half done', half, ''),
    ...spellings('raw key', RAW_KEY),
    ...textSpellings('passphrase', PASSPHRASE),
  ];
  return { imported, created: created.walletId, keyWallet, needles };
}

const foundIn = (bytes: Uint8Array, needles: readonly Needle[]): string[] =>
  needles.filter((needle) => Buffer.from(bytes).includes(Buffer.from(needle.bytes))).map(({ name }) => name);

describe('the whole database and its master key', () => {
  test('hold no phrase, seed or key: neither as they lie there nor decrypted, nor does any log', () => {
    const { needles } = busyDevice();
    const marker = textSpellings('marker', WALLET_NAME);
    for (const moment of ['while it runs', 'after it stopped']) {
      if (moment === 'after it stopped') tee.shutDown();
      const { folder, dispose } = stealFolder(tee.dataDir);
      try {
        for (const [file, bytes] of rawFiles(folder)) {
          expect(foundIn(bytes, [...needles, ...marker]), `${file} ${moment}`).toEqual([]);
        }
        withStorage(folder, tee.masterKey, (storage) => {
          const records = decrypted(storage);
          for (const { place, bytes } of records) {
            for (const part of partsOf(bytes)) expect(foundIn(part, needles), place).toEqual([]);
          }
          // The search finds what is there.
          expect(records.some(({ bytes }) => foundIn(bytes, marker).length > 0)).toBe(true);
        });
      } finally {
        dispose();
      }
    }
  });

  test('features lie under keys of their own, and in no record', () => {
    busyDevice();
    tee.shutDown();
    withStorage(tee.dataDir, tee.masterKey, (storage) => {
      const { total } = storage.listLogs({ limit: 1 });
      const rows = Array.from({ length: total }, (_, i) => storage.getLog((i + 1) as LogId));
      const withFeatures = rows.filter(({ features }) => features instanceof Uint8Array);
      expect(withFeatures.length).toBeGreaterThan(0);
      for (const { record } of rows) expect(bytesToUtf8(record)).not.toContain('"localHour":3');
    });
  });

  test('open no wallet with anything that lies in them; with one password more, they do', () => {
    const { imported, created, keyWallet } = busyDevice();
    tee.shutDown();
    withStorage(tee.dataDir, tee.masterKey, (storage) => {
      const parts = decrypted(storage).flatMap(({ bytes }) => partsOf(bytes));
      const all = [...parts, tee.masterKey];
      const sixteens = new Map(
        all
          .flatMap((part) => [part.subarray(0, 16), part.subarray(-16)])
          .map((key) => [bytesToHex(key), key] as const),
      );
      const candidates = [...sixteens.values()].filter(({ length }) => length === 16);
      const privateKeys = all.filter(({ length }) => length === 32);
      expect(candidates.length).toBeGreaterThan(50);
      for (const walletId of [imported, created, keyWallet]) {
        const wallet = walletOf(storage, walletId);
        for (const candidate of candidates) expect(() => open(wallet, candidate)).toThrow('damaged-record');
        const wrapped = wrapOf(storage, walletId, owner.user.userId) ?? new Uint8Array(0);
        for (const key of privateKeys.slice(0, 40)) {
          expect(() => unwrapWalletKey(engine, key, wrapped)).toThrow();
        }
        const walletKey = unwrapWalletKey(engine, userKeyOf(storage, owner.user), wrapped);
        expect(open(wallet, walletKey)).toBeDefined();
      }
    });
  });
});

describe('who was let in, and is not any more', () => {
  /** Everything that Bob's own key opens, from a copy of the files as they lie there now. */
  function steal(person: Person, walletId: string) {
    const { folder, dispose } = stealFolder(tee.dataDir);
    try {
      return withStorage(folder, tee.masterKey, (storage) => {
        const userKey = userKeyOf(storage, person.user);
        const wrapped = wrapOf(storage, walletId, person.user.userId);
        const wallet = walletOf(storage, walletId);
        const walletKey = wrapped && unwrapWalletKey(engine, userKey, wrapped);
        const wraps = recordsOf<BindingRow>(storage, 'bindings').flatMap((row) =>
          row.walletKey === undefined ? [] : [base64UrlToBytes(row.walletKey)],
        );
        return { userKey, wrapped, walletKey, wallet, wraps };
      });
    } finally {
      dispose();
    }
  }

  const endings: [string, (walletId: string, bob: Person) => void][] = [
    [
      'revoked',
      (walletId, bob) => {
        const params = { walletId, userId: bob.user.userId };
        expect(device.enhanced('REVOKE_BINDING', params).code).toBe('SUCCESS');
      },
    ],
    [
      'left with READ alone',
      (walletId, bob) => {
        const terms = { type: 'Authorized', permissions: ['READ'] };
        expect(bind(device, walletId, bob, terms).code).toBe('SUCCESS');
      },
    ],
    [
      'made a guardian',
      (walletId, bob) => {
        const terms = { type: 'Guardian', permissions: ['READ', 'APPROVE'] };
        expect(bind(device, walletId, bob, terms).code).toBe('SUCCESS');
      },
    ],
  ];

  test.each(endings)(
    '%s: all they ever held, with the database and the master key, opens nothing',
    (_, end) => {
      const bob = device.addUser('Bob');
      const walletId = importPhrase(device, { passphrase: PASSPHRASE });
      expect(bind(device, walletId, bob, AUTHORIZED).code).toBe('SUCCESS');
      const review = prepare(device, walletId, transfer(), { by: bob });
      expect(sign(device, walletId, review.reviewId, { by: bob }).code).toBe('SUCCESS');
      const unused = prepare(device, walletId, transfer({ nonce: '1' }), { by: bob });
      const before = steal(bob, walletId);
      const { walletKey } = before;
      if (walletKey === undefined) throw new Error('Bob was to hold the key before');
      // Until then it was theirs: this copy of the wallet, opened now, stays open for ever.
      expect(open(before.wallet, walletKey)).toMatchObject({ source: 'phrase' });

      end(walletId, bob);

      const after = steal(bob, walletId);
      expect(after.wrapped).toBeUndefined();
      expect(() => open(after.wallet, walletKey)).toThrow('damaged-record');
      for (const wrap of after.wraps) expect(() => unwrapWalletKey(engine, after.userKey, wrap)).toThrow();
      expect(refused(sign(device, walletId, unused.reviewId, { by: bob }))).toMatch(
        /^(ITEM_NOT_FOUND|ACCESS_DENIED) /,
      );
      expect(refused(tryPrepare(device, walletId, transfer(), { by: bob }))).toMatch(
        /^(ITEM_NOT_FOUND unknown-wallet|ACCESS_DENIED not-permitted) 3$/,
      );
      // Whoever is left signs on, with the new key.
      const mine = prepare(device, walletId, transfer({ nonce: '2' }));
      const proof = owner.user.proof(tee.machine.wall, 'password');
      expect(sign(device, walletId, mine.reviewId, { proof }).code).toBe('SUCCESS');
      expect(open(after.wallet, steal(owner, walletId).walletKey ?? walletKey)).toBeDefined();
    },
  );

  test('neither the database nor its write-ahead log still holds what a re-key replaced', () => {
    const bob = device.addUser('Bob');
    const walletId = importPhrase(device, { passphrase: PASSPHRASE });
    expect(bind(device, walletId, bob, AUTHORIZED).code).toBe('SUCCESS');
    const stolen = () => {
      const { folder, dispose } = stealFolder(tee.dataDir);
      const files = [...rawFiles(folder).values()];
      const records = sealedRecords(folder);
      dispose();
      return { files, records };
    };
    const before = stolen();
    // The search finds what is there.
    for (const record of before.records)
      expect(before.files.some((file) => file.includes(record))).toBe(true);
    expect(device.enhanced('REVOKE_BINDING', { walletId, userId: bob.user.userId }).code).toBe('SUCCESS');
    const after = stolen();
    const replaced = before.records.filter((record) => !after.records.some((other) => other.equals(record)));
    // The wallet's, Bob's binding and the owner's.
    expect(replaced).toHaveLength(3);
    for (const record of replaced) expect(after.files.some((file) => file.includes(record))).toBe(false);
  });

  test('who may only see, or guard, holds no key; who was given SIGN again holds the new one', () => {
    const walletId = importPhrase(device);
    const bob = device.addUser('Bob');
    const holds = (): boolean => steal(bob, walletId).wrapped !== undefined;
    const terms = [
      { type: 'Guardian', permissions: ['READ', 'APPROVE'] },
      { type: 'Authorized', permissions: ['READ'] },
      AUTHORIZED,
      { type: 'Authorized', permissions: ['READ'] },
      { type: 'Authorized', permissions: ['SIGN'] },
    ];
    const held = terms.map((each) => {
      expect(bind(device, walletId, bob, each).code).toBe('SUCCESS');
      return holds();
    });
    expect(held).toEqual([false, false, true, false, true]);
    const { walletKey, wallet } = steal(bob, walletId);
    expect(open(wallet, walletKey ?? randomBytes(16))).toBeDefined();
  });
});

describe('records moved about by whoever has the master key', () => {
  /** Rewrites rows as only the TEE could, and boots it again. */
  function forge(change: (tx: Transaction, storage: SecureStorage) => void): Person {
    tee.shutDown();
    withStorage(tee.dataDir, tee.masterKey, (storage) => {
      storage.write((tx) => {
        change(tx, storage);
        const record = utf8ToBytes(JSON.stringify({ event: 'forged' }));
        return { log: { userId: 'x', kind: 'wallet', atMs: tee.machine.wall, record }, value: undefined };
      });
    });
    tee.advance(30_000);
    tee.boot();
    return { user: owner.user, session: tee.login(tee.openSession(), owner.user) };
  }

  const put = (tx: Transaction, table: 'wallets' | 'bindings', rowKey: string, row: unknown): void =>
    tx.put(table, rowKey, owner.user.userId, utf8ToBytes(JSON.stringify(row)));

  function signing(walletId: string, by: Person): string {
    const answer = tryPrepare(device, walletId, transfer(), { by });
    if (answer.code !== 'SUCCESS') return refused(answer);
    const { reviewId } = commands.PREPARE_TRANSACTION.result.parse(answer.body);
    const proof = by.user.proof(tee.machine.wall, 'password');
    return refused(sign(device, walletId, reviewId, { by, proof }));
  }

  test('another wallet’s secret, or another generation’s, is damaged, not used', () => {
    const [a, b] = [importPhrase(device), importPhrase(device, { passphrase: 'b', name: 'b' })];
    let by = forge((tx, storage) => {
      const [first, second] = [walletOf(storage, a), walletOf(storage, b)];
      put(tx, 'wallets', a, { ...first, sealed: second.sealed });
    });
    expect(signing(a, by)).toBe('CORRUPT_OBJECT damaged-record');
    expect(signing(b, by)).toBe('SUCCESS ');
    by = forge((tx, storage) => {
      const second = walletOf(storage, b);
      put(tx, 'wallets', b, { ...second, sealed: { ...(second.sealed as object), generation: 2 } });
    });
    expect(signing(b, by)).toBe('CORRUPT_OBJECT damaged-record');
  });

  test('the owner’s wrap in somebody else’s binding, or a key of their own making, signs nothing', () => {
    const walletId = importPhrase(device);
    const bob = device.addUser('Bob');
    const bindTo = (walletKey: (storage: SecureStorage) => Uint8Array | undefined) => {
      forge((tx, storage) => {
        const wrapped = walletKey(storage);
        const row = {
          ...{ walletId, userId: bob.user.userId, createdAtMs: 1, terms: AUTHORIZED },
          ...(wrapped === undefined ? {} : { walletKey: bytesToBase64Url(wrapped) }),
        };
        const { userId } = bob.user;
        const rows = recordsOf<BindingRow>(storage, 'bindings').filter((each) => each.userId === userId);
        expect(rows).toEqual([]);
        put(tx, 'bindings', `${walletId}/${userId}`, row);
      });
      const by = { user: bob.user, session: tee.login(tee.openSession(), bob.user) };
      const answer = signing(walletId, by);
      forge((tx) => tx.remove('bindings', `${walletId}/${bob.user.userId}`));
      return answer;
    };
    expect(bindTo((storage) => wrapOf(storage, walletId, owner.user.userId))).toBe(
      'CORRUPT_OBJECT damaged-record',
    );
    const own = (storage: SecureStorage) => {
      const publicKey = engine.sm2PublicKey(userKeyOf(storage, bob.user));
      return wrapWalletKey(engine, randomBytes, publicKey, randomBytes(16));
    };
    expect(bindTo(own)).toBe('CORRUPT_OBJECT damaged-record');
    expect(bindTo(() => undefined)).toBe('ACCESS_DENIED not-permitted 3');
  });

  test('another address in the list: the key that does not fit it signs nothing', () => {
    const walletId = importPhrase(device);
    const by = forge((tx, storage) => {
      const wallet = walletOf(storage, walletId) as WalletRow & { accounts: object[] };
      const address = '0x52908400098527886E0F7030069857D2E4169EE7';
      put(tx, 'wallets', walletId, { ...wallet, accounts: [{ ...wallet.accounts[0], address }] });
    });
    expect(signing(walletId, by)).toBe('CORRUPT_OBJECT damaged-record');
  });
});

describe('exports', () => {
  test('need both factors for exactly this one, and are told once', () => {
    const walletId = importPhrase(device, { passphrase: PASSPHRASE });
    const other = importPhrase(device, { name: 'other' });
    expect(refused(device.plain('EXPORT_PHRASE', { walletId }))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(refused(device.enhanced('EXPORT_PHRASE', { walletId }))).toBe('ACCESS_DENIED maximum-needed 4');
    const id = operationId();
    const proof = tee.twoFactors(owner.user);
    const first = device.plain('EXPORT_PHRASE', { walletId }, { operationId: id, proof });
    expect(first).toMatchObject({ code: 'SUCCESS', body: { hasPassphrase: true } });
    expect(first.secrets.map(bytesToUtf8)).toEqual([JUNK_PHRASE]);
    expect(JSON.stringify(first.body) + JSON.stringify(first.trace)).not.toContain('junk');
    const again = device.plain('EXPORT_PHRASE', { walletId }, { operationId: id });
    expect(again).toMatchObject({ code: 'BAD_STATE', reason: 'answer-not-kept', secrets: [] });
    const outcome = device.plain('GET_OPERATION', { operationId: id });
    expect(outcome.body).toEqual({ outcome: 'committed', command: 'EXPORT_PHRASE', result: 'null' });
    const stolen = device.plain('EXPORT_PHRASE', { walletId: other }, { operationId: id });
    expect(refused(stolen)).toBe('ACCESS_CONFLICT operation-conflict');
  });

  test('are the owner’s alone, and of a key there is no phrase', () => {
    const walletId = importPhrase(device);
    const bob = device.addUser('Bob');
    expect(bind(device, walletId, bob, AUTHORIZED).code).toBe('SUCCESS');
    for (const [command, params] of [
      ['EXPORT_PHRASE', { walletId }],
      ['EXPORT_KEY', { walletId, account: 0 }],
    ] as const) {
      const answer = device.maximum(command, params, { by: bob });
      expect(refused(answer)).toBe('ACCESS_DENIED not-permitted 3');
      expect(answer.secrets).toEqual([]);
    }
    const key = device.plain('IMPORT_KEY', { name: 'key' }, { secrets: [RAW_KEY] });
    const { walletId: keyWallet } = commands.IMPORT_KEY.result.parse(key.body);
    expect(refused(device.maximum('EXPORT_PHRASE', { walletId: keyWallet }))).toBe('BAD_STATE no-phrase');
  });

  test('of a session that showed no password, ask for one; signing does too', () => {
    const walletId = importPhrase(device);
    tee.advance(30_000);
    const opened = tee.openSession();
    const code = owner.user.proof(tee.machine.wall, 'one-time-code');
    const { sessionId } = tee.mustCall('AUTHENTICATE_USER', {}, { session: opened, proof: code }) as {
      sessionId: string;
    };
    const by = { user: owner.user, session: { ...opened, id: sessionId } };
    const { reviewId } = prepare(device, walletId, transfer(), { by });
    expect(refused(sign(device, walletId, reviewId, { by }))).toBe('ACCESS_DENIED password-needed 4');
    expect(left(device, walletId, by).signatures).toBe(0);
    const proof = owner.user.proof(tee.machine.wall, 'password');
    expect(sign(device, walletId, reviewId, { by, proof }).code).toBe('SUCCESS');
  });
});
