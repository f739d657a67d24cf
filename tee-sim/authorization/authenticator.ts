// Judges proofs of who somebody is (S2's authenticate_session): counts first, judges every factor, and commits what a
// proof uses up only when all of it holds. Must never show which factor was wrong, nor whether the user exists.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { type RefusalName, refusal } from '../os/refusals.ts';
import { pinnedCopy, wipe } from '../protocol/bytes.ts';
import type { AuthenticationProof, Factor, SingleProof, UserId } from '../protocol/factors.ts';
import type { SecureStorage, Transaction } from '../storage/storage.ts';
import { Attempts } from './attempts.ts';
import { type Judged, judgeFactor, type Nobody, standIn } from './factor-checks.ts';

import type { LockOutSubject, LockOuts } from './lock-outs.ts';
import { entropyOfTypedWords, WORDS_ENTROPY_BYTES } from './recovery-words.ts';
import type { RunningTime } from './running-time.ts';
import type { SessionUser } from './session.ts';
import type { Finding, TraceRecorder } from './trace.ts';
import { countingFactors, kindOf, secretsOf, type UserRecord, wipeUser } from './user-record.ts';
import { DEVICE_OWNER, normalizedName, type UserStore } from './users.ts';

export interface VerifyContext {
  readonly trace: TraceRecorder;
  /** 2: a login. 4: a step-up within a session. */
  readonly layer: 2 | 4;
  /** Of a step-up: the session's user. */
  readonly onlyUser?: UserId | undefined;
  readonly atMs: number;
  readonly requestDigest: Uint8Array;
}

export interface Verified {
  readonly user: SessionUser;
  /** What was shown, each of which counts now. */
  readonly factors: readonly Factor[];
  /** If a password was among them: the user's private key, the caller's to zero or to hand on. */
  readonly userKey: Uint8Array | undefined;
}

/** What a request says of itself, for the log. */
export type AttemptContext = Pick<VerifyContext, 'atMs' | 'requestDigest'>;

/** Whose words were right: nothing is changed yet. */
export interface Recovered {
  readonly user: UserRecord;
  /** The user's private key. With the record's secrets the caller's to zero. */
  readonly userKey: Uint8Array;
  /** To be called in the transaction that changes the password: takes the attempt back. */
  readonly settle: (tx: Transaction) => void;
}

export class Authenticator {
  readonly #users: UserStore;
  readonly #lockOuts: LockOuts;
  readonly #attempts: Attempts;
  readonly #runningTime: Pick<RunningTime, 'nowMs'>;
  readonly #clock: { laterMs(): number };
  readonly #engine: CryptoEngine;
  readonly #nobody: Nobody;
  /** Who showed a password since boot: only it opens the user's key, so that nothing else may be the first. */
  readonly #unlocked = new Set<UserId>();

  constructor(services: {
    readonly storage: Pick<SecureStorage, 'write'>;
    readonly users: UserStore;
    readonly lockOuts: LockOuts;
    readonly runningTime: Pick<RunningTime, 'nowMs'>;
    /** One-time codes follow the later of TEE and wall time: the TEE's own may miss a machine's sleep. */
    readonly clock: { laterMs(): number };
    readonly engine: CryptoEngine;
    readonly random: RandomBytes;
  }) {
    this.#attempts = new Attempts(services.storage, services.lockOuts);
    this.#users = services.users;
    this.#lockOuts = services.lockOuts;
    this.#runningTime = services.runningTime;
    this.#clock = services.clock;
    this.#engine = services.engine;
    this.#nobody = standIn(services.random);
  }

