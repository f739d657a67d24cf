// From what a person wants to pay, and what the network said, to the transaction that is prepared for signing; or to
// every reason why there is none. Pure, in integers of base units: it neither loses nor invents money.
import type { TransactionInput } from '../../../tee-sim/protocol/ethereum.ts';
import { type Address, addressSchema } from '../../../tee-sim/protocol/payment.ts';

const UINT256_LIMIT = 1n << 256n;
/** Gas of a plain transfer (Ethereum Yellow Paper, appendix G, G_transaction). */
export const TRANSFER_GAS = 21_000n;
/** ERC-20 `transfer(address,uint256)`: first four bytes of keccak256 of that. */
const TRANSFER_SELECTOR = 'a9059cbb';

export type SendAsset = 'native' | Address;

/** Of one tier that the person chose, as main suggested it. */
export type SendFee = (
  | { readonly kind: 'eip1559'; readonly maxFeePerGasWei: bigint; readonly maxPriorityFeePerGasWei: bigint }
  | { readonly kind: 'legacy'; readonly gasPriceWei: bigint }
) & {
  /** What the chain takes beside gas × price, whatever the tier: a rollup's cost of data. */
  readonly extraFeeWei: bigint;
};

/** What is wanted. */
export interface SendWish {
  readonly chainId: number;
  /** The account that pays. */
  readonly account: Address;
  readonly asset: SendAsset;
  /** As typed. */
  readonly recipient: string;
  readonly amount: bigint | 'max';
}

/** Of the same account and network: what other payments of it may still take. */
export interface Underway {
  /** Amounts and highest fees. */
  readonly native: bigint;
  /** Of the wish's token. */
  readonly token: bigint;
}

/** What the network said, each with what it was said of: quotes of another network or account are not used. */
export interface SendQuotes {
  readonly balance: {
    readonly chainId: number;
    readonly account: Address;
    readonly native: bigint;
    /** Of the wish's token. */
    readonly token?: { readonly address: Address; readonly amount: bigint } | undefined;
  };
  readonly underway: Underway;
  readonly fee: { readonly chainId: number; readonly tier: SendFee };
  /** As `estimateGas` gave it. */
  readonly gas: { readonly chainId: number; readonly gas: bigint; readonly gasLimit: bigint };
  readonly nonce: bigint;
}

export type SendRefusal =
  | 'recipient-empty'
  | 'recipient-form'
  | 'recipient-checksum'
  | 'own-address'
  | 'token-address'
  | 'zero-amount'
  | 'amount-too-large'
  | 'chain-mismatch'
  | 'account-mismatch'
  | 'asset-mismatch'
  | 'gas-none'
  | 'fee-form'
  | 'not-enough'
  | 'not-enough-for-fee'
  | 'fee-exceeds-balance'
  /** It would do, were nothing still on its way. */
  | 'underway';

/** Worth saying before it is signed; prevents nothing. */
export type SendNote = 'fee-above-amount' | 'leaves-dust';

export type SendPlan =
  | {
      readonly ok: true;
      readonly transaction: TransactionInput;
      /** Base units of the asset. */
      readonly amount: bigint;
      /** gas limit × highest price, and what the chain takes beside: never more leaves as a fee. */
      readonly highestFeeWei: bigint;
      /** The part of it that no field of the transaction has, and the TEE does not know. */
      readonly extraFeeWei: bigint;
      /** Of the asset, if this fee and all that is on its way are the highest. */
      readonly left: bigint;
      readonly notes: readonly SendNote[];
    }
  | { readonly ok: false; readonly refusals: readonly [SendRefusal, ...SendRefusal[]] };

export function planSend(wish: SendWish, quotes: SendQuotes): SendPlan {
  const to = recipientOf(wish);
  const mismatches = mismatchesOf(wish, quotes);
  const early = [...(to.ok ? [] : [to.refusal]), ...mismatches];
  const [first, ...others] = early;
  if (!to.ok || first !== undefined) {
    return { ok: false, refusals: [first ?? 'recipient-form', ...others] };
  }
  const gasLimit = gasLimitOf(wish, quotes);
  const highestFeeWei = highestFeeOf(quotes.fee.tier, gasLimit);
  const { balance, underway } = quotes;
  const money = moneyOf(wish, freeOf(balance, underway), highestFeeWei);
  if (!money.ok) {
    const wouldDo = moneyOf(wish, freeOf(balance, NOTHING), highestFeeWei).ok;
    return { ok: false, refusals: [wouldDo ? 'underway' : money.refusal] };
  }
  const { amount } = money;
  const payload = payloadOf(wish.asset, to.address, amount);
  return {
    ok: true,
    transaction: {
      chainId: wish.chainId,
      nonce: quotes.nonce.toString(),
      gasLimit: gasLimit.toString(),
      ...payload,
      ...feeFields(quotes.fee.tier),
    },
    amount,
    highestFeeWei,
    extraFeeWei: quotes.fee.tier.extraFeeWei,
    left: money.left,
    notes: notesOf(wish, quotes, { amount, highestFeeWei, left: money.left }),
  };
}

/**
 * The call to estimate gas for: the same as will be sent, but for an amount that the fee still has to come off. Then
 * it is what a plain transfer would leave. `undefined` while there is no recipient.
 */
export function callToEstimate(
  wish: SendWish,
  { balance, fee, underway }: Pick<SendQuotes, 'balance' | 'fee' | 'underway'>,
): { from: string; to: string; valueWei: string; data: string } | undefined {
  const to = recipientOf(wish);
  if (!to.ok) return undefined;
  const { native, token = 0n } = freeOf(balance, underway);
  const most = wish.asset === 'native' ? lowered(native, highestFeeOf(fee.tier, TRANSFER_GAS)) : token;
  const amount = wish.amount === 'max' ? most : wish.amount;
  if (amount < 0n || amount >= UINT256_LIMIT) return undefined;
  const { to: called, valueWei, data } = payloadOf(wish.asset, to.address, amount);
  return { from: wish.account, to: called, valueWei, data };
}

