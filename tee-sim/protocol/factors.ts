// How a person proves to be a user: S2's AuthenticationProof, as it travels inside a sealed request.
// Passwords and words are secret bytes beside the JSON, in the order of the factors that need one.
import { bytesSchema, z } from './schema.ts';

export const FACTORS = ['password', 'one-time-code', 'recovery-code', 'typing'] as const;
export type Factor = (typeof FACTORS)[number];

/** Bytes of a password in UTF-8. The lower bound of a new one is the policy's, in characters. */
export const PASSWORD_BYTES = [1, 1_024] as const;

/** How many times the public phrase is typed to enrol, and the phrase: everybody types the same, it is no secret. */
export const ENROLMENT_SAMPLES = 5;
export const TYPING_PHRASE = 'my keys stay in the box';

/** What a person is called; compared without regard to case, in Unicode's NFKC form. */
export const userNameSchema = z
  .string()
  .transform((text) => text.normalize('NFKC').trim())
  .refine((text) => /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._@-]{0,62}[\p{L}\p{M}\p{N}])?$/u.test(text));

export const userIdSchema = z
  .string()
  .regex(/^(?:device-owner|[A-Za-z0-9_-]{21}[AQgw])$/)
  .brand<'UserId'>();
export type UserId = z.output<typeof userIdSchema>;

const millis = z.number().min(0).max(10_000);

/** One typing of the phrase: how long each key was held, and from each press to the next, ms. Never which keys. */
export const keystrokeSampleSchema = z.strictObject({
  holdMs: z.array(millis).length(TYPING_PHRASE.length),
  flightMs: z.array(millis).length(TYPING_PHRASE.length - 1),
});
export type KeystrokeSample = z.output<typeof keystrokeSampleSchema>;

/** RFC 6238: six digits. */
export const oneTimeCodeSchema = z.string().regex(/^[0-9]{6}$/);
/** Ten characters of RFC 4648 base32, in two groups. */
export const recoveryCodeSchema = z.string().regex(/^[A-Z2-7]{5}-[A-Z2-7]{5}$/);

const user = userNameSchema;

/** One factor of one user. `password` brings its bytes as the next secret of the request. */
export const singleProofSchema = z.discriminatedUnion('factor', [
  z.strictObject({ factor: z.literal('password'), user }),
  z.strictObject({ factor: z.literal('one-time-code'), user, code: oneTimeCodeSchema }),
  z.strictObject({ factor: z.literal('recovery-code'), user, code: recoveryCodeSchema }),
  /** S2's BiometricProof. `templateHash` names the enrolled template that the sample claims to fit. */
  z.strictObject({
    factor: z.literal('typing'),
    user,
    templateHash: bytesSchema(32),
    freshSample: keystrokeSampleSchema,
  }),
]);
export type SingleProof = z.output<typeof singleProofSchema>;

/** One factor, or S2's MultiFactorProof: two *different* ones of the *same* user. Cannot nest any deeper. */
export const authenticationProofSchema = z.union([
  singleProofSchema,
  z.strictObject({
    factor: z.literal('multi-factor'),
    primary: singleProofSchema,
    secondary: singleProofSchema,
  }),
]);
export type AuthenticationProofInput = z.input<typeof authenticationProofSchema>;
export type AuthenticationProof = z.output<typeof authenticationProofSchema>;

/** What stands in a request's `proof`: factors, and the digest of the very operation that they are for. */
export const requestProofSchema = z.strictObject({
  payloadDigest: bytesSchema(32),
  factors: authenticationProofSchema,
});
export type RequestProofInput = z.input<typeof requestProofSchema>;
export type RequestProof = z.output<typeof requestProofSchema>;

/** How sure the TEE is of who is asking (S2's AuthLevel). */
export const AUTH_LEVELS = ['Standard', 'Enhanced', 'Maximum'] as const;
export type AuthLevel = (typeof AUTH_LEVELS)[number];

export const ROLES = ['device-owner', 'user'] as const;
export type Role = (typeof ROLES)[number];

/** A user as lists show one: never a secret, nor what would help to guess one. */
export const userSummarySchema = z.strictObject({
  userId: userIdSchema,
  name: z.string(),
  role: z.enum(ROLES),
  createdAtMs: z.number().int(),
  factors: z.array(
    z.strictObject({
      factor: z.enum(FACTORS),
      enrolledAtMs: z.number().int(),
      /** Counts only once this much more time has run, ms; 0 when it counts. */
      countsInMs: z.number().int().min(0),
      /** Unused recovery codes. */
      left: z.number().int().optional(),
    }),
  ),
});
export type UserSummary = z.output<typeof userSummarySchema>;
