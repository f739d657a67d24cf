// Every buffer that holds a secret of a wallet, seen where it is made and where it is handed on: zero once the answer
// is there, whether the command succeeds or not.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import * as walletKeys from '../../../../tee-sim/authorization/wallet-keys.ts';
import { bytesToUtf8, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import * as accountKey from '../../../../tee-sim/wallet/account-key.ts';
import * as hdKey from '../../../../tee-sim/wallet/hd-key.ts';
import * as phrases from '../../../../tee-sim/wallet/phrase.ts';
import { importTestWallet, JUNK_KEY, JUNK_PHRASE, phraseSecrets } from '../../../helpers/wallets.ts';
import { Device, type Person, refused } from './device.ts';

let device: Device;
let bob: Person;
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
});
afterAll(() => device.tee.dispose());

let seen: { readonly where: string; readonly buffer: Uint8Array }[] = [];

function buffersIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  if (Array.isArray(value)) return value.flatMap(buffersIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}

/** Notes the secrets among what goes in (`which` arguments) and, with `out`, what comes out. */
function watch<M extends object>(module: M, name: keyof M & string, which: readonly number[], out: boolean) {
  const real = module[name] as (...args: unknown[]) => unknown;
  const spy = vi.spyOn(module, name as never) as unknown as {
    mockImplementation(f: (...args: unknown[]) => unknown): void;
  };
  spy.mockImplementation((...args) => {
    const note = (value: unknown) => {
      for (const buffer of buffersIn(value)) seen.push({ where: name, buffer });
    };
    for (const i of which) note(args[i]);
    const result = real(...args);
    if (out) note(result);
    return result;
  });
}

beforeEach(() => {
  seen = [];
  watch(phrases, 'newEntropy', [], true);
  watch(phrases, 'phraseToEntropy', [0], true);
  watch(phrases, 'entropyToPhrase', [0], true);
  watch(hdKey, 'entropyToSeed', [0, 1], true);
  watch(hdKey, 'deriveAccountKeys', [0], true);
  watch(accountKey, 'addressOfKey', [0], false);
  watch(walletKeys, 'newWalletKey', [], true);
  watch(walletKeys, 'sealSecret', [2, 4], false);
  watch(walletKeys, 'openSecret', [1], true);
  watch(walletKeys, 'wrapWalletKey', [3], false);
  watch(walletKeys, 'unwrapWalletKey', [], true);
});
afterEach(() => vi.restoreAllMocks());

/** At least so many were seen, and none of them still holds anything. */
function allWiped(atLeast: number): void {
  expect(seen.length).toBeGreaterThanOrEqual(atLeast);
  const left = seen.filter(({ buffer }) => buffer.some((byte) => byte !== 0));
  expect(left.map(({ where }) => where)).toEqual([]);
}

function prepareAndAnswer() {
  const answer = device.plain('PREPARE_WALLET', { words: 12 });
  const words = bytesToUtf8(answer.secrets[0] ?? new Uint8Array(0)).split(' ');
  const { wordsToCheck } = answer.body as { wordsToCheck: number[] };
  return wordsToCheck.map((place) => words[place] ?? '');
}

const create = (checkedWords: readonly string[]) =>
  device.plain('CREATE_WALLET', { name: 'new', checkedWords }, { secrets: [utf8ToBytes('secret')] });

test('creating a wallet', () => {
  expect(create(prepareAndAnswer()).code).toBe('SUCCESS');
  allWiped(10);
});

test('creating none, after three wrong words', () => {
  prepareAndAnswer();
  for (let i = 0; i < 3; i += 1) expect(create(['no', 'no', 'no']).code).toBe('BAD_PARAMETERS');
  allWiped(4);
});

test('a phrase that is never used, once its session is locked', () => {
  const session = device.tee.login(device.tee.openSession(), device.owner.user);
  device.plain('PREPARE_WALLET', { words: 24 }, { by: { ...device.owner, session } });
  device.tee.mustCall('LOCK_SESSION', {}, { session });
  allWiped(2);
});

test.each([
  ['a phrase', 'IMPORT_PHRASE', phraseSecrets({ passphrase: 'one' }), 8],
  ['a key', 'IMPORT_KEY', [new Uint8Array(32).fill(7)], 3],
] as const)('importing %s, and refusing it the second time', (_, command, secrets, atLeast) => {
  const send = () => device.plain(command, { name: 'old' }, { secrets: secrets.map((one) => one.slice()) });
  expect(send().code).toBe('SUCCESS');
  allWiped(atLeast);
  expect(refused(send())).toBe('ACCESS_CONFLICT wallet-exists');
  allWiped(atLeast);
});

test.each([
  ['a wrong checksum', JUNK_PHRASE.replace('junk', 'test'), ''],
  ['an unknown word', JUNK_PHRASE.replace('junk', 'jumk'), ''],
  ['a passphrase of no UTF-8', JUNK_PHRASE, '\u0000'],
])('refusing %s', (_, phrase, passphrase) => {
  const [words = new Uint8Array(0)] = phraseSecrets({ phrase });
  const second = passphrase === '' ? new Uint8Array(0) : Uint8Array.of(0xc3, 0x28);
  const answer = device.plain('IMPORT_PHRASE', { name: 'x' }, { secrets: [words, second] });
  expect(answer.code).toBe('BAD_PARAMETERS');
  allWiped(1);
});

test('accounts, exports, sharing and taking back', () => {
  const walletId = importTestWallet(device.tee, device.owner.session);
  const { userId } = bob.user;
  const terms = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
  const steps: (() => { code: string })[] = [
    () => device.plain('DERIVE_ACCOUNTS', { walletId, count: 3 }),
    () => device.maximum('EXPORT_PHRASE', { walletId }),
    () => device.maximum('EXPORT_KEY', { walletId, account: 2 }),
    () => device.maximum('PUT_BINDING', { walletId, userId, terms }),
    () => device.maximum('REVOKE_BINDING', { walletId, userId }),
  ];
  for (const step of steps) {
    seen = [];
    expect(step().code).toBe('SUCCESS');
    allWiped(1);
  }
});

test('such a look finds what is left', () => {
  seen.push({ where: 'here', buffer: JUNK_KEY });
  expect(() => allWiped(1)).toThrow();
});
