// Judges one shown factor against what is enrolled. Costs the same whether or not the factor, or the user, exists:
// what is missing is judged against a stand-in's and refused.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { equalBytes } from '../protocol/bytes.ts';
import { type SingleProof, TYPING_PHRASE, userIdSchema } from '../protocol/factors.ts';
import { fitsTemplate, typingTemplateHash } from '../risk/keystroke-verifier.ts';
import { acceptedStep } from './one-time-code.ts';
import { PASSWORD_PARAMETERS } from './password.ts';
import { findRecoveryCode, RECOVERY_CODES } from './recovery-codes.ts';
import type { UserRecord } from './user-record.ts';
import type { UserStore } from './users.ts';

/** A stand-in with every factor, for users and factors that do not exist: nothing opens it. */
export interface Nobody extends UserRecord {
  oneTimeCode: NonNullable<UserRecord['oneTimeCode']>;
  recoveryCodes: NonNullable<UserRecord['recoveryCodes']>;
  typing: NonNullable<UserRecord['typing']>;
}

export interface CheckContext {
  readonly engine: CryptoEngine;
  readonly users: Pick<UserStore, 'enrolment'>;
  readonly nobody: Nobody;
  /** The time of one-time codes, ms. */
  readonly atMs: number;
  readonly runningMs: number;
}

export interface Judged {
  readonly holds: boolean;
  /** Of a password that holds: the user's private key, the caller's to zero. */
  readonly userKey?: Uint8Array | undefined;
  /** What the success uses up, to be stored once the whole proof holds. */
  readonly used?: (user: UserRecord) => UserRecord;
}

type Counting = { readonly countsFromMs: number } | undefined;

/** `user` is undefined where nobody has that name. A factor whose waiting period runs is as good as not enrolled. */
export function judgeFactor(
  proof: SingleProof,
  password: Uint8Array | undefined,
  user: UserRecord | undefined,
  context: CheckContext,
): Judged {
  const enrolled = (factor: Counting): boolean =>
    factor !== undefined && factor.countsFromMs <= context.runningMs;
  switch (proof.factor) {
    case 'password':
      return judgePassword(password, user, context);
    case 'one-time-code':
      return onlyIf(enrolled(user?.oneTimeCode), judgeCode(proof.code, user, context));
    case 'recovery-code':
      return onlyIf(enrolled(user?.recoveryCodes), judgeRecoveryCode(proof.code, user, context));
    case 'typing':
      return onlyIf(enrolled(user?.typing), judgeTyping(proof, user, context));
  }
}

/** A stand-in of random parts, of the form and cost of a user's. */
export function standIn(random: RandomBytes): Nobody {
  const enrolled = { enrolledAtMs: 0, countsFromMs: 0 };
  const wrapped = { salt: random(16), iv: random(16), ciphertext: random(32), tag: random(32) };
  const key = { mean: 100, deviation: 1 };
  return {
    userId: userIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA'),
    name: '',
    role: 'user',
    createdAtMs: 0,
    publicKey: random(65),
    password: { ...enrolled, ...PASSWORD_PARAMETERS, wrapped },
    words: wrapped,
    oneTimeCode: { ...enrolled, secret: random(20), lastStep: 0 },
    recoveryCodes: {
      ...enrolled,
      macKey: random(32),
      macs: Array.from({ length: RECOVERY_CODES }, () => random(32)),
    },
    typing: {
      ...enrolled,
      template: {
        holdMs: Array.from(TYPING_PHRASE, () => key),
        flightMs: Array.from({ length: TYPING_PHRASE.length - 1 }, () => key),
      },
    },
  };
}

function onlyIf(enrolled: boolean, judged: Judged): Judged {
  return enrolled ? judged : { holds: false };
}

function judgePassword(
  password: Uint8Array | undefined,
  user: UserRecord | undefined,
  { users, nobody }: CheckContext,
): Judged {
  if (password === undefined) return { holds: false };
  const userKey = users.enrolment.openByPassword(user ?? nobody, password);
  return { holds: userKey !== undefined, userKey };
}

function judgeCode(code: string, user: UserRecord | undefined, { nobody, atMs }: CheckContext): Judged {
  const { secret, lastStep } = user?.oneTimeCode ?? nobody.oneTimeCode;
  const step = acceptedStep(secret, code, atMs, lastStep);
  if (step === undefined) return { holds: false };
  const used = (before: UserRecord): UserRecord =>
    before.oneTimeCode === undefined
      ? before
      : { ...before, oneTimeCode: { ...before.oneTimeCode, lastStep: step } };
  return { holds: true, used };
}

function judgeRecoveryCode(
  code: string,
  user: UserRecord | undefined,
  { engine, nobody }: CheckContext,
): Judged {
  const { macKey, macs } = user?.recoveryCodes ?? nobody.recoveryCodes;
  const index = findRecoveryCode(engine, macKey, macs, code);
  if (index === undefined) return { holds: false };
  const used = (before: UserRecord): UserRecord =>
    before.recoveryCodes === undefined
      ? before
      : {
          ...before,
          recoveryCodes: {
            ...before.recoveryCodes,
            macs: before.recoveryCodes.macs.filter((_, other) => other !== index),
          },
        };
  return { holds: true, used };
}

function judgeTyping(
  { templateHash, freshSample }: Extract<SingleProof, { factor: 'typing' }>,
  user: UserRecord | undefined,
  { engine, nobody }: CheckContext,
): Judged {
  const { template } = user?.typing ?? nobody.typing;
  const named = equalBytes(typingTemplateHash(engine, template), templateHash);
  const fits = fitsTemplate(template, freshSample);
  return { holds: named && fits };
}
