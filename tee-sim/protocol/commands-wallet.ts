// Commands over wallets, their accounts, and the address book. Phrases and keys travel beside the JSON, both ways.
import { walletIdSchema, walletNameSchema } from './bindings.ts';
import { command } from './command-spec.ts';
import { addressSchema } from './payment.ts';
import { z } from './schema.ts';
import {
  accountIndexSchema,
  accountNameSchema,
  accountSchema,
  CHECKED_WORDS,
  contactNameSchema,
  contactSchema,
  PASSPHRASE_BYTES,
  PHRASE_BYTES,
  walletSummarySchema,
} from './wallets.ts';

const NoParams = z.strictObject({});

const ofWallet = z.strictObject({ walletId: walletIdSchema });
const ofAccount = ofWallet.extend({ account: accountIndexSchema });

const newWallets = { operation: 'ManageWallets', subject: { kind: 'user' }, level: 'Standard' } as const;
const manage = {
  operation: 'ManageWallets',
  subject: { kind: 'wallet', permission: 'MANAGE' },
  level: 'Standard',
} as const;
const owned = { operation: 'ManageWallets', subject: { kind: 'wallet-owner' }, level: 'Maximum' } as const;
const viewAddress = { operation: 'ViewWalletAddress', subject: { kind: 'user' }, level: 'Standard' } as const;
const contacts = { operation: 'ManageAccount', subject: { kind: 'user' }, level: 'Standard' } as const;

const created = z.strictObject({ walletId: walletIdSchema, account: accountSchema });

export const walletCommands = {
  /** Draws a phrase and keeps it for this session, in memory only, for 15 minutes. Asked again, it draws anew. */
  PREPARE_WALLET: command(newWallets, {
    params: z.strictObject({ words: z.union([z.literal(12), z.literal(24)]) }),
    result: z.strictObject({ wordsToCheck: z.array(z.number().int().min(0).max(23)).length(CHECKED_WORDS) }),
    /** ASCII, words parted by one space. */
    answerSecrets: { phrase: PHRASE_BYTES },
  }),
  /** The prepared phrase as a wallet, with its first account; the user who makes it is its owner. */
  CREATE_WALLET: command(newWallets, {
    changesState: true,
    /** BIP-39's, UTF-8; empty for none. */
    secrets: { passphrase: PASSPHRASE_BYTES },
    params: z.strictObject({
      name: walletNameSchema,
      /** The words at `wordsToCheck`, in that order: proof that they were written down. */
      checkedWords: z.array(z.string().max(16)).length(CHECKED_WORDS),
    }),
    result: created,
  }),
  IMPORT_PHRASE: command(newWallets, {
    changesState: true,
    secrets: { phrase: PHRASE_BYTES, passphrase: PASSPHRASE_BYTES },
    params: z.strictObject({ name: walletNameSchema }),
    result: created,
  }),
  IMPORT_KEY: command(newWallets, {
    changesState: true,
    secrets: { privateKey: 32 },
    params: z.strictObject({ name: walletNameSchema }),
    result: created,
  }),
  /**
   * Begins to open a keystore file (Web3 Secret Storage v3), which takes seconds; the TEE answers others meanwhile.
   * One a session: a new one ends the one before.
   */
  OPEN_KEYSTORE: command(newWallets, {
    secrets: { password: PASSPHRASE_BYTES },
    params: z.strictObject({ file: z.string().min(2).max(16_384) }),
    result: NoParams,
  }),
  /** How far it is. Once `opened`, IMPORT_KEYSTORE takes it; 15 minutes after it was begun it is forgotten. */
  GET_KEYSTORE: command(newWallets, {
    params: NoParams,
    result: z.discriminatedUnion('state', [
      z.strictObject({ state: z.literal('none') }),
      z.strictObject({ state: z.literal('opening'), fraction: z.number().min(0).max(1) }),
      z.strictObject({ state: z.literal('opened'), address: addressSchema }),
      z.strictObject({
        state: z.literal('failed'),
        reason: z.enum(['wrong-password', 'damaged', 'other-address']),
      }),
    ]),
  }),
  /** Ends the opening, or forgets what was opened. */
  CANCEL_KEYSTORE: command(newWallets, { params: NoParams, result: NoParams }),
  IMPORT_KEYSTORE: command(newWallets, {
    changesState: true,
    params: z.strictObject({ name: walletNameSchema }),
    result: created,
  }),

  /** Every wallet that the user is bound to and may READ. */
  LIST_WALLETS: command(viewAddress, {
    params: NoParams,
    result: z.strictObject({
      wallets: z.array(walletSummarySchema),
      /** Those whose record does not hold: nothing of one can be told, and nothing is signed with it. */
      damaged: z.array(walletIdSchema),
      /** False when a binding of the device does not hold: whose, nobody can tell. */
      isAccessWhole: z.boolean(),
    }),
  }),
  /** S2's ViewAddress. */
  GET_WALLET: command(
    { operation: 'ViewWalletAddress', subject: { kind: 'wallet', permission: 'READ' }, level: 'Standard' },
    {
      params: ofWallet,
      result: z.strictObject({ wallet: walletSummarySchema, accounts: z.array(accountSchema) }),
    },
  ),
  /** The next so many accounts of a phrase. */
  DERIVE_ACCOUNTS: command(manage, {
    changesState: true,
    params: ofWallet.extend({ count: z.number().int().min(1).max(100) }),
    result: z.strictObject({
      accounts: z.array(accountSchema),
      /** Left out, because the owner has them as wallets of their own. */
      elsewhere: z.array(accountSchema),
    }),
  }),
  RENAME_WALLET: command(manage, {
    changesState: true,
    params: ofWallet.extend({ name: walletNameSchema }),
    result: NoParams,
  }),
  RENAME_ACCOUNT: command(manage, {
    changesState: true,
    params: ofAccount.extend({ name: accountNameSchema }),
    result: NoParams,
  }),
  /** The phrase, or the private key of one account: whoever has it has the wallet. */
  EXPORT_PHRASE: command(
    { ...owned, operation: 'ExportWallet' },
    {
      changesState: true,
      keepsResult: false,
      params: ofWallet,
      result: z.strictObject({ hasPassphrase: z.boolean() }),
      answerSecrets: { phrase: PHRASE_BYTES },
    },
  ),
  EXPORT_KEY: command(
    { ...owned, operation: 'ExportWallet' },
    {
      changesState: true,
      keepsResult: false,
      params: ofAccount,
      result: z.strictObject({ address: addressSchema }),
      answerSecrets: { privateKey: 32 },
    },
  ),
  /** S2's DeleteWallet: with every binding to it. Without a backup it is gone for good. */
  DELETE_WALLET: command(owned, { changesState: true, params: ofWallet, result: NoParams }),

  LIST_CONTACTS: command(contacts, {
    params: NoParams,
    result: z.strictObject({ contacts: z.array(contactSchema) }),
  }),
  /** New, or under another name. Paying it is no safer for that; what only looks like it counts as its imitation. */
  PUT_CONTACT: command(contacts, {
    changesState: true,
    params: z.strictObject({ address: addressSchema, name: contactNameSchema }),
    result: NoParams,
  }),
  REMOVE_CONTACT: command(contacts, {
    changesState: true,
    params: z.strictObject({ address: addressSchema }),
    result: NoParams,
  }),
} as const;
