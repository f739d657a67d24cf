// What the TEE keeps of one user, sealed as one row: who, the wrapped key, and the factors.
// Must never hold a password, a recovery code, recovery words or the key itself.
import { bytesToBase64Url, bytesToUtf8, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { type Factor, ROLES, userIdSchema } from '../protocol/factors.ts';
import { bytesSchema, timeMsSchema, z } from '../protocol/schema.ts';
import { typingTemplateSchema } from '../risk/keystroke-verifier.ts';
import { RECOVERY_CODES } from './recovery-codes.ts';
import { wrappedKeySchema } from './user-key.ts';

const enrolled = {
  enrolledAtMs: timeMsSchema,
  /** Running time from which on the factor counts, ms; until then it is as good as not enrolled. */
  countsFromMs: timeMsSchema,
};

const passwordSchema = z.strictObject({
  ...enrolled,
  memoryKib: z.number().int().min(8),
  passes: z.number().int().min(1),
  lanes: z.number().int().min(1),
  wrapped: wrappedKeySchema,
});

const oneTimeCodeSchema = z.strictObject({
  ...enrolled,
  secret: bytesSchema(20),
  /** The last step (RFC 6238's T) that was accepted: it and those before it are over. */
  lastStep: z.number().int().min(0),
});

const recoveryCodesSchema = z.strictObject({
  ...enrolled,
  macKey: bytesSchema(32),
  /** Of the codes that were not used yet. */
  macs: z.array(bytesSchema(32)).max(RECOVERY_CODES),
});

export const userRecordSchema = z.strictObject({
  userId: userIdSchema,
  name: z.string(),
  role: z.enum(ROLES),
  createdAtMs: timeMsSchema,
  /** SM2; its private half is wrapped twice. */
  publicKey: bytesSchema(65),
  password: passwordSchema,
  /** By the recovery words. */
  words: wrappedKeySchema,
  oneTimeCode: oneTimeCodeSchema.optional(),
  recoveryCodes: recoveryCodesSchema.optional(),
  typing: z.strictObject({ ...enrolled, template: typingTemplateSchema }).optional(),
});
export type UserRecord = z.output<typeof userRecordSchema>;

/** A recovery code stands in for the one-time code: of two different factors, they are one. */
export type FactorKind = Exclude<Factor, 'recovery-code'>;

export function kindOf(factor: Factor): FactorKind {
  return factor === 'recovery-code' ? 'one-time-code' : factor;
}

/** JSON in UTF-8, bytes as base64url; the caller zeroes it. */
export function encodeUser(user: UserRecord): Uint8Array {
  const text = (_key: string, part: unknown): unknown =>
    part instanceof Uint8Array ? bytesToBase64Url(part) : part;
  return utf8ToBytes(JSON.stringify(user, text));
}

/** Zeroes `stored`. */
export function decodeUser(stored: Uint8Array): UserRecord {
  try {
    return userRecordSchema.parse(JSON.parse(bytesToUtf8(stored)));
  } finally {
    wipe(stored);
  }
}

/** What of a record could stand for the user; the wrapped key opens nothing by itself. */
export function secretsOf({ oneTimeCode, recoveryCodes }: UserRecord): Uint8Array[] {
  return [oneTimeCode?.secret, recoveryCodes?.macKey].filter((secret) => secret !== undefined);
}

/** Zeroes them. */
export function wipeUser(user: UserRecord): void {
  wipe(...secretsOf(user));
}

/** When each enrolled factor began, and from when on it counts, in the table's order. */
export function enrolments(
  user: UserRecord,
): { factor: Factor; enrolledAtMs: number; countsFromMs: number }[] {
  const { password, oneTimeCode, recoveryCodes, typing } = user;
  const all = { password, 'one-time-code': oneTimeCode, 'recovery-code': recoveryCodes, typing } as const;
  return (Object.keys(all) as Factor[]).flatMap((factor) => {
    const enrolment = all[factor];
    if (enrolment === undefined) return [];
    const { enrolledAtMs, countsFromMs } = enrolment;
    return [{ factor, enrolledAtMs, countsFromMs }];
  });
}

/** The factors that could be shown now: waiting periods are over, and a code is left. */
export function countingFactors(user: UserRecord, runningMs: number): Factor[] {
  return enrolments(user)
    .filter(({ countsFromMs }) => countsFromMs <= runningMs)
    .map(({ factor }) => factor)
    .filter((factor) => factor !== 'recovery-code' || user.recoveryCodes?.macs.length !== 0);
}
