// What is written down about one broadcast: enough to send the very same bytes again, and to find them by their hash.
import {
  hashSchema,
  networkProblemSchema,
  TRANSACTION_STATES,
  type TrackedInput,
} from '../../preload/networks.ts';
import { addressSchema, chainIdSchema } from '../../tee-sim/protocol/payment.ts';
import { timeMsSchema, z } from '../../tee-sim/protocol/schema.ts';

const decimal = z.string().regex(/^(0|[1-9][0-9]{0,154})$/);
const count = z.number().int().min(0);

export const journalEntrySchema = z.strictObject({
  kind: z.enum(['transaction', 'user-operation']),
  hash: hashSchema,
  chainId: chainIdSchema,
  account: addressSchema,
  nonce: decimal,
  to: addressSchema.nullable(),
  valueWei: decimal,
  state: z.enum(TRANSACTION_STATES),
  failure: z.enum(['reverted', 'rejected']).optional(),
  createdAtMs: timeMsSchema,
  updatedAtMs: timeMsSchema,
  checkedAtMs: timeMsSchema.optional(),
  block: z.strictObject({ number: decimal, hash: hashSchema }).optional(),
  confirmations: count,
  confirmationsNeeded: count.min(1),
  settled: z.boolean(),
  reorganizations: count,
  gasUsed: decimal.optional(),
  feeWei: decimal.optional(),
  highestFeeWei: decimal.optional(),
  tokenAmount: decimal.optional(),
  replacedBy: hashSchema.optional(),
  /** The block at which its nonce was first seen used by another. */
  replacedAtBlock: decimal.optional(),
  carriedBy: hashSchema.optional(),
  problem: networkProblemSchema.optional(),
  /** Something that was seen, and is believed only when it is seen again. */
  doubt: z
    .strictObject({ about: z.enum(['used', 'missing']), times: count, sinceMs: timeMsSchema })
    .optional(),
  /** What is sent; gone once it is settled. */
  payload: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('gone') }),
    z.strictObject({ kind: z.literal('raw'), raw: z.string().regex(/^0x([0-9a-f]{2})+$/) }),
    z.strictObject({
      kind: z.literal('operation'),
      operation: z.record(z.string(), z.string()),
      entryPoint: addressSchema,
    }),
  ]),
});
export type JournalEntry = z.output<typeof journalEntrySchema>;

/** As the contract shows it. */
export function viewOf(entry: JournalEntry): TrackedInput {
  const { payload: _payload, doubt: _doubt, replacedAtBlock: _at, updatedAtMs: _updated, ...view } = entry;
  return view;
}

/** On its way, or nobody knows: no other transaction should take its nonce. */
export function holdsNonce({ state, kind }: JournalEntry): boolean {
  return kind === 'transaction' && ['prepared', 'broadcasting', 'pending', 'unknown'].includes(state);
}

/** Changes every few seconds and is not worth a write. */
export function isMaterial(before: JournalEntry | undefined, after: JournalEntry): boolean {
  const core = ({
    checkedAtMs: _c,
    confirmations: _n,
    problem: _p,
    updatedAtMs: _u,
    ...rest
  }: JournalEntry) => rest;
  return before === undefined || JSON.stringify(core(before)) !== JSON.stringify(core(after));
}
