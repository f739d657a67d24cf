// Layer 1's terms: which client programs there are, and what each may do (S2 §4.2, ClientPermissions).
import { timeMsSchema, z } from './schema.ts';

/** What a client can be permitted: S2's `Operation`. Every command of the table belongs to exactly one. */
export const OPERATIONS = [
  'Authenticate',
  'AssessPayment',
  'ViewWalletAddress',
  'ViewTransactionHistory',
  'ManageHistory',
  'ViewSecurity',
  'ManageAccount',
  'ManageUsers',
  'ManageClients',
  'ManagePolicy',
  'ManageWallets',
  'ExportWallet',
  'ManageBindings',
  'SignTransaction',
  'SignMessage',
] as const;
export type Operation = (typeof OPERATIONS)[number];

const minuteOfDay = z.number().int().min(0).max(1_440);

/** Days and minutes of the day in one IANA time zone; ISO 8601 week days, Monday is 1. */
export const timeWindowSchema = z
  .strictObject({
    timeZone: z.string().max(64).refine(isTimeZone),
    weekDays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    /** From this minute on, and before that one. */
    fromMinute: minuteOfDay,
    toMinute: minuteOfDay,
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute);
export type TimeWindow = z.output<typeof timeWindowSchema>;

/** IPv4 or IPv6 in CIDR form; judged in full where it is used. */
const cidrSchema = z.string().regex(/^[0-9a-fA-F:.]{2,45}\/[0-9]{1,3}$/);

export const clientPermissionsSchema = z.strictObject({
  allowedOperations: z.array(z.enum(OPERATIONS)).max(OPERATIONS.length),
  accessTimeWindow: timeWindowSchema.optional(),
  /** One of the machine's addresses, as the driver names them, must lie in one of these. */
  ipRestrictions: z.array(cidrSchema).min(1).max(16).optional(),
  /** A token bucket: `requests` at once, refilled evenly over `perMs`. */
  rateLimit: z.strictObject({
    requests: z.number().int().min(1).max(1_000_000),
    perMs: z.number().int().min(1_000).max(86_400_000),
  }),
});
export type ClientPermissions = z.output<typeof clientPermissionsSchema>;

export const CLIENT_PRESETS = ['wallet', 'read-only'] as const;
export type ClientPreset = (typeof CLIENT_PRESETS)[number];

/** Permissions to begin with. `timeZone` is the zone whose business hours count for the read-only client. */
export function presetPermissions(preset: ClientPreset, timeZone: string): ClientPermissions {
  if (preset === 'wallet') {
    return { allowedOperations: [...OPERATIONS], rateLimit: { requests: 600, perMs: 60_000 } };
  }
  return {
    allowedOperations: ['Authenticate', 'ViewWalletAddress', 'ViewTransactionHistory'],
    accessTimeWindow: { timeZone, weekDays: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 18 * 60 },
    ipRestrictions: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
    rateLimit: { requests: 100, perMs: 60_000 },
  };
}

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
/** SM3 of the client's certificate (its SM2 public key), hex: also the client's id. */
export const clientIdSchema = hexDigest.brand<'ClientId'>();
export type ClientId = z.output<typeof clientIdSchema>;

export const clientNameSchema = z.string().min(1).max(64);

/** S2's ClientIdentity, as lists show it. */
export const clientSummarySchema = z.strictObject({
  clientId: clientIdSchema,
  name: clientNameSchema,
  binaryHash: hexDigest,
  permissions: clientPermissionsSchema,
  registeredAtMs: timeMsSchema,
  revokedAtMs: timeMsSchema.optional(),
  /** The client that asks. */
  current: z.boolean(),
});

export { hexDigest as hexDigestSchema };

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
