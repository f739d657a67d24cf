// What a person is shown of each thing that can be signed. Pure and offline; the token book is the caller's.

import { bytesToHex } from '../protocol/bytes.ts';
import type { Decoded, DecodedFlag, Party } from '../protocol/decoded.ts';
import type { Address } from '../protocol/payment.ts';
import { type AbiValue, abiFunction, decodeArguments } from './abi.ts';
import { authorityOf } from './authorization.ts';
import { decodeCall } from './decode-call.ts';
import { type TokenBook, ZERO_ADDRESS } from './decoded.ts';
import { readableMessage } from './personal-message.ts';
import type { Authorization, Transaction } from './transaction.ts';
import {
  isKnownEntryPoint,
  maxUserOperationFeeWei,
  type UserOperation,
  type UserOperationTarget,
} from './user-operation.ts';

/** One whole coin, whatever the chain. */
const ABSURD_FEE_WEI = 10n ** 18n;
/** So many times what is sent, … */
const ABSURD_FEE_TIMES = 10n;
/** … where less than this counts as this: a small amount may well cost more than itself. A hundredth of a coin. */
const SMALL_VALUE_WEI = 10n ** 16n;

const EXECUTE = abiFunction('execute(address,uint256,bytes)');
const EXECUTE_LISTS = abiFunction('executeBatch(address[],uint256[],bytes[])');
const EXECUTE_CALLS = abiFunction('executeBatch((address,uint256,bytes)[])');

/** gasLimit × the highest price that the transaction agrees to, in wei. */
export function maxFeeWei(transaction: Transaction): bigint {
  const isPriced = transaction.type === 'legacy' || transaction.type === 'eip2930';
  return transaction.gasLimit * (isPriced ? transaction.gasPriceWei : transaction.maxFeePerGasWei);
}

/**
 * A transaction of `from`. EIP-7702: its call and every authorization are `inner`.
 * @throws BAD_FORMAT transaction-format when an authorization's signature recovers nobody
 */
export function decodeTransaction(transaction: Transaction, from: Address, tokens: TokenBook): Decoded {
  const { chainId, to, valueWei, data } = transaction;
  const feeFlags = flagsOfFee(maxFeeWei(transaction), valueWei);
  if (to === null) {
    const flags: DecodedFlag[] = ['blind', 'contract-creation', ...feeFlags];
    const amounts = valueWei === 0n ? [] : [{ asset: 'native' as const, amount: valueWei, unlimited: false }];
    return { kind: 'contract-creation', chainId, parties: [], amounts, flags, inner: [] };
  }
  const call = decodeCall({ chainId, from, to, valueWei, data }, tokens);
  if (transaction.type !== 'eip7702') return { ...call, flags: [...call.flags, ...feeFlags] };
  const delegations = transaction.authorizationList.map((signed) =>
    decodeAuthorization(signed, authorityOf(signed)),
  );
  const flags: DecodedFlag[] = ['blind', 'delegation', ...feeFlags];
  return { kind: 'delegation', chainId, parties: [], amounts: [], flags, inner: [call, ...delegations] };
}

/** EIP-7702: `authority`'s account will run the delegate's code; the zero address takes that back. */
export function decodeAuthorization({ chainId, address }: Authorization, authority: Address): Decoded {
  const parties: Party[] = [
    { role: 'authority', address: authority },
    { role: 'delegate', address },
  ];
  const flags: DecodedFlag[] = ['blind', 'delegation'];
  if (address === ZERO_ADDRESS) flags.push('zero-address');
  return { kind: 'delegation', chainId, parties, amounts: [], flags, inner: [] };
}

/** EIP-191: clear when a person can read it; of 32 bytes nobody can tell what they are the hash of. */
export function decodeMessage(message: Uint8Array): Decoded {
  const text = readableMessage(message);
  const flags: DecodedFlag[] = text === undefined ? ['blind'] : [];
  if (message.length === 32) flags.push('hash-like-message');
  const base = { kind: 'message', parties: [], amounts: [], flags, inner: [] } as const;
  return text === undefined ? base : { ...base, text };
}

