// What would take the place of a transaction that waits: the same one at a higher price, or one that pays nobody. Asks
// main and the TEE; signs nothing.
import type { WalletId } from '../../../../tee-sim/protocol/bindings.ts';
import { toTeeFailure } from '../../../../tee-sim/protocol/codes.ts';
import type { TransactionInput } from '../../../../tee-sim/protocol/ethereum.ts';
import type { SignatureSummary } from '../../../../tee-sim/protocol/review.ts';
import type { WalletSummary } from '../../../../tee-sim/protocol/wallets.ts';
import { readTerms } from '../../../app/binding-terms.ts';
import { type Answer, answerOf, type NetworkCalls } from '../../../app/networks/answer.ts';
import { findSignature } from '../../../app/networks/find-signature.ts';
import type { ReplacementWay } from '../../../app/networks/transaction-phase.ts';
import type { Tee } from '../../../app/tee.ts';
import type { Prepare } from '../../../signing/prepare.ts';

export interface ReplacementWanted {
  readonly walletId: WalletId;
  readonly hash: string;
  readonly way: ReplacementWay;
  readonly task: string;
}

export interface ReplacementQuote {
  readonly wallet: WalletSummary;
  readonly chainId: number;
  readonly nonce: bigint;
  /** gas limit × highest price, and what the chain takes beside. */
  readonly highestFeeWei: bigint;
  /** What waits, as the TEE decoded it; `undefined` where it is too long ago to be looked for. */
  readonly replaced: ReplacedSignature | undefined;
  /** Whoever signs may pay so much only: what is signed counts. */
  readonly isLimited: boolean;
  readonly prepare: Prepare;
}

export interface ReplacedSignature {
  readonly summary: SignatureSummary;
  /** As `highestFeeWei`. */
  readonly highestFeeWei: bigint;
}

type Calls = Pick<NetworkCalls, 'replacementFees' | 'estimateGas'>;
type Offer = Extract<Awaited<ReturnType<Calls['replacementFees']>>, { ok: true }>['value'];

/** Never rejects. */
export async function quoteReplacement(
  calls: Calls,
  tee: Pick<Tee, 'invoke'>,
  { walletId, hash, way, task }: ReplacementWanted,
): Promise<Answer<ReplacementQuote>> {
  const offered = await answerOf(calls.replacementFees({ hash, task }));
  if (!offered.ok) return offered;
  const offer = offered.value;
  const gas = way === 'cancel' ? await gasToCancel(calls, offer, task) : gasOf(offer);
  if (!gas.ok) return gas;
  try {
    const { wallet, accounts } = (await tee.invoke('GET_WALLET', { walletId })).result;
    const signer = accounts.find(({ address }) => address === offer.account);
    // Somebody wrote the address of this page by hand.
    if (signer === undefined) return unknown;
    const transaction = way === 'cancel' ? cancelling(offer, gas.value) : { unsigned: offer.unsigned };
    const prepare: Prepare = {
      signer: { walletId, account: signer.index },
      content: { kind: 'transaction', transaction },
      note: '',
    };
    const extraFeeWei = BigInt(offer.extraFeeWei);
    const highestFeeWei = gas.value * BigInt(priceOf(offer.fees)) + extraFeeWei;
    const { chainId } = offer;
    const summary = await findSignature(tee, walletId, hash);
    const replaced = summary && { summary, highestFeeWei: summary.feeWei + extraFeeWei };
    const isLimited = readTerms(wallet.binding.terms)?.limits !== undefined;
    const nonce = BigInt(offer.nonce);
    return { ok: true, value: { wallet, chainId, nonce, highestFeeWei, replaced, isLimited, prepare } };
  } catch (error) {
    return { ok: false, trouble: { by: 'app', failure: toTeeFailure(error, 'API') } };
  }
}

const unknown: Answer<never> = {
  ok: false,
  trouble: { by: 'network', problem: { reason: 'unknown-transaction' } },
};

function gasOf({ gasLimit }: Offer): Answer<bigint> {
  return { ok: true, value: BigInt(gasLimit) };
}

/** Of a payment of nothing to oneself: some chains ask for more than the usual 21,000. */
async function gasToCancel(calls: Calls, { chainId, account }: Offer, task: string): Promise<Answer<bigint>> {
  const call = { from: account, to: account, valueWei: '0', data: '0x' };
  const answer = await answerOf(calls.estimateGas({ chainId, call, task }));
  if (!answer.ok) return answer;
  if (answer.value.result === 'done') return { ok: true, value: BigInt(answer.value.gasLimit) };
  // Code that a delegation put at the account refuses it: more gas would not help.
  return { ok: false, trouble: { by: 'network', problem: { reason: 'rpc-error' } } };
}

function priceOf(fees: Offer['fees']): string {
  return fees.kind === 'legacy' ? fees.gasPriceWei : fees.maxFeePerGasWei;
}

function cancelling({ chainId, nonce, account, fees }: Offer, gasLimit: bigint): TransactionInput {
  const common = {
    chainId,
    nonce,
    gasLimit: gasLimit.toString(),
    to: account,
    valueWei: '0',
    data: '0x',
  };
  return fees.kind === 'legacy'
    ? { type: 'legacy', ...common, gasPriceWei: fees.gasPriceWei }
    : {
        type: 'eip1559',
        ...common,
        maxFeePerGasWei: fees.maxFeePerGasWei,
        maxPriorityFeePerGasWei: fees.maxPriorityFeePerGasWei,
        accessList: [],
      };
}
