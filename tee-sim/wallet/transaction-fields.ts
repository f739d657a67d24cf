// Each transaction type as the list of fields that RLP carries, in the order of its EIP, and back.
import type { Address } from '../protocol/payment.ts';
import { chainIdSchema } from '../protocol/payment.ts';
import { checkSignature, type Signature } from './account-key.ts';
import { refuse } from './refuse.ts';
import type { RlpItem } from './rlp.ts';
import type { AccessListEntry, SignedAuthorization, Transaction } from './transaction.ts';
import {
  addressToBytes,
  bytesToAddress,
  checkUint,
  MAX_UINT64,
  minimalBytesToUint,
  uintToMinimalBytes,
} from './uint.ts';

const FORMAT = 'transaction-format';

/** EIP-2718 type bytes. */
export const TYPE_BYTES = { eip2930: 0x01, eip1559: 0x02, eip7702: 0x04 } as const;
export type TypedKind = keyof typeof TYPE_BYTES;

/** How many fields each has before the signature; of a legacy one, before EIP-155's three. */
export const FIELD_COUNTS = { legacy: 6, eip2930: 8, eip1559: 9, eip7702: 10 } as const;

/** The fields before the signature, without EIP-155's. @throws as `checkTransaction` */
export function fieldsOf(transaction: Transaction): RlpItem[] {
  checkTransaction(transaction);
  const { chainId, nonce, gasLimit, valueWei, data, to } = transaction;
  const target = to === null ? new Uint8Array(0) : addressToBytes(to);
  const start = [uint(BigInt(chainId)), uint(nonce)];
  const rest = [uint(gasLimit), target, uint(valueWei), data];
  switch (transaction.type) {
    case 'legacy':
      return [uint(nonce), uint(transaction.gasPriceWei), ...rest];
    case 'eip2930':
      return [...start, uint(transaction.gasPriceWei), ...rest, accessListItem(transaction.accessList)];
    case 'eip1559':
      return [...start, ...feeFields(transaction), ...rest, accessListItem(transaction.accessList)];
    case 'eip7702':
      return [
        ...start,
        ...feeFields(transaction),
        ...rest,
        accessListItem(transaction.accessList),
        transaction.authorizationList.map(authorizationItem),
      ];
  }
}

/** EIP-155: the six fields and the chain id, which stands elsewhere. @throws BAD_FORMAT transaction-format, not-canonical · BAD_PARAMETERS chain-id-missing */
export function readLegacy(fields: readonly RlpItem[], chainId: number): Transaction {
  const [nonce, gasPrice, gasLimit, to, value, data] = fields;
  return checkTransaction({
    type: 'legacy',
    chainId,
    nonce: readUint(nonce, 64),
    gasPriceWei: readUint(gasPrice, 256),
    gasLimit: readUint(gasLimit, 64),
    to: readTarget(to),
    valueWei: readUint(value, 256),
    data: readBytes(data),
  });
}

/** EIP-2930, EIP-1559, EIP-7702. @throws BAD_FORMAT transaction-format, not-canonical · BAD_PARAMETERS chain-id-missing */
export function readTyped(kind: TypedKind, fields: readonly RlpItem[]): Transaction {
  const at = kind === 'eip2930' ? 0 : 1;
  const base = {
    chainId: readChainId(fields[0]),
    nonce: readUint(fields[1], 64),
    gasLimit: readUint(fields[3 + at], 64),
    valueWei: readUint(fields[5 + at], 256),
    data: readBytes(fields[6 + at]),
    accessList: readList(fields[7 + at]).map(readAccessListEntry),
  };
  const to = readTarget(fields[4 + at]);
  if (kind === 'eip2930') {
    return checkTransaction({ type: kind, ...base, to, gasPriceWei: readUint(fields[2], 256) });
  }
  const fees = {
    maxPriorityFeePerGasWei: readUint(fields[2], 256),
    maxFeePerGasWei: readUint(fields[3], 256),
  };
  if (kind === 'eip1559') return checkTransaction({ type: kind, ...base, ...fees, to });
  const authorizationList = readList(fields[9]).map(readAuthorization);
  return checkTransaction({ type: kind, ...base, ...fees, to: to ?? refuse(FORMAT), authorizationList });
}

/** @throws BAD_PARAMETERS chain-id-missing when it is empty or zero · BAD_FORMAT transaction-format, not-canonical */
export function readChainId(item: RlpItem | undefined): number {
  return checkChainId(Number(readUint(item, 64)));
}

