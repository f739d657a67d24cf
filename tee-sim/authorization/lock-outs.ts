// Lock-outs: wrong proofs are counted durably before they are judged, so that neither a kill nor a restart nor a clock
// gives a guess back. Must never tell a name that exists from one that does not.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { base64UrlToBytes, bytesToBase64Url, utf8ToBytes } from '../protocol/bytes.ts';
import type { UserId } from '../protocol/factors.ts';
import type { Policy } from '../protocol/policy.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { RecordTable } from './record-table.ts';
import type { RunningTime } from './running-time.ts';
import type { FactorKind } from './user-record.ts';
import { normalizedName } from './users.ts';

/** Owner of what is counted for names that nobody has; no session ever has this user. */
export const NOBODY = 'nobody';

const TRIED = ['password', 'one-time-code', 'typing', 'words'] as const;
/** What was tried: a factor's kind, or the recovery words. */
export type Tried = FactorKind | 'words';

const rowSchema = z.strictObject({
  /** Wrong proofs in a row, other than by typing. */
  failures: z.number().int().min(0),
  /** What they tried: it takes a success of all of that to forget them. */
  tried: z.array(z.enum(TRIED)),
  /** In running time, ms. */
  lockedUntilMs: timeMsSchema,
  typingFailures: z.number().int().min(0),
});
export type LockOutRow = z.output<typeof rowSchema>;

const CLEAN: LockOutRow = { failures: 0, tried: [], lockedUntilMs: 0, typingFailures: 0 };

/** Whose attempts are counted together: one user's, or those of some of the names that nobody has. */
export interface LockOutSubject {
  readonly rowKey: string;
  readonly userId: string;
}

const NAME_KEY_ROW = 'unknown-names-key';
const NAME_KEY_BYTES = 32;

export class LockOuts {
  readonly #rows: RecordTable<LockOutRow, LockOutRow>;
  readonly #nameKeys: RecordTable<string, string>;
  readonly #engine: Pick<CryptoEngine, 'sm3'>;
  readonly #random: RandomBytes;
  readonly #runningTime: Pick<RunningTime, 'nowMs' | 'record'>;
  readonly #policy: () => Policy['userAuthentication'];
  #nameKey: Uint8Array | undefined;

  constructor(services: {
    readonly storage: Pick<ReadStorage, 'get' | 'scan'>;
    readonly engine: Pick<CryptoEngine, 'sm3'>;
    readonly random: RandomBytes;
    readonly runningTime: Pick<RunningTime, 'nowMs' | 'record'>;
    readonly policy: () => Policy;
  }) {
    this.#rows = new RecordTable(services.storage, 'lock_outs', rowSchema);
    this.#nameKeys = new RecordTable(services.storage, 'lock_outs', z.string());
    this.#engine = services.engine;
    this.#random = services.random;
    this.#runningTime = services.runningTime;
    this.#policy = () => services.policy().userAuthentication;
  }

  ofUser(userId: UserId): LockOutSubject {
    return { rowKey: userId, userId };
  }

  /** One of 256 that all names without a user share: bounded, and nobody can choose which. */
  ofUnknown(name: string): LockOutSubject {
    this.#nameKey ??= this.#storedNameKey() ?? this.#random(NAME_KEY_BYTES);
    const [slot = 0] = hmacSm3(this.#engine, this.#nameKey, utf8ToBytes(normalizedName(name)));
    return { rowKey: `unknown/${slot}`, userId: NOBODY };
  }

  /** What would be refused now, whatever is shown. */
  state(subject: LockOutSubject): { waitMs: number; typingNeedsPassword: boolean } {
    const { lockedUntilMs, typingFailures } = this.#rows.get(subject.rowKey) ?? CLEAN;
    return {
      waitMs: Math.max(0, lockedUntilMs - this.#runningTime.nowMs()),
      typingNeedsPassword: typingFailures >= this.#policy().typingFailures,
    };
  }

  /**
   * Counts an attempt as failed, to be committed before it is judged. Locks for first · 2^(failures − allowed) ms of
   * running time, capped, once so many failures were allowed. What stood before goes to `succeeded`.
   */
  count(tx: Transaction, subject: LockOutSubject, tried: readonly Tried[]): LockOutRow {
    const before = this.#rows.get(subject.rowKey, tx) ?? CLEAN;
    // Words stand in for the password. A password that forgets wrong ones buys nobody 128 bits.
    const others = tried
      .map((kind) => (kind === 'words' ? 'password' : kind))
      .filter((kind) => kind !== 'typing');
    const failures = before.failures + (others.length > 0 ? 1 : 0);
    const lockMs = others.length > 0 ? this.#lockMs(failures) : 0;
    this.#rows.put(tx, subject.rowKey, subject.userId, {
      failures,
      tried: [...new Set([...before.tried, ...others])],
      lockedUntilMs: lockMs > 0 ? this.#runningTime.nowMs() + lockMs : before.lockedUntilMs,
      typingFailures: before.typingFailures + (tried.includes('typing') ? 1 : 0),
    });
    this.#runningTime.record(tx);
    this.#keepNameKey(tx);
    return before;
  }

  /**
   * Takes the attempt back. Earlier failures are forgotten once all that they tried was shown: who knows the password
   * cannot buy guesses of one-time codes with it. Typing is trusted again after a password.
   */
  succeeded(tx: Transaction, subject: LockOutSubject, before: LockOutRow, shown: readonly Tried[]): void {
    const proven = new Set<Tried>(shown.includes('words') ? [...shown, 'password'] : shown);
    const forgotten = before.tried.every((kind) => proven.has(kind));
    const rest = forgotten ? CLEAN : before;
    const typingProven = proven.has('password') || proven.has('typing');
    const row = { ...rest, typingFailures: typingProven ? 0 : before.typingFailures };
    if (row.failures === 0 && row.typingFailures === 0) this.#rows.remove(tx, subject.rowKey);
    else this.#rows.put(tx, subject.rowKey, subject.userId, row);
    this.#runningTime.record(tx);
  }

  /** With the first thing that is counted under it. */
  #keepNameKey(tx: Transaction): void {
    if (this.#nameKey === undefined || this.#nameKeys.get(NAME_KEY_ROW, tx) !== undefined) return;
    this.#nameKeys.put(tx, NAME_KEY_ROW, NOBODY, bytesToBase64Url(this.#nameKey));
  }

  #storedNameKey(): Uint8Array | undefined {
    const stored = this.#nameKeys.get(NAME_KEY_ROW);
    return stored === undefined ? undefined : base64UrlToBytes(stored);
  }

  #lockMs(failures: number): number {
    const { failuresBeforeLockout, firstLockoutMs, maxLockoutMs } = this.#policy();
    const doublings = failures - failuresBeforeLockout;
    return doublings < 0 ? 0 : Math.min(firstLockoutMs * 2 ** doublings, maxLockoutMs);
  }
}
