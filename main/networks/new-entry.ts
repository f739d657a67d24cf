// The journal's entry for something that has just been signed and not yet sent.
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import type { Address } from '../../tee-sim/protocol/payment.ts';
import { selectorOf } from './abi.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { RawTransaction } from './raw-transaction.ts';
import type { OperationToSend } from './user-operation.ts';

interface Common {
  readonly nowMs: number;
  readonly confirmationsNeeded: number;
}

const FRESH = { state: 'prepared', confirmations: 0, settled: false, reorganizations: 0 } as const;

const TRANSFER = selectorOf('transfer(address,uint256)');
/** Selector, address and amount, as hex with 0x. */
const TRANSFER_LENGTH = TRANSFER.length + 128;

export function transactionEntry(
  transaction: RawTransaction,
  raw: string,
  { nowMs, confirmationsNeeded }: Common,
): JournalEntry {
  const { hash, chainId, from, nonce, to, valueWei, gasLimit, fees } = transaction;
  const price = fees.kind === 'legacy' ? fees.gasPriceWei : fees.maxFeePerGasWei;
  const tokenAmount = tokenAmountOf(transaction);
  return {
    kind: 'transaction',
    hash,
    chainId,
    account: from,
    nonce: nonce.toString(),
    to,
    valueWei: valueWei.toString(),
    highestFeeWei: (gasLimit * price).toString(),
    ...(tokenAmount === undefined ? {} : { tokenAmount: tokenAmount.toString() }),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    confirmationsNeeded,
    ...FRESH,
    payload: { kind: 'raw', raw },
  };
}

/** What an ERC-20 `transfer` moves. `undefined`: it is another call, or none. */
function tokenAmountOf({ data, to }: RawTransaction): bigint | undefined {
  const hex = `0x${bytesToHex(data)}`;
  if (to === null || hex.length !== TRANSFER_LENGTH || !hex.startsWith(TRANSFER)) return undefined;
  return BigInt(`0x${hex.slice(-64)}`);
}

export function operationEntry(
  { chainId, hash, sender, nonce, operation, entryPoint }: OperationToSend,
  { nowMs, confirmationsNeeded }: Common,
): JournalEntry {
  const to: Address = entryPoint;
  return {
    kind: 'user-operation',
    hash,
    chainId,
    account: sender,
    nonce: nonce.toString(),
    to,
    valueWei: '0',
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    confirmationsNeeded,
    ...FRESH,
    payload: { kind: 'operation', operation, entryPoint },
  };
}
