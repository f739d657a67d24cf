// The trace of the four layers of authorization (S2 §4.1): every check that was made for one request, in order.
// Must never show what the caller may not know: no secrets, no distances, nothing of another's wallet.
import { z } from './schema.ts';

/** Every check that a trace may name, by layer; a client has a sentence for each. */
export const CHECKS = {
  1: ['client-registered', 'binary-hash', 'operation-allowed', 'access-time', 'address-range', 'rate-limit'],
  2: ['session', 'logged-in', 'lock-out', 'factors'],
  3: ['role', 'wallet-binding', 'binding-expiry', 'permission', 'transaction-limit', 'daily-limit'],
  4: ['risk-score', 'fraud-indicators', 'payload-digest', 'required-level'],
} as const;

export type Layer = keyof typeof CHECKS;
export type Check = (typeof CHECKS)[Layer][number];

export const LAYERS = [1, 2, 3, 4] as const;

export const layerSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

const allChecks = Object.values(CHECKS).flat() as unknown as [Check, ...Check[]];

export const traceEntrySchema = z.strictObject({
  layer: layerSchema,
  check: z.enum(allChecks),
  outcome: z.enum(['pass', 'deny', 'not-reached']),
  /** What would pass, and what was found; absent where either would tell too much. */
  expected: z.string().max(256).optional(),
  actual: z.string().max(256).optional(),
  durationUs: z.number().int().min(0),
});
export type TraceEntry = z.output<typeof traceEntrySchema>;

export const traceSchema = z.array(traceEntrySchema).max(32);
export type Trace = z.output<typeof traceSchema>;
