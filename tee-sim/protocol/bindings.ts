// Layer 3's terms: who may do what with which wallet (S2 §4.4), and the limits on what leaves it.
import { userIdSchema } from './factors.ts';
import { addressSchema, chainIdSchema, weiSchema } from './payment.ts';
import { nameSchema, timeMsSchema, z } from './schema.ts';

/** 16 bytes chosen by the TEE. */
export const walletIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)
  .brand<'WalletId'>();
export type WalletId = z.output<typeof walletIdSchema>;

export const walletNameSchema = nameSchema;

export const BINDING_TYPES = ['Owner', 'Authorized', 'Guardian'] as const;
export type BindingType = (typeof BINDING_TYPES)[number];

/** READ: see it; SIGN: pay from it; MANAGE: bindings and limits; APPROVE: a guardian's say. */
export const WALLET_PERMISSIONS = ['READ', 'SIGN', 'MANAGE', 'APPROVE'] as const;
export type WalletPermission = (typeof WALLET_PERMISSIONS)[number];

/** What a type may be given at most: guardians see and approve, they cannot sign; only owners manage. */
export const PERMISSIONS_OF: Readonly<Record<BindingType, readonly WalletPermission[]>> = {
  Owner: ['READ', 'SIGN', 'MANAGE'],
  Authorized: ['READ', 'SIGN'],
  Guardian: ['READ', 'APPROVE'],
};

/** The chain's own coin, or an ERC-20 contract. */
export const assetSchema = z.union([z.literal('native'), addressSchema]);
export type Asset = z.output<typeof assetSchema>;

/** In base units. */
export const limitSchema = z.strictObject({
  chainId: chainIdSchema,
  asset: assetSchema,
  perTransaction: weiSchema,
  /** Over any 24 h of the TEE's own running time. */
  perDay: weiSchema,
});
export type Limit = z.output<typeof limitSchema>;

/** As stored and sent in JSON: amounts are decimal text. */
export type LimitInput = z.input<typeof limitSchema>;

/** One for each chain and asset at most. */
export const limitsSchema = z
  .array(limitSchema)
  .max(64)
  .refine(
    (limits) => new Set(limits.map(({ chainId, asset }) => `${chainId}/${asset}`)).size === limits.length,
  );

export const bindingTermsSchema = z
  .strictObject({
    type: z.enum(BINDING_TYPES),
    permissions: z.array(z.enum(WALLET_PERMISSIONS)).min(1).max(WALLET_PERMISSIONS.length),
    /** Absent: unlimited. Present: what is not listed cannot be paid at all. */
    limits: limitsSchema.optional(),
    /** The binding ends then, by the later of TEE and wall time. */
    expiresAtMs: timeMsSchema.optional(),
  })
  .refine(({ type, permissions }) => permissions.every((p) => PERMISSIONS_OF[type].includes(p)));
export type BindingTermsInput = z.input<typeof bindingTermsSchema>;
export type BindingTerms = z.output<typeof bindingTermsSchema>;

/** Of a limit: what the last 24 h already took, in base units. */
const usageSchema = z.strictObject({ chainId: chainIdSchema, asset: z.string(), usedToday: z.string() });

export const bindingSummarySchema = z.strictObject({
  userId: userIdSchema,
  userName: z.string(),
  /** JSON text of `bindingTermsSchema`'s input form. */
  terms: z.unknown(),
  createdAtMs: timeMsSchema,
  usage: z.array(usageSchema),
});
export type BindingSummary = z.output<typeof bindingSummarySchema>;
