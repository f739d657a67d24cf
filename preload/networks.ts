// What the contract's `networks` calls speak of: configured chains, what their endpoints say, and what became of what
// was sent. An endpoint's address goes in only; what comes out is a label without credentials.
import { hexSchema, MAX_DATA_BYTES, uintSchema } from '../tee-sim/protocol/ethereum.ts';
import { addressSchema, chainIdSchema, weiSchema } from '../tee-sim/protocol/payment.ts';
import { timeMsSchema, z } from '../tee-sim/protocol/schema.ts';

export const NETWORK_REASONS = [
  // the address of an endpoint
  'bad-url',
  'insecure-url',
  /** Stored under a keychain that does not open it now: it has to be entered again. */
  'endpoint-locked',
  /** The person did not allow this host. */
  'host-refused',
  // the connection
  'unreachable',
  'timed-out',
  'incomplete',
  'tls',
  'redirected',
  'unauthorized',
  'rate-limited',
  'server-error',
  // the answer
  'too-large',
  'not-json',
  'bad-answer',
  'wrong-chain',
  'rpc-error',
  'implausible-fees',
  // what was asked
  'cancelled',
  'unknown-network',
  'network-exists',
  'no-endpoint',
  'no-bundler',
  'unknown-transaction',
  'bad-transaction',
  'storage',
] as const;
export type NetworkReason = (typeof NETWORK_REASONS)[number];

export const networkProblemSchema = z.strictObject({
  reason: z.enum(NETWORK_REASONS),
  /** Which endpoint said or did it. */
  endpoint: z.string().max(300).optional(),
  /** The node's own words, cleaned and cut: to be shown as somebody else's. */
  rpc: z.strictObject({ code: z.number().int(), message: z.string().max(300) }).optional(),
  /** Of `wrong-chain`. */
  chain: z.strictObject({ expected: chainIdSchema, actual: chainIdSchema }).optional(),
});
export type NetworkProblem = z.output<typeof networkProblemSchema>;

export const hashSchema = z.string().regex(/^0x[0-9a-f]{64}$/);
export const endpointUrl = z.string().min(1).max(2_048);
export const endpointIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,32}$/);
const uint256 = uintSchema(256);
export const blockNumberSchema = uintSchema(64);

const describedNetwork = {
  chainId: chainIdSchema,
  name: z.string().trim().min(1).max(64),
  symbol: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}.$+-]{1,12}$/u),
  /** Where blocks can be looked at; https only. */
  explorer: z
    .string()
    .max(200)
    .regex(/^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[\w./-]*)?$/)
    .optional(),
  /** After how many blocks, its own included, a transaction counts as settled. */
  confirmations: z.number().int().min(1).max(1_000),
};

/** As the screen shows it: where, never with which key. */
const endpointSchema = z.strictObject({
  id: endpointIdSchema,
  label: z.string().max(300),
  hasCredentials: z.boolean(),
  /** `keychain`: wrapped; `plain`: readable in the file; `locked`: wrapped, and cannot be opened now. */
  kept: z.enum(['keychain', 'plain', 'locked']),
});
export type EndpointView = z.output<typeof endpointSchema>;

export const networkSchema = z.strictObject({
  ...describedNetwork,
  endpoints: z.array(endpointSchema).max(8),
  bundlers: z.array(endpointSchema).max(4),
});
export type NetworkView = z.output<typeof networkSchema>;

export const offeredNetworkSchema = z.strictObject({
  ...describedNetwork,
  /** Only of a node on this machine: others are for the person to choose. */
  suggestedUrl: endpointUrl.optional(),
});
export type OfferedNetwork = z.output<typeof offeredNetworkSchema>;

/** One that is kept, by its id, or a new one, by its address. */
const endpointChoice = z.union([
  z.strictObject({ id: endpointIdSchema }),
  z.strictObject({ url: endpointUrl }),
]);
export type EndpointChoice = z.output<typeof endpointChoice>;

export const networkChoiceSchema = z.strictObject({
  ...describedNetwork,
  endpoints: z.array(endpointChoice).min(1).max(8),
  bundlers: z.array(endpointChoice).max(4),
});
export type NetworkChoice = z.output<typeof networkChoiceSchema>;

export const TRANSACTION_STATES = [
  /** Written down; nothing left this machine. */
  'prepared',
  /** On its way now. */
  'broadcasting',
  /** A node has it. */
  'pending',
  'mined',
  /** Another transaction of this account took its place. */
  'replaced',
  /** No node knows it any more; it may be sent again. */
  'dropped',
  /** Mined and reverted, or refused by the node: see `failure`. */
  'failed',
  /** It may have left or not; it is looked for by its hash. */
  'unknown',
] as const;

