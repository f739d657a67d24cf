// What is asked of nodes and bundlers, method by method, each with the form its answer must have.

import { hashSchema } from '../../preload/networks.ts';
import { type Address, addressSchema, chainIdSchema } from '../../tee-sim/protocol/payment.ts';
import { z } from '../../tee-sim/protocol/schema.ts';
import type { RpcCall } from './json-rpc.ts';

export type BlockTag = bigint | 'latest' | 'pending';

/** `0x` and hex digits, below 2^bits. */
function quantity(bits: number): z.ZodType<bigint> {
  return z
    .string()
    .regex(/^0x[0-9a-fA-F]{1,64}$/)
    .transform((text) => BigInt(text))
    .refine((value) => value >> BigInt(bits) === 0n);
}

/** Bytes as lower-case hex text. */
function hexText(maxBytes: number) {
  return z
    .string()
    .max(2 * maxBytes + 2)
    .regex(/^0x([0-9a-fA-F]{2})*$/)
    .transform((text) => text.toLowerCase());
}

const hash = hexText(32).pipe(hashSchema);
const uint64 = quantity(64);
const uint256 = quantity(256);
export const dataResult = hexText(1_048_576);

export function toQuantity(value: bigint): string {
  return `0x${value.toString(16)}`;
}

function tagText(tag: BlockTag): string {
  return typeof tag === 'bigint' ? toQuantity(tag) : tag;
}

function rpcCall<T>(method: string, params: readonly unknown[], result: z.ZodType<T>): RpcCall<T> {
  return { method, params, result };
}

export const chainIdCall = rpcCall('eth_chainId', [], uint64.transform(Number).pipe(chainIdSchema));
export const headCall = rpcCall('eth_blockNumber', [], uint64);
export const gasPriceCall = rpcCall('eth_gasPrice', [], uint256);

const blockSchema = z.object({
  number: uint64,
  hash,
  /** In seconds; later is no date. */
  timestamp: uint64.refine((seconds) => seconds <= 8_640_000_000_000n),
  baseFeePerGas: uint256.optional(),
});
export type Block = z.output<typeof blockSchema>;

export function blockCall(tag: BlockTag): RpcCall<Block | null> {
  return rpcCall('eth_getBlockByNumber', [tagText(tag), false], blockSchema.nullable());
}

export function balanceCall(account: Address, tag: BlockTag): RpcCall<bigint> {
  return rpcCall('eth_getBalance', [account, tagText(tag)], uint256);
}

export function countCall(account: Address, tag: BlockTag): RpcCall<bigint> {
  return rpcCall('eth_getTransactionCount', [account, tagText(tag)], uint64);
}

/** `to` of `null` creates a contract. */
export interface CallParams {
  readonly from?: Address | undefined;
  readonly to: Address | null;
  readonly value?: bigint | undefined;
  readonly data: string;
}

function callParams({ from, to, value, data }: CallParams): object {
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(value === undefined ? {} : { value: toQuantity(value) }),
    ...(data === '0x' ? {} : { data }),
  };
}

export function ethCall(params: CallParams, tag: BlockTag): RpcCall<string> {
  return rpcCall('eth_call', [callParams(params), tagText(tag)], dataResult);
}

export function estimateGasCall(params: CallParams): RpcCall<bigint> {
  return rpcCall('eth_estimateGas', [callParams(params)], uint64);
}

const feeHistorySchema = z.object({
  baseFeePerGas: z.array(uint256).min(1).max(64),
  gasUsedRatio: z.array(z.number().min(0)).max(64),
  reward: z.array(z.array(uint256).max(8)).max(64).optional(),
});
export type FeeHistory = z.output<typeof feeHistorySchema>;

export function feeHistoryCall(blocks: number, percentiles: readonly number[]): RpcCall<FeeHistory> {
  const params = [toQuantity(BigInt(blocks)), 'latest', percentiles];
  return rpcCall('eth_feeHistory', params, feeHistorySchema);
}

const receiptSchema = z.object({
  transactionHash: hash,
  blockNumber: uint64,
  blockHash: hash,
  from: addressSchema,
  status: quantity(1).optional(),
  gasUsed: uint256,
  effectiveGasPrice: uint256.optional(),
  logs: z
    .array(z.object({ address: addressSchema, topics: z.array(hash).max(4), data: hexText(262_144) }))
    .max(4_096),
});
export type Receipt = z.output<typeof receiptSchema>;

export function receiptCall(transaction: string): RpcCall<Receipt | null> {
  return rpcCall('eth_getTransactionReceipt', [transaction], receiptSchema.nullable());
}

/** Whether the node knows it, mined or waiting; of another one it says nothing. */
export function knownCall(transaction: string): RpcCall<boolean> {
  const known = z
    .object({ hash })
    .nullable()
    .refine((found) => found === null || found.hash === transaction)
    .transform((found) => found !== null);
  return rpcCall('eth_getTransactionByHash', [transaction], known);
}

export function sendCall(raw: string): RpcCall<string> {
  return rpcCall('eth_sendRawTransaction', [raw], hash);
}

export function sendUserOperationCall(operation: object, entryPoint: Address): RpcCall<string> {
  return rpcCall('eth_sendUserOperation', [operation, entryPoint], hash);
}

/** Bundlers answer these as quantities. */
const estimateSchema = z.object({
  callGasLimit: quantity(128),
  verificationGasLimit: quantity(128),
  preVerificationGas: uint256,
  paymasterVerificationGasLimit: quantity(128).nullish(),
  paymasterPostOpGasLimit: quantity(128).nullish(),
});
export type UserOperationGas = z.output<typeof estimateSchema>;

export function estimateUserOperationCall(operation: object, entryPoint: Address): RpcCall<UserOperationGas> {
  return rpcCall('eth_estimateUserOperationGas', [operation, entryPoint], estimateSchema);
}

/** Only where to look: whether it is true, the node is asked. */
export function userOperationReceiptCall(operation: string): RpcCall<string | null> {
  const carrier = z
    .object({ userOpHash: hash, receipt: z.object({ transactionHash: hash }) })
    .nullable()
    .refine((found) => found === null || found.userOpHash === operation)
    .transform((found) => found?.receipt.transactionHash ?? null);
  return rpcCall('eth_getUserOperationReceipt', [operation], carrier);
}

export function userOperationKnownCall(operation: string): RpcCall<boolean> {
  const known = z
    .object({})
    .nullable()
    .transform((found) => found !== null);
  return rpcCall('eth_getUserOperationByHash', [operation], known);
}
