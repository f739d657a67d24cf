// A device whose wallet keys are attacked: its records as the files hold them, and the keys that open them.
import { afterEach, beforeEach, expect } from 'vitest';
import {
  openSecret,
  type SealedSecret,
  sealedSecretSchema,
} from '../../tee-sim/authorization/wallet-keys.ts';
import { nobleEngine as engine } from '../../tee-sim/crypto/noble-engine.ts';
import { base64UrlToBytes, bytesToUtf8, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { commands } from '../../tee-sim/protocol/commands.ts';
import type { WalletSource } from '../../tee-sim/protocol/wallets.ts';
import type { SecureStorage } from '../../tee-sim/storage/storage.ts';
import { type Needle, spellings, textSpellings } from '../helpers/process-memory.ts';
import type { TestTee } from '../helpers/tee-in-process.ts';
import { JUNK_PHRASE } from '../helpers/wallets.ts';
import { Device, type Person } from '../unit/tee-sim/ta/device.ts';
import { importPhrase, prepare, secretsOf, sign, transfer } from './signing-device.ts';
import { recordsOf } from './stolen-device.ts';

export const PASSPHRASE = 'a passphrase that nobody knows';
export const WALLET_NAME = 'a name that can be found';
export const RAW_KEY = new Uint8Array(32).map((_, i) => i * 7 + 3);

export interface WalletRow {
  readonly walletId: string;
  readonly source: WalletSource;
  readonly sealed: unknown;
}

export interface BindingRow {
  readonly walletId: string;
  readonly userId: string;
  readonly walletKey?: string;
}

export let device: Device;
export let tee: TestTee;
export let owner: Person;

beforeEach(() => {
  device = new Device();
  ({ tee, owner } = device);
});

afterEach(() => tee.dispose());

const sealedOf = ({ sealed }: WalletRow): SealedSecret => sealedSecretSchema.parse(sealed);

export function open(wallet: WalletRow, walletKey: Uint8Array) {
  return openSecret(
    engine,
    walletKey,
    { walletId: wallet.walletId, source: wallet.source },
    sealedOf(wallet),
  );
}

export function wrapOf(storage: SecureStorage, walletId: string, userId: string): Uint8Array | undefined {
  const rows = recordsOf<BindingRow>(storage, 'bindings');
  const text = rows.find((row) => row.walletId === walletId && row.userId === userId)?.walletKey;
  return text === undefined ? undefined : base64UrlToBytes(text);
}

export function walletOf(storage: SecureStorage, walletId: string): WalletRow {
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
export function busyDevice() {
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

export const foundIn = (bytes: Uint8Array, needles: readonly Needle[]): string[] =>
  needles.filter((needle) => Buffer.from(bytes).includes(Buffer.from(needle.bytes))).map(({ name }) => name);
