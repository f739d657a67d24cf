// What attacks on wallets and signing share: wallets whose secrets the test knows, and the two steps of signing.
import type { WalletId } from '../../tee-sim/protocol/bindings.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { commands } from '../../tee-sim/protocol/commands.ts';
import type { TransactionInput } from '../../tee-sim/protocol/ethereum.ts';
import { deriveAccountKeys, derivePath, entropyToSeed } from '../../tee-sim/wallet/hd-key.ts';
import { phraseToEntropy } from '../../tee-sim/wallet/phrase.ts';
import type { TestAnswer } from '../helpers/seal-request.ts';
import { type Review, type Signed, transferOf } from '../helpers/signing.ts';
import type { CallOptions } from '../helpers/tee-in-process.ts';
import { importTestWallet, type TestPhrase } from '../helpers/wallets.ts';
import type { Device, Person } from '../unit/tee-sim/ta/device.ts';

export type Options = CallOptions & { readonly by?: Person };
const HARDENED = 0x80000000;
export const RECIPIENT = `0x${'1'.repeat(40)}`;
export const UNKNOWN_REVIEW = 'ITEM_NOT_FOUND unknown-review';

/** Everything that a phrase leads to, as the standards say. */
export function secretsOf(phrase: string, passphrase = '', accounts = 2) {
  const entropy = phraseToEntropy(utf8ToBytes(phrase));
  const seed = entropyToSeed(entropy, utf8ToBytes(passphrase));
  const path = [44 + HARDENED, 60 + HARDENED, HARDENED, 0];
  /** From the master key down to the one that accounts are derived from. */
  const parents = [0, 1, 2, 3, 4].map((depth) => derivePath(seed, path.slice(0, depth)));
  return { entropy, seed, parents, keys: deriveAccountKeys(seed, [...Array(accounts).keys()]) };
}

export function importPhrase(device: Device, options: TestPhrase = {}, by = device.owner): WalletId {
  return importTestWallet(device.tee, by.session, options);
}

export function transfer(change: Parameters<typeof transferOf>[2] = {}): TransactionInput {
  return transferOf(RECIPIENT, '1', change);
}

export function tryPrepare(
  device: Device,
  walletId: string,
  transaction: TransactionInput | { unsigned: string } = transfer(),
  options: Options = {},
): TestAnswer {
  return device.plain('PREPARE_TRANSACTION', { walletId, account: 0, transaction }, options);
}

export function prepare(...args: Parameters<typeof tryPrepare>): Review {
  return commands.PREPARE_TRANSACTION.result.parse(tryPrepare(...args).body);
}

export function prepareMessage(
  device: Device,
  walletId: string,
  message: unknown,
  options: Options = {},
): Review {
  const answer = device.plain('PREPARE_MESSAGE', { walletId, account: 0, message }, options);
  return commands.PREPARE_MESSAGE.result.parse(answer.body);
}

export function sign(device: Device, walletId: string, reviewId: string, options: Options = {}): TestAnswer {
  return device.plain('SIGN_TRANSACTION', { walletId, reviewId }, options);
}

export function signMessage(
  device: Device,
  walletId: string,
  reviewId: string,
  options: Options = {},
): TestAnswer {
  return device.plain('SIGN_MESSAGE', { walletId, reviewId }, options);
}

export function signedBy(answer: TestAnswer): Signed {
  return commands.SIGN_TRANSACTION.result.parse(answer.body);
}

/** How many signatures the wallet's history lists, and what of its limits they used. */
export function left(device: Device, walletId: string, by?: Person) {
  const options = by === undefined ? {} : { by };
  const { total } = device.plain('LIST_SIGNATURES', { walletId, limit: 100 }, options).body as {
    total: number;
  };
  const { wallet } = device.plain('GET_WALLET', { walletId }, options).body as {
    wallet: { binding: { usage: { usedToday: string }[] } };
  };
  return { signatures: total, used: wallet.binding.usage.map(({ usedToday }) => usedToday) };
}

/** Terms for somebody else, or with limits for the owner. */
export function bind(
  device: Device,
  walletId: string,
  person: Person,
  terms: Record<string, unknown>,
): TestAnswer {
  return device.maximum('PUT_BINDING', { walletId, userId: person.user.userId, terms });
}

export const AUTHORIZED = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
export const OWNER = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'] };
export const LIMIT = { chainId: 1, asset: 'native', perTransaction: '60', perDay: '100' };