/**
 * ERC-4337: the calls of the reference accounts' `execute` and `executeBatch`, at a known EntryPoint only.
 * A factory or a delegation brings code that nobody has seen: blind.
 */
export function decodeUserOperation(
  operation: UserOperation,
  target: UserOperationTarget,
  tokens: TokenBook,
): Decoded {
  const { chainId, entryPoint } = target;
  const parties: Party[] = [
    { role: 'account', address: operation.sender },
    { role: 'entry-point', address: entryPoint },
  ];
  if (operation.paymaster !== undefined) {
    parties.push({ role: 'paymaster', address: operation.paymaster.address });
  }
  const calls = innerCalls(operation.callData);
  const valueWei = (calls ?? []).reduce((sum, call) => sum + call.valueWei, 0n);
  const flags = new Set<DecodedFlag>(flagsOfFee(maxUserOperationFeeWei(operation), valueWei));
  if (!isKnownEntryPoint(target)) flags.add('blind').add('unknown-entry-point');
  if (operation.factory !== undefined) flags.add('blind').add('account-deployment');
  if (operation.delegation !== undefined) {
    flags.add('blind').add('delegation');
    parties.push({ role: 'delegate', address: operation.delegation.address });
  }
  if (calls === undefined) flags.add('blind');
  const inner = (calls ?? []).map((call) => decodeCall({ chainId, from: operation.sender, ...call }, tokens));
  return { kind: 'user-operation', chainId, parties, amounts: [], flags: [...flags], inner };
}

/** A whole coin or more, or, where coins are sent, more than ten times as many (and more than a tenth of a coin). */
function flagsOfFee(feeWei: bigint, valueWei: bigint): readonly DecodedFlag[] {
  const basis = valueWei > SMALL_VALUE_WEI ? valueWei : SMALL_VALUE_WEI;
  const isManyTimes = valueWei > 0n && feeWei > ABSURD_FEE_TIMES * basis;
  return feeWei >= ABSURD_FEE_WEI || isManyTimes ? ['absurd-fee'] : [];
}

interface InnerCall {
  readonly to: Address;
  readonly valueWei: bigint;
  readonly data: Uint8Array;
}

/** `undefined`: not one of the three forms, or not canonically encoded. */
function innerCalls(callData: Uint8Array): readonly InnerCall[] | undefined {
  const selector = bytesToHex(callData.subarray(0, 4));
  const rest = callData.subarray(4);
  if (selector === EXECUTE.selector) {
    const values = decodeArguments(EXECUTE.inputs, rest);
    return values && [innerCall(values)];
  }
  if (selector === EXECUTE_CALLS.selector) {
    const values = decodeArguments(EXECUTE_CALLS.inputs, rest);
    return values && listOf(values[0]).map((call) => innerCall(listOf(call)));
  }
  const values =
    selector === EXECUTE_LISTS.selector ? decodeArguments(EXECUTE_LISTS.inputs, rest) : undefined;
  if (values === undefined) return undefined;
  const [targets, amounts, datas] = values.map(listOf);
  // v0.7's SimpleAccount reads no amounts as all zero.
  const count = targets?.length;
  if (datas?.length !== count || (amounts?.length !== 0 && amounts?.length !== count)) return undefined;
  return targets?.map((to, i) => innerCall([to, amounts?.[i] ?? 0n, datas?.[i] ?? new Uint8Array(0)]));
}

function innerCall([to, value, data]: readonly AbiValue[]): InnerCall {
  return { to: to as Address, valueWei: value as bigint, data: data as Uint8Array };
}

function listOf(value: AbiValue | undefined): readonly AbiValue[] {
  return Array.isArray(value) ? (value as readonly AbiValue[]) : [];
}