  /**
   * `passwords` are those of the proof in its order, the caller's to zero. A login is traced as layer 2's checks
   * `lock-out` and `factors`; a step-up only where it is denied, as layer 4's `required-level`.
   * @throws ACCESS_DENIED same-factor, other-user, locked-out, password-needed, wrong-proof · BAD_PARAMETERS malformed
   *   when passwords are missing or left over · what storage throws
   */
  verify(
    proof: AuthenticationProof,
    passwords: readonly Uint8Array[],
    { trace, layer, onlyUser, atMs, requestDigest }: VerifyContext,
  ): Verified {
    const singles = proof.factor === 'multi-factor' ? [proof.primary, proof.secondary] : [proof];
    const needed = singles.filter(({ factor }) => factor === 'password').length;
    if (passwords.length !== needed) throw refusal('malformed-parameters');
    const [{ user: name }] = singles as [SingleProof];
    const userId = this.#users.idOf(name);
    const misfit = misfitOf(singles, onlyUser !== undefined && userId !== onlyUser);
    const check = checkOf(trace, layer);
    if (misfit !== undefined) check('factors', () => ({ refusal: misfit }));
    const subject = this.#subjectOf(name, userId);
    check('lock-out', () => this.#lockOutOf(subject, singles));
    const purpose = layer === 2 ? 'login' : 'step-up';
    const shown = singles.map(({ factor }) => factor);
    const attempt = { subject, purpose, shown, atMs, requestDigest } as const;
    const before = this.#attempts.count(attempt);
    const user = this.#load(userId);
    const judged: Judged[] = [];
    try {
      this.#judgeAll(judged, singles, passwords, user);
      check('factors', () => ({ refusal: this.#flawOf(judged, user, layer) }));
      // The check has thrown where there is no user.
      if (user === undefined) throw refusal('defect');
      const after = judged.reduce((record, { used }) => used?.(record) ?? record, user);
      this.#attempts.succeed(attempt, before, (tx) => after !== user && this.#users.put(tx, after));
      return this.#verified(user, shown, judged);
    } finally {
      wipe(...judged.map(({ userKey }) => userKey), ...(user === undefined ? [] : secretsOf(user)));
    }
  }

  /** The factors that the user could show now: enrolled, their waiting period over, a code left. */
  countingFactors(userId: UserId): readonly Factor[] {
    const user = this.#users.find(userId);
    if (user === undefined) return [];
    wipeUser(user);
    return countingFactors(user, this.#runningTime.nowMs());
  }

  /**
   * Judges recovery words, counted like any other proof. `words` stays the caller's to zero.
   * @throws ACCESS_DENIED locked-out, wrong-proof
   */
  recover(name: string, words: Uint8Array, { atMs, requestDigest }: AttemptContext): Recovered {
    const userId = this.#users.idOf(name);
    const subject = this.#subjectOf(name, userId);
    if (this.#lockOuts.state(subject).waitMs > 0) throw refusal('locked-out');
    const attempt = { subject, purpose: 'recovery', shown: ['words'], atMs, requestDigest } as const;
    const before = this.#attempts.count(attempt);
    const user = this.#load(userId);
    const entropy = entropyOfTypedWords(words) ?? new Uint8Array(WORDS_ENTROPY_BYTES);
    const userKey = this.#users.enrolment.openByWords(user ?? this.#nobody, entropy);
    wipe(entropy);
    if (user === undefined || userKey === undefined) {
      wipe(...(user === undefined ? [] : secretsOf(user)));
      throw refusal('wrong-proof');
    }
    return { user, userKey, settle: (tx) => this.#attempts.settle(tx, attempt, before) };
  }

  /** Reads the owner's record where nobody is named, for as long as it takes. */
  #load(userId: UserId | undefined): UserRecord | undefined {
    const user = this.#users.find(userId ?? DEVICE_OWNER);
    if (user === undefined || userId !== undefined) return user;
    wipeUser(user);
    return undefined;
  }

  #subjectOf(name: string, userId: UserId | undefined): LockOutSubject {
    return userId === undefined ? this.#lockOuts.ofUnknown(name) : this.#lockOuts.ofUser(userId);
  }

  #lockOutOf(subject: LockOutSubject, singles: readonly SingleProof[]): Finding {
    const { waitMs, typingNeedsPassword } = this.#lockOuts.state(subject);
    if (waitMs > 0 && singles.some(({ factor }) => factor !== 'typing')) {
      return { refusal: 'locked-out', expected: `${Math.ceil(waitMs / 1_000)} s` };
    }
    const types = singles.some(({ factor }) => factor === 'typing');
    return types && typingNeedsPassword ? { refusal: 'password-needed' } : {};
  }

  /** All of them, whatever the first one says, so that time does not tell which was wrong. */
  #judgeAll(
    judged: Judged[],
    singles: readonly SingleProof[],
    passwords: readonly Uint8Array[],
    user: UserRecord | undefined,
  ): void {
    const context = {
      engine: this.#engine,
      users: this.#users,
      nobody: this.#nobody,
      atMs: this.#clock.laterMs(),
      runningMs: this.#runningTime.nowMs(),
    };
    const left = [...passwords];
    for (const single of singles) {
      const password = single.factor === 'password' ? left.shift() : undefined;
      judged.push(judgeFactor(single, password, user, context));
    }
  }

  #flawOf(
    judged: readonly Judged[],
    user: UserRecord | undefined,
    layer: VerifyContext['layer'],
  ): RefusalName | undefined {
    if (user === undefined || judged.some(({ holds }) => !holds)) return 'wrong-proof';
    const opened = judged.some(({ userKey }) => userKey !== undefined) || this.#unlocked.has(user.userId);
    return layer === 2 && !opened ? 'password-needed' : undefined;
  }

  /** With a copy of the key: what was judged is wiped. */
  #verified(
    { userId, name, role }: UserRecord,
    factors: readonly Factor[],
    judged: readonly Judged[],
  ): Verified {
    const opened = judged.find((one) => one.userKey !== undefined)?.userKey;
    const userKey = opened && pinnedCopy(opened);
    if (userKey !== undefined) this.#unlocked.add(userId);
    return { user: { id: userId, name, role }, factors, userKey };
  }
}

/** What is wrong with the proof before anything of it is judged, by what it says itself. */
function misfitOf(singles: readonly SingleProof[], foreign: boolean): RefusalName | undefined {
  const kinds = new Set(singles.map(({ factor }) => kindOf(factor)));
  if (kinds.size < singles.length) return 'same-factor';
  const names = new Set(singles.map(({ user }) => normalizedName(user)));
  return names.size > 1 || foreign ? 'other-user' : undefined;
}

/** Writes a login as it goes; of a step-up, which is one check of layer 4, only the denial. */
function checkOf(trace: TraceRecorder, layer: VerifyContext['layer']) {
  return (name: 'lock-out' | 'factors', look: () => Finding): void => {
    if (layer === 2) {
      trace.check(2, name, look);
      return;
    }
    const finding = look();
    if (finding.refusal !== undefined) trace.check(4, 'required-level', () => finding);
  };
}
