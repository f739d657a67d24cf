// Ethereum's things as a client sends them: one text for each value, decimal digits for numbers, lower-case hex for
// bytes. Amounts and fees in wei, gas in units.
import { hexToBytes } from './bytes.ts';
import { addressSchema, chainIdSchema, weiSchema } from './payment.ts';
import { z } from './schema.ts';

/** Decimal digits, no sign, no leading zero, below 2^bits, of 512 bits at most; parses to `bigint`. */
export function uintSchema(bits: number): z.ZodType<bigint, string> {
  return z
    .string()
    .regex(/^(0|[1-9][0-9]{0,154})$/)
    .transform((text) => BigInt(text))
    .refine((value) => value >> BigInt(bits) === 0n);
}

/** `0x` and lower-case hex of `min` to `max` bytes; parses to the bytes. */
export function hexSchema(min: number, max = min): z.ZodType<Uint8Array, string> {
  return z
    .string()
    .max(2 * max + 2)
    .regex(/^0x([0-9a-f]{2})*$/)
    .transform((text) => hexToBytes(text.slice(2)))
    .refine((value) => value.length >= min && value.length <= max);
}

/** EIP-2681: below 2⁶⁴−1. */
export const nonceSchema = uintSchema(64).refine((value) => value < 2n ** 64n - 1n);

/** Of a transaction, a call or a message: no more is signed. */
export const MAX_DATA_BYTES = 131_072;
const data = hexSchema(0, MAX_DATA_BYTES);

const accessListSchema = z
  .array(z.strictObject({ address: addressSchema, storageKeys: z.array(hexSchema(32)).max(1024) }))
  .max(256);

const common = { chainId: chainIdSchema, nonce: nonceSchema, gasLimit: uintSchema(64), valueWei: weiSchema };
const payload = { to: addressSchema.nullable(), data };

/**
 * A transaction as a form sends it; `to` of `null` creates a contract. Signed authorizations come only inside
 * unsigned bytes, so EIP-7702 has no form.
 */
export const transactionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('legacy'), ...common, ...payload, gasPriceWei: weiSchema }),
  z.strictObject({
    type: z.literal('eip2930'),
    ...common,
    ...payload,
    gasPriceWei: weiSchema,
    accessList: accessListSchema,
  }),
  z
    .strictObject({
      type: z.literal('eip1559'),
      ...common,
      ...payload,
      maxFeePerGasWei: weiSchema,
      maxPriorityFeePerGasWei: weiSchema,
      accessList: accessListSchema,
    })
    .refine((fees) => fees.maxPriorityFeePerGasWei <= fees.maxFeePerGasWei),
]);
export type TransactionInput = z.input<typeof transactionSchema>;

/** EIP-7702: "let my account run this code". `nonce` is the authority's own. */
export const authorizationSchema = z.strictObject({
  chainId: chainIdSchema,
  address: addressSchema,
  nonce: nonceSchema,
});

const uint128 = uintSchema(128);
const codeSource = z.strictObject({ address: addressSchema, data });

/** ERC-4337, v0.7 and later, unpacked. */
export const userOperationSchema = z
  .strictObject({
    sender: addressSchema,
    nonce: uintSchema(256),
    factory: codeSource.optional(),
    delegation: codeSource.optional(),
    callData: data,
    callGasLimit: uint128,
    verificationGasLimit: uint128,
    preVerificationGas: uintSchema(256),
    maxFeePerGasWei: uint128,
    maxPriorityFeePerGasWei: uint128,
    paymaster: z
      .strictObject({ address: addressSchema, verificationGasLimit: uint128, postOpGasLimit: uint128, data })
      .optional(),
  })
  .refine((fees) => fees.maxPriorityFeePerGasWei <= fees.maxFeePerGasWei);
export type UserOperationInput = z.input<typeof userOperationSchema>;

export const userOperationTargetSchema = z.strictObject({
  chainId: chainIdSchema,
  entryPoint: addressSchema,
  version: z.enum(['0.7', '0.8', '0.9']),
});

/** What a message to sign is: EIP-191 text or bytes, or EIP-712 typed data as JSON text. */
export const messageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(MAX_DATA_BYTES) }),
  z.strictObject({ kind: z.literal('bytes'), bytes: hexSchema(1, MAX_DATA_BYTES) }),
  z.strictObject({ kind: z.literal('typed-data'), json: z.string().max(262_144) }),
]);
export type MessageInput = z.input<typeof messageSchema>;
