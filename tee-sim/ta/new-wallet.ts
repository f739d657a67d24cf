// What creating and every import share: a wallet's record sealed under a key of its own, and the binding that makes its
// maker the owner. Must never keep a secret beyond the sealing.
import { newWalletKey, sealSecret, type WalletSecret } from '../authorization/wallet-keys.ts';
import type { WalletRecord } from '../authorization/wallets.ts';
import { refusal } from '../os/refusals.ts';
import { PERMISSIONS_OF, type WalletId, walletIdSchema } from '../protocol/bindings.ts';
import { bytesToBase64Url, wipe } from '../protocol/bytes.ts';
import type { CommandAnswer } from '../protocol/commands.ts';
import type { UserId } from '../protocol/factors.ts';
import type { Address } from '../protocol/payment.ts';
import { MAX_OWNED_ACCOUNTS, MAX_OWNED_WALLETS } from '../protocol/wallets.ts';
import { addressOfKey } from '../wallet/account-key.ts';
import { deriveAccountKeys } from '../wallet/hd-key.ts';
import { type Call, type Change, requireUser, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { ownAccounts } from './own-accounts.ts';
import { wrapFor } from './re-key.ts';

type Creation = 'CREATE_WALLET' | 'IMPORT_PHRASE' | 'IMPORT_KEY' | 'IMPORT_KEYSTORE';

export interface Making {
  /** Stays the caller's to zero: it is sealed when `newWallet` returns. */
  readonly secret: WalletSecret;
  readonly imported: boolean;
  readonly hasPassphrase: boolean;
  readonly committed?: () => unknown;
}

const WALLET_ID_BYTES = 16;
const FIRST_ACCOUNT = 0;

/** @throws BAD_STATE wallets-full, accounts-full */
export function requireRoom(userId: UserId, ta: Pick<TaServices, 'bindings' | 'wallets'>): void {
  const owned = ta.bindings.soundOfUser(userId).bindings.filter(({ terms }) => terms.type === 'Owner');
  if (owned.length >= MAX_OWNED_WALLETS) throw refusal('wallets-full');
  if (ownAccounts(userId, ta).size >= MAX_OWNED_ACCOUNTS) throw refusal('accounts-full');
}

/** @throws ACCESS_CONFLICT wallet-exists · BAD_STATE wallets-full, accounts-full */
export function newWallet(
  command: Creation,
  call: Call<Creation>,
  ta: TaServices,
  { secret, imported, hasPassphrase, committed }: Making,
): Change<CommandAnswer<Creation>> {
  const { atMs } = call;
  const { name } = call.params;
  const userId = requireUser(call).id;
  const account = { index: FIRST_ACCOUNT, address: firstAddress(secret) };
  requireRoom(userId, ta);
  if (imported) requireNew(ta, userId, account.address);
  const walletId = walletIdSchema.parse(bytesToBase64Url(ta.random(WALLET_ID_BYTES)));
  const { sealed, walletKey } = sealFor(ta, userId, walletId, secret);
  const { source } = secret;
  const wallet: WalletRecord = {
    ...{ walletId, name, source, imported, hasPassphrase, sealed },
    createdAtMs: atMs,
    accounts: [account],
  };
  const record = encodeRecord(command, call, {
    wallet: { walletId, name, source, imported, hasPassphrase, account },
  });
  return {
    plaintexts: [record],
    store(tx) {
      const terms = { type: 'Owner' as const, permissions: [...PERMISSIONS_OF.Owner] };
      ta.wallets.put(tx, wallet, userId);
      ta.bindings.put(tx, { walletId, userId, terms, createdAtMs: atMs, walletKey });
      return { log: { userId, kind: 'wallet', atMs, record }, result: { walletId, account } };
    },
    ...(committed === undefined ? {} : { committed }),
  };
}

function firstAddress(secret: WalletSecret): Address {
  if (secret.source === 'key') return addressOfKey(secret.privateKey);
  const [key] = deriveAccountKeys(secret.seed, [FIRST_ACCOUNT]);
  if (key === undefined) throw refusal('defect');
  try {
    return addressOfKey(key);
  } finally {
    wipe(key);
  }
}

/** Two records of one account, of a phrase or by its key alone, would each have limits of their own for the same money. */
function requireNew(ta: TaServices, userId: UserId, first: Address): void {
  if (ownAccounts(userId, ta).has(first)) throw refusal('wallet-exists');
}

/** Seals under a new wallet key, and wraps that to its owner. */
function sealFor(
  { users, engine, random }: TaServices,
  userId: UserId,
  walletId: WalletId,
  secret: WalletSecret,
): { sealed: WalletRecord['sealed']; walletKey: Uint8Array } {
  const key = newWalletKey(random);
  try {
    return {
      sealed: sealSecret(engine, random, key, { walletId, generation: 1 }, secret),
      walletKey: wrapFor({ users, engine, random }, userId, key),
    };
  } finally {
    wipe(key);
  }
}
