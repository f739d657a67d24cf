// Commands of the risk log: S1's assessment, and what people do with the encrypted rows.
import { assessmentSchema, levelBoundsSchema, logFilterSchema, logSummarySchema } from './assessment.ts';
import { command } from './command-spec.ts';
import { featuresSchema } from './features.ts';
import { paymentSchema } from './payment.ts';
import { logIdSchema, timeMsSchema, z } from './schema.ts';

const VIEW_HISTORY = {
  operation: 'ViewTransactionHistory',
  subject: { kind: 'device-owner' },
  level: 'Standard',
} as const;

const pageLimit = z.number().int().min(1).max(200);

export const logCommands = {
  /** S1: assess feature data and a payment, store both encrypted, answer score and reasons. */
  ASSESS_PAYMENT: command(
    { operation: 'AssessPayment', subject: { kind: 'user' }, level: 'Standard' },
    {
      changesState: true,
      features: true,
      params: z.strictObject({ payment: paymentSchema }),
      result: z.strictObject({
        logId: logIdSchema,
        assessedAtMs: timeMsSchema,
        assessment: assessmentSchema,
        bounds: levelBoundsSchema,
      }),
    },
  ),
  /** Newest first, by key: the ids below `beforeId`, each among `rows` or, when it does not hold, `damaged`. */
  LIST_RISK_LOGS: command(VIEW_HISTORY, {
    params: z.strictObject({ beforeId: logIdSchema.optional(), limit: pageLimit }),
    result: z.strictObject({
      rows: z.array(logSummarySchema),
      damaged: z.array(logIdSchema),
      total: z.number().int(),
    }),
  }),
  /**
   * Looks through a bounded stretch of the log, newest first, for what `filter` lets through; call again with
   * `beforeId = nextBeforeId` until it is absent. Whether a damaged row would match nobody can say: all are named.
   */
  SEARCH_RISK_LOGS: command(VIEW_HISTORY, {
    params: z.strictObject({
      filter: logFilterSchema,
      beforeId: logIdSchema.optional(),
      limit: pageLimit,
      /** What is decrypted and sent with each match. */
      content: z.enum(['none', 'record', 'record-and-features']),
    }),
    result: z.strictObject({
      rows: z.array(
        z.strictObject({
          summary: logSummarySchema,
          /** As in GET_RISK_LOG. */
          record: z.string().optional(),
          features: featuresSchema.optional(),
        }),
      ),
      damaged: z.array(logIdSchema),
      /** Rows looked at in this call, damaged ones among them. */
      scanned: z.number().int(),
      total: z.number().int(),
      nextBeforeId: logIdSchema.optional(),
    }),
  }),
  /** One row, decrypted, with the feature data unless it was erased. */
  GET_RISK_LOG: command(VIEW_HISTORY, {
    params: z.strictObject({ logId: logIdSchema }),
    result: z.strictObject({
      summary: logSummarySchema,
      /** Name of the user whose request it was; absent for the TEE's own rows and for strangers. */
      person: z.string().optional(),
      /** The stored record as exact JSON text. */
      record: z.string(),
      features: featuresSchema.optional(),
    }),
  }),
  /** Destroys the key of one row's feature data; the chain still stands. */
  ERASE_FEATURES: command(
    { operation: 'ManageHistory', subject: { kind: 'device-owner' }, level: 'Standard' },
    {
      changesState: true,
      params: z.strictObject({ logId: logIdSchema }),
      result: z.strictObject({ logId: logIdSchema, erasureLogId: logIdSchema }),
    },
  ),
  /** Verifies rows `fromId` … `fromId + maxRows − 1`; call again with `nextId` until it is absent. */
  VERIFY_CHAIN: command(VIEW_HISTORY, {
    params: z.strictObject({ fromId: logIdSchema, maxRows: z.number().int().min(1).max(2_000) }),
    result: z.strictObject({
      verified: z.number().int(),
      total: z.number().int(),
      nextId: logIdSchema.optional(),
      /** The first row that does not hold, if any. */
      brokenAt: logIdSchema.optional(),
    }),
  }),
} as const;
