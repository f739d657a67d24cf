// What a person sees before they sign, and what a signature leaves: the TEE's own account of both.
import { assessmentSchema, LEVELS, levelBoundsSchema } from './assessment.ts';
import { assetSchema, walletIdSchema } from './bindings.ts';
import { decodedSchema } from './decoded.ts';
import { hexSchema, uintSchema } from './ethereum.ts';
import { addressSchema, chainIdSchema } from './payment.ts';
import { bytesSchema, logIdSchema, timeMsSchema, z } from './schema.ts';
import { accountSchema } from './wallets.ts';

export const SIGNATURE_KINDS = [
  'transaction',
  'user-operation',
  'delegation',
  'personal-message',
  'typed-data',
] as const;
export type SignatureKind = (typeof SIGNATURE_KINDS)[number];

/** 16 bytes chosen by the TEE; good for one signature, in this session, for ten minutes. */
export const reviewIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  .brand<'ReviewId'>();
export type ReviewId = z.output<typeof reviewIdSchema>;

/** Why a level is needed besides the score; a client has a sentence for each. */
export const LEVEL_GROUNDS = [
  /** It cannot be told what may leave. */
  'unbounded',
  'unlimited-approval',
  /** All that there is of an asset, to somebody else. */
  'unlimited-to-another',
  /** Somebody may take, whom this person never paid and no bundled list names. */
  'allowance-to-stranger',
  'typed-data',
  'unknown-token',
  'value-with-call',
  'absurd-fee',
] as const;
export type LevelGround = (typeof LEVEL_GROUNDS)[number];

/** How the TEE knows an address. `text` comes from this person, or from lists bundled with the TEE. */
export const knownAddressSchema = z.strictObject({
  address: addressSchema,
  as: z.enum(['own-account', 'contact', 'token', 'contract']),
  text: z.string().max(64),
  /** Of a token: its symbol is `text`. */
  decimals: z.number().int().min(0).max(36).optional(),
});
export type KnownAddress = z.output<typeof knownAddressSchema>;

/** One value inside typed data, as the TEE read it. */
const leafSchema = z.strictObject({
  path: z.string().max(512),
  type: z.string().max(128),
  value: z.string(),
});

export const spendSchema = z.strictObject({
  /** Base units, one entry for each asset; allowances whole, fees under `native`. */
  amounts: z.array(z.strictObject({ asset: assetSchema, amount: uintSchema(512) })),
  unbounded: z.boolean(),
});

/** What a limit says to it now; signing asks again. */
const limitFindingSchema = z.strictObject({
  reason: z.enum(['no-limit-for-asset', 'transaction-limit', 'daily-limit', 'unbounded-spend']),
  asset: assetSchema.optional(),
  /** The most that the limit lets through, and what was used of a day's. */
  most: uintSchema(256).optional(),
  used: uintSchema(512).optional(),
});

export const reviewSchema = z.strictObject({
  reviewId: reviewIdSchema,
  logId: logIdSchema,
  preparedAtMs: timeMsSchema,
  /** From `preparedAtMs` on. */
  validForMs: z.number().int().min(1),
  kind: z.enum(SIGNATURE_KINDS),
  walletId: walletIdSchema,
  account: accountSchema,
  chainId: chainIdSchema.optional(),
  /** What is hashed: an unsigned transaction, a message with its prefix, 0x1901 ‖ domain ‖ struct. */
  bytes: hexSchema(1, 262_144),
  /** What is signed, 32 bytes. */
  hash: hexSchema(32),
  decoded: decodedSchema,
  /** Of typed data: every value, in order; at most 512, `more` counts the rest. */
  leaves: z.strictObject({ shown: z.array(leafSchema).max(512), more: z.number().int().min(0) }).optional(),
  known: z.array(knownAddressSchema).max(128),
  /** Of the recipient or spender: when this person first paid it on this chain; absent when never. */
  firstPaidMs: timeMsSchema.optional(),
  spend: spendSchema,
  /** At the most: gas limit × highest price. */
  feeWei: uintSchema(512),
  nonce: uintSchema(256).optional(),
  assessment: assessmentSchema,
  bounds: levelBoundsSchema,
  /** The highest of what the score, the grounds and the kind need. */
  level: z.enum(LEVELS),
  grounds: z.array(z.enum(LEVEL_GROUNDS)).max(LEVEL_GROUNDS.length),
  /** Present when a limit is in the way now. */
  limit: limitFindingSchema.optional(),
  /** Of the policy that it was judged by: under another one the review is over. */
  policyDigest: bytesSchema(32),
});
export type Review = z.output<typeof reviewSchema>;
export type ReviewInput = z.input<typeof reviewSchema>;

export const signedSchema = z.strictObject({
  logId: logIdSchema,
  /** Counts the signatures of the wallet from 1. */
  number: z.number().int().min(1),
  kind: z.enum(SIGNATURE_KINDS),
  /** As the review showed it. */
  hash: hexSchema(32),
  /** r ‖ s ‖ v, v of 27 or 28. */
  signature: hexSchema(65),
  signer: addressSchema,
  /** Of a transaction: ready to broadcast, and its id. */
  transaction: z.strictObject({ raw: hexSchema(1, 262_144), hash: hexSchema(32) }).optional(),
  /** Of a UserOperation: the EntryPoint's id of it. */
  userOperationHash: hexSchema(32).optional(),
});
export type Signed = z.output<typeof signedSchema>;

/** One signature of a wallet, as its history lists it. */
export const signatureSummarySchema = z.strictObject({
  number: z.number().int().min(1),
  logId: logIdSchema,
  signedAtMs: timeMsSchema,
  userName: z.string(),
  account: accountSchema,
  kind: z.enum(SIGNATURE_KINDS),
  chainId: chainIdSchema.optional(),
  hash: hexSchema(32),
  transactionHash: hexSchema(32).optional(),
  nonce: uintSchema(256).optional(),
  feeWei: uintSchema(512),
  decoded: decodedSchema,
  /** As the review named them, but for what only the signer calls them. */
  known: z.array(knownAddressSchema).max(128),
  note: z.string(),
});
export type SignatureSummary = z.output<typeof signatureSummarySchema>;
