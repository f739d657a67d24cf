// Users over real storage, with clocks that the test moves and a key derivation that costs nothing but is counted.

import { Authenticator, type VerifyContext } from '../../../../tee-sim/authorization/authenticator.ts';
import { LockOuts } from '../../../../tee-sim/authorization/lock-outs.ts';
import { oneTimeCode, oneTimeStep } from '../../../../tee-sim/authorization/one-time-code.ts';
import type { PasswordKdf } from '../../../../tee-sim/authorization/password.ts';
import { type PreparedFactors, prepareFactors } from '../../../../tee-sim/authorization/prepared-factors.ts';
import { RunningTime } from '../../../../tee-sim/authorization/running-time.ts';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import type { UserRecord } from '../../../../tee-sim/authorization/user-record.ts';
import { DEVICE_OWNER, UserStore } from '../../../../tee-sim/authorization/users.ts';
import { hmacSm3 } from '../../../../tee-sim/crypto/hmac.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { bytesToUtf8, utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import {
  type AuthenticationProof,
  type AuthenticationProofInput,
  authenticationProofSchema,
  type KeystrokeSample,
  TYPING_PHRASE,
} from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy, type Policy } from '../../../../tee-sim/protocol/policy.ts';
import type { SecureStorage, Transaction } from '../../../../tee-sim/storage/storage.ts';
import { freshFolder, logId, openAt } from '../storage/storage-fixture.ts';

export const PASSWORD = 'correct horse battery';
export const T0 = 1_800_000_000_000;

/** A person whose keys take about so long, give or take a few ms. */
export function sample(holdMs = 100, wobble = 0): KeystrokeSample {
  const around = (base: number, key: number): number => base + ((key * 7 + wobble * 11) % 9) - 4;
  return {
    holdMs: Array.from(TYPING_PHRASE, (_, key) => around(holdMs, key)),
    flightMs: Array.from({ length: TYPING_PHRASE.length - 1 }, (_, key) => around(holdMs + 60, key)),
  };
}

/** One boot of the part of a TEE that knows users. */
export class UsersBoot {
  readonly dataDir: string;
  readonly clock: { bootedAtMs: number; nowMs: () => number; laterMs: () => number };
  storage: SecureStorage;
  policy: Policy = defaultPolicy;
  runningTime: RunningTime;
  users: UserStore;
  lockOuts: LockOuts;
  authenticator: Authenticator;
  kdfRuns = 0;
  nowMs = T0;

  constructor(options: { dataDir?: string; atMs?: number; policy?: Policy } = {}) {
    const { dataDir = freshFolder(), atMs = T0, policy = defaultPolicy } = options;
    this.dataDir = dataDir;
    this.policy = policy;
    this.nowMs = atMs;
    this.clock = { bootedAtMs: atMs, nowMs: () => this.nowMs, laterMs: () => this.nowMs };
    this.storage = openAt(dataDir);
    const { storage, clock } = this;
    const shared = { storage, clock, engine: nobleEngine, random: randomBytes };
    this.runningTime = new RunningTime(storage, clock, () => this.policy.operationAuthorization.gaps);
    const { runningTime } = this;
    this.users = new UserStore({ ...shared, runningMs: () => runningTime.nowMs(), kdf: this.kdf });
    this.lockOuts = new LockOuts({ ...shared, runningTime, policy: () => this.policy });
    const { users, lockOuts } = this;
    this.authenticator = new Authenticator({ ...shared, users, lockOuts, runningTime });
  }

  readonly kdf: PasswordKdf = (password, salt) => {
    this.kdfRuns += 1;
    return hmacSm3(nobleEngine, salt, password);
  };

  /** Closes and boots again; `offMs` later by the wall clock. */
  reboot(offMs = 0): UsersBoot {
    this.storage.close();
    return new UsersBoot({ dataDir: this.dataDir, atMs: this.nowMs + offMs, policy: this.policy });
  }

  write(work: (tx: Transaction) => void): void {
    this.storage.write((tx) => {
      work(tx);
      const record = utf8ToBytes('{}');
      return { log: { userId: DEVICE_OWNER, kind: 'user', atMs: this.nowMs, record }, value: undefined };
    });
  }

  register(name = 'Alice', typing?: KeystrokeSample[]): { user: UserRecord; prepared: PreparedFactors } {
    const prepared = prepareFactors(randomBytes, name);
    const user = this.users.enrolment.newUser({
      ...this.users.newIdentity(),
      name,
      password: utf8ToBytes(PASSWORD),
      prepared,
      oneTimeStep: 0,
      typing,
      atMs: this.nowMs,
      countsFromMs: 0,
    });
    this.write((tx) => this.users.put(tx, user));
    return { user, prepared };
  }

  code(prepared: PreparedFactors, steps = 0): string {
    return oneTimeCode(prepared.oneTimeSecret, oneTimeStep(this.nowMs) + steps);
  }

  verify(
    proof: AuthenticationProofInput,
    passwords: readonly string[] = [],
    context: Partial<VerifyContext> = {},
  ): ReturnType<Authenticator['verify']> {
    const parsed: AuthenticationProof = authenticationProofSchema.parse(proof);
    return this.authenticator.verify(parsed, passwords.map(utf8ToBytes), {
      trace: new TraceRecorder(() => 0),
      layer: 2,
      atMs: this.nowMs,
      requestDigest: new Uint8Array(32),
      ...context,
    });
  }

  /** The records of every row of the log, oldest first. */
  records(): string[] {
    const { total } = this.storage.listLogs({ limit: 1 });
    return Array.from({ length: total }, (_, i) => bytesToUtf8(this.storage.getLog(logId(i + 1)).record));
  }
}

export const byPassword = (user = 'Alice'): AuthenticationProofInput => ({ factor: 'password', user });
export const byCode = (code: string, user = 'Alice') => ({ factor: 'one-time-code', user, code }) as const;
export const byRecoveryCode = (code: string, user = 'Alice') =>
  ({ factor: 'recovery-code', user, code }) as const;