type Recipient =
  | { readonly ok: true; readonly address: Address }
  | { readonly ok: false; readonly refusal: SendRefusal };

function recipientOf({ recipient, account, asset }: SendWish): Recipient {
  const text = recipient.trim();
  if (text === '') return { ok: false, refusal: 'recipient-empty' };
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return { ok: false, refusal: 'recipient-form' };
  const address: Address | undefined = addressSchema.safeParse(text).data;
  if (address === undefined) return { ok: false, refusal: 'recipient-checksum' };
  if (address === account) return { ok: false, refusal: 'own-address' };
  if (address === asset) return { ok: false, refusal: 'token-address' };
  return { ok: true, address };
}

function mismatchesOf(wish: SendWish, { balance, fee, gas }: SendQuotes): SendRefusal[] {
  const found: SendRefusal[] = [];
  if ([balance, fee, gas].some(({ chainId }) => chainId !== wish.chainId)) found.push('chain-mismatch');
  if (balance.account !== wish.account) found.push('account-mismatch');
  if (wish.asset !== 'native' && balance.token?.address !== wish.asset) found.push('asset-mismatch');
  if (gas.gasLimit <= 0n || gas.gas > gas.gasLimit) found.push('gas-none');
  const { tier } = fee;
  if (tier.kind === 'eip1559' && tier.maxPriorityFeePerGasWei > tier.maxFeePerGasWei) found.push('fee-form');
  return found;
}

/** A plain transfer takes its gas exactly: a margin would only stay behind. */
function gasLimitOf({ asset }: SendWish, { gas }: SendQuotes): bigint {
  return asset === 'native' && gas.gas === TRANSFER_GAS ? TRANSFER_GAS : gas.gasLimit;
}

/** gas limit × highest price, and what the chain takes beside. */
export function highestFeeOf(tier: SendFee, gasLimit: bigint): bigint {
  const price = tier.kind === 'eip1559' ? tier.maxFeePerGasWei : tier.gasPriceWei;
  return gasLimit * price + tier.extraFeeWei;
}

type Money =
  | { readonly ok: true; readonly amount: bigint; readonly left: bigint }
  | { readonly ok: false; readonly refusal: SendRefusal };

const NOTHING: Underway = { native: 0n, token: 0n };

interface Free {
  readonly native: bigint;
  readonly token: bigint | undefined;
}

/** What nothing else may take. Never negative: what is on its way may be in the balance already. */
function freeOf({ native, token }: SendQuotes['balance'], underway: Underway): Free {
  return {
    native: lowered(native, underway.native),
    token: token && lowered(token.amount, underway.token),
  };
}

function lowered(amount: bigint, by: bigint): bigint {
  return amount > by ? amount - by : 0n;
}

function moneyOf(wish: SendWish, { native, token = 0n }: Free, feeWei: bigint): Money {
  const refuse = (refusal: SendRefusal): Money => ({ ok: false, refusal });
  if (wish.amount !== 'max') {
    if (wish.amount <= 0n) return refuse('zero-amount');
    if (wish.amount >= UINT256_LIMIT) return refuse('amount-too-large');
  }
  const isNative = wish.asset === 'native';
  const has = isNative ? native : token;
  if (wish.amount !== 'max' && wish.amount > has) return refuse('not-enough');
  if (feeWei > native) return refuse('fee-exceeds-balance');
  const spendable = isNative ? has - feeWei : has;
  const amount = wish.amount === 'max' ? spendable : wish.amount;
  if (amount > spendable) return refuse('not-enough-for-fee');
  // Only of "max": the account has nothing, or no more than the fee.
  if (amount === 0n) return refuse(isNative && has > 0n ? 'fee-exceeds-balance' : 'not-enough');
  return { ok: true, amount, left: spendable - amount };
}

function payloadOf(asset: SendAsset, to: Address, amount: bigint) {
  return asset === 'native'
    ? { to, valueWei: amount.toString(), data: '0x' }
    : { to: asset, valueWei: '0', data: transferData(to, amount) };
}

/** selector ‖ address as 32 bytes ‖ amount as 32 bytes, big-endian (Solidity ABI). */
function transferData(to: Address, amount: bigint): string {
  const word = (hex: string): string => hex.padStart(64, '0');
  return `0x${TRANSFER_SELECTOR}${word(to.slice(2).toLowerCase())}${word(amount.toString(16))}`;
}

function feeFields(tier: SendFee) {
  return tier.kind === 'legacy'
    ? { type: 'legacy' as const, gasPriceWei: tier.gasPriceWei.toString() }
    : {
        type: 'eip1559' as const,
        maxFeePerGasWei: tier.maxFeePerGasWei.toString(),
        maxPriorityFeePerGasWei: tier.maxPriorityFeePerGasWei.toString(),
        accessList: [],
      };
}

function notesOf(
  { asset, amount: wanted }: SendWish,
  { fee }: SendQuotes,
  { amount, highestFeeWei, left }: { amount: bigint; highestFeeWei: bigint; left: bigint },
): SendNote[] {
  if (asset !== 'native') return [];
  const notes: SendNote[] = [];
  if (highestFeeWei > amount) notes.push('fee-above-amount');
  // Who sends everything knows that nothing stays.
  if (wanted !== 'max' && left > 0n && left <= highestFeeOf(fee.tier, TRANSFER_GAS))
    notes.push('leaves-dust');
  return notes;
}
