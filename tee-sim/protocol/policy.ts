// The policy: S2's DefenseInDepthConfig, six sections in one versioned document. Times in ms unless named otherwise.
import { FACTORS } from './factors.ts';
import { z } from './schema.ts';

const minutes = (from: number, to: number) =>
  z
    .number()
    .int()
    .min(from * 60_000)
    .max(to * 60_000);
const score = z.number().int().min(1).max(100);

export const policySchema = z
  .strictObject({
    /** S2 layer 1: what the driver may pass on. */
    networkSecurity: z.strictObject({
      /** Whether clients other than the wallet's own window are served at all. */
      localClients: z.boolean(),
    }),
    clientVerification: z.strictObject({
      /** Whether a client whose program changed must be confirmed by the device owner before it can act. */
      confirmChangedPrograms: z.boolean(),
      maxClients: z.number().int().min(1).max(1_000),
    }),
    sessionSecurity: z.strictObject({
      idleMs: minutes(1, 60),
      absoluteMs: minutes(15, 24 * 60),
      maxSessions: z.number().int().min(2).max(10_000),
      lockOnSystemLock: z.boolean(),
      lockOnSuspend: z.boolean(),
    }),
    userAuthentication: z.strictObject({
      minPasswordCharacters: z.number().int().min(8).max(64),
      /** Wrong proofs in a row before the first lock-out; each further one doubles it, up to `maxLockoutMs`. */
      failuresBeforeLockout: z.number().int().min(1).max(20),
      firstLockoutMs: z.number().int().min(1_000).max(3_600_000),
      maxLockoutMs: minutes(1, 60),
      typingFailures: z.number().int().min(1).max(10),
      /** Which count for Enhanced, and of which two different ones make Maximum. */
      enhancedFactors: z.array(z.enum(FACTORS)).min(1).max(FACTORS.length),
      maximumFactors: z
        .array(z.enum(['password', 'one-time-code', 'recovery-code']))
        .min(2)
        .max(3),
      /** For so long after a factor was shown, Enhanced needs none again. */
      enhancedForMs: minutes(1, 15),
      /** A factor that a single-factor user adds counts only after this. */
      newFactorWaitMs: z
        .number()
        .int()
        .min(0)
        .max(7 * 86_400_000),
    }),
    operationAuthorization: z
      .strictObject({
        /** Scores below a bound need that level; from `denyFrom` on the operation is denied. */
        enhancedFrom: score,
        maximumFrom: score,
        denyFrom: score,
        /** Time while the TEE was switched off: counted by the wall clock, or only once the owner confirms it. */
        gaps: z.enum(['count', 'confirm']),
      })
      .refine((s) => s.enhancedFrom <= s.maximumFrom && s.maximumFrom <= s.denyFrom),
    auditMonitoring: z.strictObject({
      logAuthentications: z.literal(true),
      logDenials: z.literal(true),
      /** Rows a minute that refusals of strangers may leave; what is above is counted in the next row. */
      denialRowsPerMinute: z.number().int().min(1).max(600),
    }),
  })
  .refine((p) => p.sessionSecurity.idleMs <= p.sessionSecurity.absoluteMs);
export type Policy = z.output<typeof policySchema>;

export const defaultPolicy: Policy = {
  networkSecurity: { localClients: true },
  clientVerification: { confirmChangedPrograms: true, maxClients: 32 },
  sessionSecurity: {
    idleMs: 15 * 60_000,
    absoluteMs: 8 * 3_600_000,
    maxSessions: 64,
    lockOnSystemLock: true,
    lockOnSuspend: true,
  },
  userAuthentication: {
    minPasswordCharacters: 10,
    failuresBeforeLockout: 5,
    firstLockoutMs: 30_000,
    maxLockoutMs: 3_600_000,
    typingFailures: 3,
    enhancedFactors: ['password', 'one-time-code', 'recovery-code', 'typing'],
    maximumFactors: ['password', 'one-time-code', 'recovery-code'],
    enhancedForMs: 5 * 60_000,
    newFactorWaitMs: 86_400_000,
  },
  operationAuthorization: { enhancedFrom: 30, maximumFrom: 60, denyFrom: 85, gaps: 'count' },
  auditMonitoring: { logAuthentications: true, logDenials: true, denialRowsPerMinute: 30 },
};

/** One leaf that differs; `path` as `section.field`. */
export const policyChangeSchema = z.strictObject({
  path: z.string(),
  from: z.string(),
  to: z.string(),
  effect: z.enum(['tightens', 'loosens', 'neutral']),
});
export type PolicyChange = z.output<typeof policyChangeSchema>;
