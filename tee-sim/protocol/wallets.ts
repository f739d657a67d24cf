// Wallets as lists show them: a phrase or one key, and the accounts that come from it.
import { bindingSummarySchema, walletIdSchema } from './bindings.ts';
import { addressSchema } from './payment.ts';
import { nameSchema, timeMsSchema, z } from './schema.ts';

/** A wallet holds so many accounts at most. */
export const MAX_ACCOUNTS = 1_000;

/** A person owns so many wallets at most, and so many accounts in all of them: each payment is compared with them. */
export const MAX_OWNED_WALLETS = 100;
export const MAX_OWNED_ACCOUNTS = 5_000;

/** The last part of m/44'/60'/0'/0/i; 0 for the one account of a single key. */
export const accountIndexSchema = z
  .number()
  .int()
  .min(0)
  .max(MAX_ACCOUNTS - 1);

export const accountNameSchema = nameSchema;

export const accountSchema = z.strictObject({
  index: accountIndexSchema,
  address: addressSchema,
  /** Absent until somebody gives it one. */
  name: z.string().optional(),
});
export type Account = z.output<typeof accountSchema>;

/** `phrase`: BIP-39, any number of accounts. `key`: one private key, one account. */
export const WALLET_SOURCES = ['phrase', 'key'] as const;
export type WalletSource = (typeof WALLET_SOURCES)[number];

export const walletSummarySchema = z.strictObject({
  walletId: walletIdSchema,
  name: z.string(),
  source: z.enum(WALLET_SOURCES),
  /** Made here, or brought from elsewhere, where others may know its keys. */
  imported: z.boolean(),
  createdAtMs: timeMsSchema,
  accounts: z.number().int().min(1).max(MAX_ACCOUNTS),
  /** The account with the lowest index. */
  firstAccount: accountSchema,
  /** The asking user's own binding. */
  binding: bindingSummarySchema,
});
export type WalletSummary = z.output<typeof walletSummarySchema>;

/** Of a backup check: places among the words, counted from 0, in rising order. */
export const CHECKED_WORDS = 3;
export const PHRASE_BYTES = [1, 1_024] as const;
export const PASSPHRASE_BYTES = [0, 1_024] as const;

export const contactNameSchema = nameSchema;

/** An address that a person gave a name, with what the TEE saw of it. */
export const contactSchema = z.strictObject({
  address: addressSchema,
  name: contactNameSchema,
  addedAtMs: timeMsSchema,
  /** Absent while nothing was ever paid to it. */
  firstSeenMs: timeMsSchema.optional(),
  payments: z.number().int().min(0),
});
export type Contact = z.output<typeof contactSchema>;
