// Signing in two steps: PREPARE answers what would be signed and asks nothing; SIGN signs exactly that, once.
import { walletIdSchema } from './bindings.ts';
import { command } from './command-spec.ts';
import {
  authorizationSchema,
  hexSchema,
  MAX_DATA_BYTES,
  messageSchema,
  transactionSchema,
  userOperationSchema,
  userOperationTargetSchema,
} from './ethereum.ts';
import { reviewIdSchema, reviewSchema, signatureSummarySchema, signedSchema } from './review.ts';
import { z } from './schema.ts';
import { accountIndexSchema } from './wallets.ts';

const signer = { walletId: walletIdSchema, account: accountIndexSchema };
/** A person's own words; never signed. */
const note = z.string().max(256);

const prepare = {
  operation: 'SignTransaction',
  subject: { kind: 'wallet', permission: 'SIGN' },
  level: 'Standard',
} as const;
const sign = { ...prepare, level: 'by-risk' } as const;
const prepared = { changesState: true, keepsResult: false, features: true, result: reviewSchema } as const;
const history = {
  operation: 'ViewTransactionHistory',
  subject: { kind: 'wallet', permission: 'READ' },
  level: 'Standard',
} as const;

const signing = {
  changesState: true,
  params: z.strictObject({ walletId: walletIdSchema, reviewId: reviewIdSchema }),
  result: signedSchema,
} as const;

export const signingCommands = {
  /** Legacy (EIP-155), EIP-2930 or EIP-1559 from a form, or any type, EIP-7702 too, as unsigned bytes. */
  PREPARE_TRANSACTION: command(prepare, {
    ...prepared,
    params: z.strictObject({
      ...signer,
      transaction: z.union([
        transactionSchema,
        z.strictObject({ unsigned: hexSchema(1, 2 * MAX_DATA_BYTES) }),
      ]),
      note: note.optional(),
    }),
  }),
  /** ERC-4337, v0.7 and later. */
  PREPARE_USER_OPERATION: command(prepare, {
    ...prepared,
    params: z.strictObject({
      ...signer,
      target: userOperationTargetSchema,
      userOperation: userOperationSchema,
      note: note.optional(),
    }),
  }),
  /** An EIP-7702 authorization: the account will run somebody's code. */
  PREPARE_DELEGATION: command(prepare, {
    ...prepared,
    params: z.strictObject({ ...signer, authorization: authorizationSchema, note: note.optional() }),
  }),
  /** EIP-191 or EIP-712. */
  PREPARE_MESSAGE: command(
    { ...prepare, operation: 'SignMessage' },
    { ...prepared, params: z.strictObject({ ...signer, message: messageSchema, note: note.optional() }) },
  ),
  /** Of a transaction, UserOperation or delegation. */
  SIGN_TRANSACTION: command(sign, signing),
  SIGN_MESSAGE: command({ ...sign, operation: 'SignMessage' }, signing),
  /** Newest first, the numbers below `before`. */
  LIST_SIGNATURES: command(history, {
    params: z.strictObject({
      walletId: walletIdSchema,
      before: z.number().int().min(1).optional(),
      limit: z.number().int().min(1).max(100),
    }),
    result: z.strictObject({ signatures: z.array(signatureSummarySchema), total: z.number().int().min(0) }),
  }),
  /** One of them with its bytes. */
  GET_SIGNATURE: command(history, {
    params: z.strictObject({ walletId: walletIdSchema, number: z.number().int().min(1) }),
    result: z.strictObject({ summary: signatureSummarySchema, signed: signedSchema }),
  }),
} as const;
