// The TEE's command table: every command once, with the schemas of what it takes and gives.
// Types, dispatch and clients are derived from it.
import { assessmentSchema, logFilterSchema, logSummarySchema } from './assessment.ts';
import { featuresSchema } from './features.ts';
import { paymentSchema } from './payment.ts';
import { logIdSchema, operationIdSchema, sessionIdSchema, timeMsSchema, z } from './schema.ts';

/** RFC 4122 id of the AirAccount Trusted Application. */
export const TA_UUID = '7b1f5e0c-52d4-4d0e-9a41-6c3fd1a0be57';

/** GlobalPlatform login methods that this TA accepts. */
export const LOGIN_METHODS = ['LOGIN_PUBLIC'] as const;

interface CommandSpec<P extends z.ZodType, R extends z.ZodType> {
  readonly params: P;
  readonly result: R;
  /** Secret byte fields that travel beside the JSON, with their exact length in bytes. */
  readonly secrets: Readonly<Record<string, number>>;
  /** Whether a session (and so a MAC under its secret) is needed. */
  readonly session: boolean;
  /** Whether feature data may come with it. */
  readonly features: boolean;
  /** State changes need an `operationId` and are committed with it. */
  readonly changesState: boolean;
}

function command<P extends z.ZodType, R extends z.ZodType>(
  spec: Pick<CommandSpec<P, R>, 'params' | 'result'> & Partial<CommandSpec<P, R>>,
): CommandSpec<P, R> {
  return { secrets: {}, session: true, features: false, changesState: false, ...spec };
}

const NoParams = z.strictObject({});
const pageLimit = z.number().int().min(1).max(200);

export const commands = {
  /** GP TEEC_OpenSession. The secret MACs every later request of the session. */
  OPEN_SESSION: command({
    session: false,
    secrets: { sessionSecret: 32 },
    params: z.strictObject({ taUuid: z.string().max(36), login: z.enum(LOGIN_METHODS) }),
    result: z.strictObject({ sessionId: sessionIdSchema, userId: z.string() }),
  }),
  /** GP TEEC_CloseSession. */
  CLOSE_SESSION: command({ params: NoParams, result: NoParams }),
  /** S1: assess feature data and a payment, store both encrypted, answer score and reasons. */
  ASSESS_PAYMENT: command({
    changesState: true,
    features: true,
    params: z.strictObject({ payment: paymentSchema }),
    result: z.strictObject({ logId: logIdSchema, assessedAtMs: timeMsSchema, assessment: assessmentSchema }),
  }),
  /** Newest first, by key: the ids below `beforeId`, each among `rows` or, when it does not hold, `damaged`. */
  LIST_RISK_LOGS: command({
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
  SEARCH_RISK_LOGS: command({
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
  GET_RISK_LOG: command({
    params: z.strictObject({ logId: logIdSchema }),
    result: z.strictObject({
      summary: logSummarySchema,
      /** The stored record as exact JSON text. */
      record: z.string(),
      features: featuresSchema.optional(),
    }),
  }),
  /** Destroys the key of one row's feature data; the chain still stands. */
  ERASE_FEATURES: command({
    changesState: true,
    params: z.strictObject({ logId: logIdSchema }),
    result: z.strictObject({ logId: logIdSchema, erasureLogId: logIdSchema }),
  }),
  /** Verifies rows `fromId` … `fromId + maxRows − 1`; call again with `nextId` until it is absent. */
  VERIFY_CHAIN: command({
    params: z.strictObject({ fromId: logIdSchema, maxRows: z.number().int().min(1).max(2_000) }),
    result: z.strictObject({
      verified: z.number().int(),
      total: z.number().int(),
      nextId: logIdSchema.optional(),
      /** The first row that does not hold, if any. */
      brokenAt: logIdSchema.optional(),
    }),
  }),
  /** What became of a state-changing request whose answer was lost. */
  GET_OPERATION: command({
    params: z.strictObject({ operationId: operationIdSchema }),
    result: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('unknown') }),
      /** `result` is that command's result as exact JSON text. */
      z.strictObject({ outcome: z.literal('committed'), command: z.string(), result: z.string() }),
    ]),
  }),
  /** What the TEE says of itself. */
  GET_STATUS: command({
    params: NoParams,
    result: z.strictObject({
      logRows: z.number().int(),
      openedRequests: z.number().int(),
      sessions: z.number().int(),
      engine: z.enum(['noble', 'sm-crypto']),
      recordSuite: z.union([z.literal(1), z.literal(2)]),
      masterKeySource: z.enum(['file', 'environment', 'keychain', 'plain-keychain', 'ephemeral']),
      /** The wall clock stood earlier at this boot than at the last one. */
      clockWentBack: z.boolean(),
      /** Rows found behind the sealed head at boot and taken over (a crash between commit and head). */
      adoptedRows: z.number().int(),
    }),
  }),
} as const satisfies Readonly<Record<string, CommandSpec<z.ZodType, z.ZodType>>>;

export type CommandName = keyof typeof commands;
/** Params as a client sends them. */
export type CommandParams<C extends CommandName> = z.input<(typeof commands)[C]['params']>;
/** Params as the TA gets them. */
export type ParsedParams<C extends CommandName> = z.output<(typeof commands)[C]['params']>;
export type CommandResult<C extends CommandName> = z.output<(typeof commands)[C]['result']>;

/** Looks a name up as an own key only: `__proto__` and its kin are unknown commands. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