/** @throws BAD_PARAMETERS chain-id-missing for zero · BAD_FORMAT transaction-format for no integer or beyond EIP-2294's bound */
export function checkChainId(chainId: number): number {
  if (chainId === 0) refuse('chain-id-missing');
  const parsed = chainIdSchema.safeParse(chainId);
  return parsed.success ? parsed.data : refuse(FORMAT);
}

/** @throws BAD_FORMAT transaction-format, not-canonical unless 0/1, r and a low s */
export function readSignature(items: readonly RlpItem[]): Signature {
  const [yParity, r, s] = items;
  const parity = readUint(yParity, 8) === 0n ? 0 : readUint(yParity, 8) === 1n ? 1 : refuse(FORMAT);
  return checkSignature({ yParity: parity, r: readUint(r, 256), s: readUint(s, 256) });
}

export function signatureFields({ yParity, r, s }: Signature): RlpItem[] {
  return [uint(BigInt(yParity)), uint(r), uint(s)];
}

/** @throws BAD_FORMAT transaction-format on values out of range · BAD_PARAMETERS chain-id-missing */
function checkTransaction(transaction: Transaction): Transaction {
  checkChainId(transaction.chainId);
  if (checkUint(transaction.nonce, 64, FORMAT) === MAX_UINT64) refuse(FORMAT);
  checkUint(transaction.gasLimit, 64, FORMAT);
  checkUint(transaction.valueWei, 256, FORMAT);
  if (transaction.type === 'legacy' || transaction.type === 'eip2930') {
    checkUint(transaction.gasPriceWei, 256, FORMAT);
    return transaction;
  }
  // EIP-1559: the priority fee is part of the whole fee.
  if (
    checkUint(transaction.maxPriorityFeePerGasWei, 256, FORMAT) >
    checkUint(transaction.maxFeePerGasWei, 256, FORMAT)
  ) {
    refuse(FORMAT);
  }
  if (transaction.type === 'eip7702') checkAuthorizations(transaction);
  return transaction;
}

/** EIP-7702 wants at least one; one for another chain does nothing here and could be replayed there. */
function checkAuthorizations(transaction: Transaction & { type: 'eip7702' }): void {
  if (transaction.authorizationList.length === 0) refuse(FORMAT);
  for (const { chainId, nonce, signature } of transaction.authorizationList) {
    if (chainId !== transaction.chainId || checkUint(nonce, 64, FORMAT) === MAX_UINT64) refuse(FORMAT);
    checkSignature(signature);
  }
}

function feeFields(fees: { maxPriorityFeePerGasWei: bigint; maxFeePerGasWei: bigint }): RlpItem[] {
  return [uint(fees.maxPriorityFeePerGasWei), uint(fees.maxFeePerGasWei)];
}

function accessListItem(list: readonly AccessListEntry[]): RlpItem {
  return list.map(({ address, storageKeys }) => {
    if (storageKeys.some((key) => key.length !== 32)) refuse(FORMAT);
    return [addressToBytes(address), storageKeys];
  });
}

function readAccessListEntry(item: RlpItem): AccessListEntry {
  const [address, keys, ...others] = readList(item);
  if (others.length > 0) refuse(FORMAT);
  const storageKeys = readList(keys).map((key) => readBytes(key));
  if (storageKeys.some((key) => key.length !== 32)) refuse(FORMAT);
  return { address: bytesToAddress(readBytes(address), FORMAT), storageKeys };
}

function authorizationItem({ chainId, address, nonce, signature }: SignedAuthorization): RlpItem {
  return [uint(BigInt(chainId)), addressToBytes(address), uint(nonce), ...signatureFields(signature)];
}

function readAuthorization(item: RlpItem): SignedAuthorization {
  const fields = readList(item);
  if (fields.length !== 6) refuse(FORMAT);
  return {
    chainId: readChainId(fields[0]),
    address: bytesToAddress(readBytes(fields[1]), FORMAT),
    nonce: readUint(fields[2], 64),
    signature: readSignature(fields.slice(3)),
  };
}

function uint(value: bigint): Uint8Array {
  return uintToMinimalBytes(value);
}

function readUint(item: RlpItem | undefined, bits: number): bigint {
  return minimalBytesToUint(readBytes(item), bits);
}

function readBytes(item: RlpItem | undefined): Uint8Array {
  return item instanceof Uint8Array ? item : refuse(FORMAT);
}

function readList(item: RlpItem | undefined): readonly RlpItem[] {
  return item === undefined || item instanceof Uint8Array ? refuse(FORMAT) : item;
}

function readTarget(item: RlpItem | undefined): Address | null {
  const bytes = readBytes(item);
  return bytes.length === 0 ? null : bytesToAddress(bytes, FORMAT);
}
