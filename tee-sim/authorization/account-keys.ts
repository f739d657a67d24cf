// The way to a wallet's keys: the session's user key opens the binding's wallet key, that opens the wallet's secret, and
// from it come account keys. All are lent to one function and wiped when it returns; a few account keys stay with the
// session until it is locked or over.
import type { CryptoEngine } from '../crypto/engine.ts';
import { refusal } from '../os/refusals.ts';
import type { WalletId } from '../protocol/bindings.ts';
import { pinned, pinnedCopy, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { addressOfKey } from '../wallet/account-key.ts';
import { deriveAccountKeys } from '../wallet/hd-key.ts';
import type { BindingStore } from './bindings.ts';
import type { SessionTable } from './layer-2-sessions.ts';
import type { Session } from './session.ts';
import type { TraceRecorder } from './trace.ts';
import { openSecret, unwrapWalletKey, type WalletSecret, wipeSecret } from './wallet-keys.ts';
import type { WalletRecord, WalletStore } from './wallets.ts';

/** So many account keys a session keeps at most; the one unused for longest makes room. */
const CACHED_KEYS = 8;

/** Who asks, as a call says it: the layers have permitted it before. */
export interface Asking {
  readonly session: Session | undefined;
  readonly trace: TraceRecorder;
}

/** What a session keeps under its slot: wiped when the session is locked or over. */
class AccountKeyCache {
  /** By wallet and account, the one unused for longest first. */
  readonly #keys = new Map<string, { readonly walletId: WalletId; readonly key: Uint8Array }>();
  readonly #wiped: (cache: AccountKeyCache) => void;

  constructor(wiped: (cache: AccountKeyCache) => void) {
    this.#wiped = wiped;
  }

  find(name: string): Uint8Array | undefined {
    const found = this.#keys.get(name);
    if (found === undefined) return undefined;
    this.#keys.delete(name);
    this.#keys.set(name, found);
    return found.key;
  }

  /** Takes `bytes` over: the key is the one returned. */
  add(name: string, walletId: WalletId, bytes: Uint8Array): Uint8Array {
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= CACHED_KEYS && oldest !== undefined) this.#drop(oldest);
    const key = pinned(bytes);
    this.#keys.set(name, { walletId, key });
    return key;
  }

  forget(walletId: WalletId): void {
    for (const [name, entry] of [...this.#keys]) if (entry.walletId === walletId) this.#drop(name);
  }

  wipe(): void {
    for (const name of [...this.#keys.keys()]) this.#drop(name);
    this.#wiped(this);
  }

  #drop(name: string): void {
    wipe(this.#keys.get(name)?.key);
    this.#keys.delete(name);
  }
}

export class AccountKeys {
  readonly #engine: CryptoEngine;
  readonly #sessions: Pick<SessionTable, 'userKey' | 'hold' | 'held'>;
  readonly #bindings: Pick<BindingStore, 'find'>;
  readonly #wallets: Pick<WalletStore, 'find'>;
  /** Of every session, so that a wallet's keys can be dropped in all of them. */
  readonly #caches = new Set<AccountKeyCache>();

  constructor(parts: {
    readonly engine: CryptoEngine;
    readonly sessions: Pick<SessionTable, 'userKey' | 'hold' | 'held'>;
    readonly bindings: Pick<BindingStore, 'find'>;
    readonly wallets: Pick<WalletStore, 'find'>;
  }) {
    this.#engine = parts.engine;
    this.#sessions = parts.sessions;
    this.#bindings = parts.bindings;
    this.#wallets = parts.wallets;
  }

  /**
   * Lends the private key (32 bytes) of one account to `use`, which must neither keep nor change it.
   * @throws ITEM_NOT_FOUND unknown-wallet, unknown-account · ACCESS_DENIED password-needed, not-permitted ·
   *   CORRUPT_OBJECT damaged-record when it is not the key of the account's address
   */
  withAccountKey<T>(
    asking: Asking,
    { walletId, account }: { readonly walletId: WalletId; readonly account: number },
    use: (privateKey: Uint8Array) => T,
  ): T {
    const { session } = this.#open(asking, walletId);
    const name = `${walletId}/${account}`;
    const cached = this.#sessions.held<AccountKeyCache>(session.id, 'accountKeys')?.find(name);
    if (cached !== undefined) return use(cached);
    const key = this.withSecret(asking, walletId, (secret, wallet) => accountKeyOf(wallet, secret, account));
    return use(this.#cacheOf(session).add(name, walletId, key));
  }

  /** Lends the secret of a wallet to `use`; keeps nothing of it. @throws as `withAccountKey` */
  withSecret<T>(
    asking: Asking,
    walletId: WalletId,
    use: (secret: WalletSecret, wallet: WalletRecord) => T,
  ): T {
    const wallet = this.#wallets.find(walletId);
    if (wallet === undefined) throw refusal('unknown-wallet', 3);
    return this.withWalletKey(asking, walletId, (walletKey) => {
      const secret = openSecret(this.#engine, walletKey, wallet, wallet.sealed);
      try {
        return use(secret, wallet);
      } finally {
        wipeSecret(secret);
      }
    });
  }

  /** Lends the wallet's own key (16 bytes) to `use`. @throws as `withAccountKey` */
  withWalletKey<T>(asking: Asking, walletId: WalletId, use: (walletKey: Uint8Array) => T): T {
    const { userKey, wrapped } = this.#open(asking, walletId);
    const walletKey = unwrapWalletKey(this.#engine, userKey, wrapped);
    try {
      return use(walletKey);
    } finally {
      wipe(walletKey);
    }
  }

  /** Of a wallet that is gone, or whose key changed hands: wipes its account keys in every session. */
  forget(walletId: WalletId): void {
    for (const cache of this.#caches) cache.forget(walletId);
  }

  /** What opens the wallet, looked up anew each time: a key in the cache opens nothing without it. */
  #open(
    { session, trace }: Asking,
    walletId: WalletId,
  ): { session: Session; userKey: Uint8Array; wrapped: Uint8Array } {
    const wrapped = session?.user && this.#bindings.find(walletId, session.user.id)?.walletKey;
    if (session === undefined || wrapped === undefined) throw refusal('not-permitted', 3);
    const userKey = this.#sessions.userKey(session.id);
    if (userKey !== undefined) return { session, userKey, wrapped };
    // The one-time code that was shown opens nothing: only a password unwraps the user's key.
    trace.check(4, 'required-level', () => ({ refusal: 'password-needed', expected: 'password' }));
    throw refusal('password-needed', 4);
  }

  #cacheOf({ id }: Session): AccountKeyCache {
    const held = this.#sessions.held<AccountKeyCache>(id, 'accountKeys');
    if (held !== undefined) return held;
    const cache = new AccountKeyCache((wiped) => this.#caches.delete(wiped));
    this.#caches.add(cache);
    this.#sessions.hold(id, 'accountKeys', cache);
    return cache;
  }
}

/** The caller zeroes it. @throws as `withAccountKey` */
export function accountKeyOf({ accounts }: WalletRecord, secret: WalletSecret, index: number): Uint8Array {
  const account = accounts.find((one) => one.index === index);
  if (account === undefined) throw refusal('unknown-account');
  const [key] =
    secret.source === 'key' ? [pinnedCopy(secret.privateKey)] : deriveAccountKeys(secret.seed, [index]);
  if (key === undefined) throw refusal('defect');
  if (addressOfKey(key) === account.address) return key;
  wipe(key);
  throw new TeeError('CORRUPT_OBJECT', 'damaged-record');
}