export const trackedSchema = z.strictObject({
  kind: z.enum(['transaction', 'user-operation']),
  hash: hashSchema,
  chainId: chainIdSchema,
  account: addressSchema,
  nonce: uint256,
  to: addressSchema.nullable(),
  valueWei: weiSchema,
  state: z.enum(TRANSACTION_STATES),
  failure: z.enum(['reverted', 'rejected']).optional(),
  createdAtMs: timeMsSchema,
  /** When a node was last asked and answered. */
  checkedAtMs: timeMsSchema.optional(),
  block: z.strictObject({ number: blockNumberSchema, hash: hashSchema }).optional(),
  confirmations: z.number().int().min(0),
  confirmationsNeeded: z.number().int().min(1),
  /** Nothing is expected to change any more, and nobody looks. */
  settled: z.boolean(),
  /** How often it was in a block that the chain then left. */
  reorganizations: z.number().int().min(0),
  gasUsed: uint256.optional(),
  feeWei: uintSchema(512).optional(),
  /** gas limit × highest price: what it can cost beside its amount, without a rollup's cost of data. */
  highestFeeWei: uintSchema(512).optional(),
  /** Of a call of ERC-20 `transfer`: base units of the token at `to`. */
  tokenAmount: uint256.optional(),
  replacedBy: hashSchema.optional(),
  /** Of a UserOperation: the transaction that carried it. */
  carriedBy: hashSchema.optional(),
  problem: networkProblemSchema.optional(),
});
export type TrackedTransaction = z.output<typeof trackedSchema>;
export type TrackedInput = z.input<typeof trackedSchema>;

export const networkUpdateSchema = z.strictObject({ transaction: trackedSchema });

/** The list of what was sent was damaged and put aside: what was sent before then cannot be known. */
export const lostJournalSchema = z.strictObject({ name: z.string(), atMs: timeMsSchema });
export type LostJournal = z.output<typeof lostJournalSchema>;

export const callRequestSchema = z.strictObject({
  from: addressSchema,
  to: addressSchema.nullable(),
  valueWei: weiSchema,
  data: hexSchema(0, MAX_DATA_BYTES),
});
export type CallRequest = z.output<typeof callRequestSchema>;

export const revertSchema = z.discriminatedUnion('kind', [
  /** Error(string): the contract's own words, cleaned and cut. */
  z.strictObject({ kind: z.literal('text'), text: z.string().max(300) }),
  /** Panic(uint256), Solidity's own: 0x11 overflow, 0x12 division by zero, … */
  z.strictObject({ kind: z.literal('panic'), code: uint256 }),
  z.strictObject({
    kind: z.literal('custom'),
    selector: z.string().regex(/^0x[0-9a-f]{8}$/),
    /** Signature, where the selector is of a list of ours. */
    name: z.string().max(100).optional(),
  }),
  z.strictObject({ kind: z.literal('silent') }),
]);
export type RevertInput = z.input<typeof revertSchema>;

const eip1559 = z.strictObject({ maxFeePerGasWei: weiSchema, maxPriorityFeePerGasWei: weiSchema });
const legacy = z.strictObject({ gasPriceWei: weiSchema });
function tiers<S extends z.ZodType>(tier: S) {
  return z.strictObject({ slow: tier, normal: tier, fast: tier });
}
/** What the chain takes of a payment beside gas × price, at most: a rollup's cost of data. 0 on other chains. */
const extraFeeWei = weiSchema;

export const feesSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('eip1559'),
    baseFeeWei: weiSchema,
    tiers: tiers(eip1559),
    /** The node's figures were higher than what is ever suggested. */
    capped: z.boolean(),
    extraFeeWei,
  }),
  z.strictObject({ kind: z.literal('legacy'), tiers: tiers(legacy), capped: z.boolean(), extraFeeWei }),
]);
export type FeesInput = z.input<typeof feesSchema>;

export const replacementSchema = z.strictObject({
  chainId: chainIdSchema,
  account: addressSchema,
  nonce: uint256,
  gasLimit: uintSchema(64),
  to: addressSchema.nullable(),
  valueWei: weiSchema,
  data: hexSchema(0, MAX_DATA_BYTES),
  /** The same transaction at these fees, to be signed: with its lists, which stand nowhere else here. */
  unsigned: hexSchema(1, 262_144),
  /** The least that nodes take for it, and no less than what is usual now. */
  fees: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('eip1559'), ...eip1559.shape }),
    z.strictObject({ kind: z.literal('legacy'), ...legacy.shape }),
  ]),
  /** As of `fees`, of this very transaction. */
  extraFeeWei,
});
