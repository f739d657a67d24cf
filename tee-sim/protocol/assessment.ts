// The answer of a risk assessment: a score and why, in terms that a client turns into sentences.
import { logIdSchema, timeMsSchema, z } from './schema.ts';

export const LEVELS = ['Standard', 'Enhanced', 'Maximum', 'Denied'] as const;

/** Every rule the assessment may name; a client has a sentence for each. */
export const RISK_RULES = [
  'first-payment-to-address',
  'amount-above-usual',
  'recipient-pasted',
  'machine-like-input',
  'unusual-hour',
  'time-zone-changed',
  'device-changed',
  'typing-unlike-baseline',
  'burst-of-requests',
  'look-alike-address',
  'zero-address',
  'token-contract-as-recipient',
  'unlimited-approval',
  'approval-for-all',
  'absurd-fee',
  'blind-signature',
  'features-missing',
] as const;

export const factorSchema = z.strictObject({
  rule: z.enum(RISK_RULES),
  /** Points this factor added to the score. */
  points: z.number().int().min(0).max(100),
  /** What the sentence needs, e.g. `{times: 14, medianWei: "1000"}`. Numbers that are money are decimal text. */
  values: z.record(z.string().max(32), z.union([z.string().max(128), z.number()])),
});
export type Factor = z.output<typeof factorSchema>;

/** Why a refused operation was judged as it was: without the values that were compared. */
export const reasonCodeSchema = factorSchema.pick({ rule: true, points: true });
export type ReasonCode = z.output<typeof reasonCodeSchema>;

export const assessmentSchema = z.strictObject({
  score: z.number().int().min(0).max(100),
  level: z.enum(LEVELS),
  factors: z.array(factorSchema).max(32),
});
export type Assessment = z.output<typeof assessmentSchema>;

const bound = z.number().int().min(1).max(100);
/** From which score on each level was needed, and the operation denied, by the policy of that moment. */
export const levelBoundsSchema = z.strictObject({ enhancedFrom: bound, maximumFrom: bound, denyFrom: bound });
export type LevelBounds = z.output<typeof levelBoundsSchema>;

export const LOG_KINDS = [
  'boot',
  'panic',
  'authentication',
  'session',
  'denial',
  /** Denied for want of a proof that the request did not bring: how every step-up begins. */
  'step-up',
  'suspicious',
  'assessment',
  'signature',
  'erasure',
  'user',
  'client',
  'wallet',
  'contact',
  'binding',
  'policy',
] as const;

/** One row of the log, without its content: what a list shows. */
export const logSummarySchema = z.strictObject({
  id: logIdSchema,
  atMs: z.number().int(),
  kind: z.enum(LOG_KINDS),
  /** Size of what is stored, bytes, and the first bytes of it: people see that it is ciphertext. */
  sizeBytes: z.number().int(),
  ciphertextHead: z.string().max(64),
  suite: z.union([z.literal(1), z.literal(2)]),
  features: z.enum(['stored', 'erased', 'none']),
});
export type LogSummary = z.output<typeof logSummarySchema>;
export type LogKind = LogSummary['kind'];

/** Which rows of the log: all that every given part lets through. */
export const logFilterSchema = z
  .strictObject({
    kinds: z.array(z.enum(LOG_KINDS)).min(1).max(LOG_KINDS.length).optional(),
    /** Of assessments: no other row has a level. */
    levels: z.array(z.enum(LEVELS)).min(1).max(LEVELS.length).optional(),
    /** From this time on, and before that one. */
    fromMs: timeMsSchema.optional(),
    beforeMs: timeMsSchema.optional(),
  })
  .refine(({ fromMs = 0, beforeMs = Number.MAX_SAFE_INTEGER }) => fromMs <= beforeMs);
export type LogFilter = z.output<typeof logFilterSchema>;
