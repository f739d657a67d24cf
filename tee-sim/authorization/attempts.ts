// Makes attempts to authenticate durable: counted and logged before they are judged, taken back when they succeed.
// Must never log what was shown, nor a name that nobody has: it could be a password in the wrong field.
import { bytesToHex, utf8ToBytes } from '../protocol/bytes.ts';
import type { Factor } from '../protocol/factors.ts';
import type { LogEntry, SecureStorage, Transaction } from '../storage/storage.ts';
import type { LockOutRow, LockOutSubject, LockOuts, Tried } from './lock-outs.ts';
import { kindOf } from './user-record.ts';

/** One attempt, as the log names it. */
export interface Attempt {
  readonly subject: LockOutSubject;
  readonly purpose: 'login' | 'step-up' | 'recovery';
  readonly shown: readonly (Factor | 'words')[];
  readonly atMs: number;
  readonly requestDigest: Uint8Array;
}

export class Attempts {
  readonly #storage: Pick<SecureStorage, 'write'>;
  readonly #lockOuts: LockOuts;

  constructor(storage: Pick<SecureStorage, 'write'>, lockOuts: LockOuts) {
    this.#storage = storage;
    this.#lockOuts = lockOuts;
  }

  /** From here on the attempt has failed, unless it is taken back. Returns what stood before. */
  count(attempt: Attempt): LockOutRow {
    return this.#storage.write((tx) => ({
      value: this.#lockOuts.count(tx, attempt.subject, triedOf(attempt)),
      log: logOf(attempt, 'attempt'),
    }));
  }

  /** Takes it back in one transaction with what its proof uses up. */
  succeed(attempt: Attempt, before: LockOutRow, useUp: (tx: Transaction) => void): void {
    this.#storage.write((tx) => {
      this.settle(tx, attempt, before);
      useUp(tx);
      return { value: undefined, log: logOf(attempt, 'success') };
    });
  }

  /** Takes it back in somebody else's transaction. */
  settle(tx: Transaction, attempt: Attempt, before: LockOutRow): void {
    this.#lockOuts.succeeded(tx, attempt.subject, before, triedOf(attempt));
  }
}

function triedOf({ shown }: Attempt): Tried[] {
  return shown.map((factor) => (factor === 'words' ? factor : kindOf(factor)));
}

function logOf(
  { subject, purpose, shown, atMs, requestDigest }: Attempt,
  event: 'attempt' | 'success',
): LogEntry {
  const record = { event, purpose, factors: shown, requestDigest: bytesToHex(requestDigest) };
  const bytes = utf8ToBytes(JSON.stringify(record));
  return { userId: subject.userId, kind: 'authentication', atMs, record: bytes };
}
