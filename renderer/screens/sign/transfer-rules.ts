// What the transfer form holds, whether it is a transaction yet, and what it begins with. The wallet is offline:
// nonce and fees are suggestions, and the form says so. The TEE judges everything again.
import { hexSchema, MAX_DATA_BYTES, nonceSchema, uintSchema } from '../../../tee-sim/protocol/ethereum.ts';
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import { type AmountProblem, parseEther, parseGwei } from '../../app/amount.ts';
import { CHAINS, type ChainId } from '../../app/chains.ts';
import { type RecipientProblem, recipientProblem } from '../../app/recipient.ts';
import type { TransactionInput } from '../../signing/prepare.ts';

export interface TransferValues {
  readonly chainId: ChainId;
  readonly recipient: string;
  readonly amount: string;
  readonly nonce: string;
  readonly gasLimit: string;
  readonly maxFeeGwei: string;
  readonly priorityFeeGwei: string;
  readonly data: string;
}

/** Gas of a plain transfer (Ethereum Yellow Paper, appendix G). */
const TRANSFER_GAS = '21000';
/** Enough for most calls; what is not used is not paid. */
const CALL_GAS = '150000';

/** Fees in gwei per unit of gas that mostly suffice; layer-2 networks are far cheaper. */
const FEES: Readonly<Record<ChainId, { readonly max: string; readonly priority: string }>> = {
  1: { max: '30', priority: '1' },
  10: { max: '0.1', priority: '0.001' },
  8453: { max: '0.1', priority: '0.001' },
  42161: { max: '0.2', priority: '0' },
  11155111: { max: '10', priority: '1' },
  31337: { max: '10', priority: '1' },
};

/** What the form begins with on a network; what was written of recipient, amount and data stays. */
export function networkDefaults(
  chainId: ChainId,
): Pick<TransferValues, 'chainId' | 'maxFeeGwei' | 'priorityFeeGwei'> {
  const { max, priority } = FEES[chainId];
  return { chainId, maxFeeGwei: max, priorityFeeGwei: priority };
}

export function emptyTransfer(): TransferValues {
  const fields = { recipient: '', amount: '', nonce: '0', gasLimit: TRANSFER_GAS, data: '' };
  return { ...fields, ...networkDefaults(CHAINS[0].id) };
}

/** With data a transfer's gas would not do; a limit that somebody wrote stays. */
export function gasLimitFor(before: Pick<TransferValues, 'gasLimit' | 'data'>, data: string): string {
  const suggested = (text: string): string => (text.trim() === '' ? TRANSFER_GAS : CALL_GAS);
  return before.gasLimit === suggested(before.data) ? suggested(data) : before.gasLimit;
}

/** The one after the highest that was signed here for this account on this network; 0 when none was. */
export function nextNonce(
  signatures: readonly Pick<SignatureSummary, 'kind' | 'chainId' | 'nonce' | 'account'>[],
  account: number,
  chainId: number,
): bigint {
  let next = 0n;
  for (const { kind, nonce, ...signed } of signatures) {
    const counts = kind === 'transaction' && signed.chainId === chainId && signed.account.index === account;
    if (counts && nonce !== undefined && nonce >= next) next = nonce + 1n;
  }
  return next;
}

export type NumberProblem = 'empty' | 'form' | 'too-large';
export type FeeProblem = AmountProblem | 'below-priority';

export interface TransferProblems {
  readonly recipient?: RecipientProblem | undefined;
  readonly amount?: AmountProblem | undefined;
  readonly nonce?: NumberProblem | undefined;
  readonly gasLimit?: NumberProblem | undefined;
  readonly maxFeeGwei?: FeeProblem | undefined;
  readonly priorityFeeGwei?: AmountProblem | undefined;
  readonly data?: 'form' | 'too-large' | undefined;
}

export function transferProblems(values: TransferValues): TransferProblems {
  const amount = parseEther(values.amount);
  const maxFee = parseGwei(values.maxFeeGwei);
  const priorityFee = parseGwei(values.priorityFeeGwei);
  return {
    recipient: recipientProblem(values.recipient),
    amount: amount.ok ? undefined : amount.problem,
    nonce: numberProblem(values.nonce, nonceSchema),
    gasLimit: numberProblem(values.gasLimit, uintSchema(64)),
    maxFeeGwei: maxFee.ok
      ? priorityFee.ok && priorityFee.wei > maxFee.wei
        ? 'below-priority'
        : undefined
      : maxFee.problem,
    priorityFeeGwei: priorityFee.ok ? undefined : priorityFee.problem,
    data: dataProblem(values.data),
  };
}

/** As it is sent (EIP-1559), or `undefined` while something is wrong with the form. */
export function transactionOf(values: TransferValues): TransactionInput | undefined {
  const amount = parseEther(values.amount);
  const maxFee = parseGwei(values.maxFeeGwei);
  const priorityFee = parseGwei(values.priorityFeeGwei);
  const problems = Object.values(transferProblems(values)).filter((problem) => problem !== undefined);
  if (!amount.ok || !maxFee.ok || !priorityFee.ok || problems.length > 0) return undefined;
  return {
    type: 'eip1559',
    chainId: values.chainId,
    nonce: values.nonce.trim(),
    gasLimit: values.gasLimit.trim(),
    maxFeePerGasWei: maxFee.wei.toString(),
    maxPriorityFeePerGasWei: priorityFee.wei.toString(),
    to: values.recipient.trim(),
    valueWei: amount.wei.toString(),
    data: dataOf(values.data),
    accessList: [],
  };
}

/** At the most: gas limit × highest price; `undefined` while either is none. */
export function highestFeeWei({ gasLimit, maxFeeGwei }: TransferValues): bigint | undefined {
  const price = parseGwei(maxFeeGwei);
  if (!price.ok || numberProblem(gasLimit, uintSchema(64)) !== undefined) return undefined;
  return BigInt(gasLimit.trim()) * price.wei;
}

function dataOf(text: string): string {
  const data = text.replace(/\s/g, '').toLowerCase();
  return data === '' ? '0x' : data;
}

function dataProblem(text: string): TransferProblems['data'] {
  const data = dataOf(text);
  if (data.length > 2 * MAX_DATA_BYTES + 2) return 'too-large';
  return hexSchema(0, MAX_DATA_BYTES).safeParse(data).success ? undefined : 'form';
}

function numberProblem(
  text: string,
  schema: { safeParse: (text: string) => { readonly success: boolean } },
): NumberProblem | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return 'empty';
  if (!/^(0|[1-9][0-9]*)$/.test(trimmed)) return 'form';
  return schema.safeParse(trimmed).success ? undefined : 'too-large';
}
