// What of an account's money is spoken for: payments that were signed and are not settled may still take it. Pure.
import type { TrackedTransaction } from '../../../preload/networks.ts';
import type { SendWish, Underway } from './send-plan.ts';

/** Signed, and in no block as far as is known; what the network dropped or refused is not expected any more. */
const UNDERWAY: ReadonlySet<TrackedTransaction['state']> = new Set<TrackedTransaction['state']>([
  'prepared',
  'broadcasting',
  'pending',
  'unknown',
]);

export type SentByHash = Readonly<Record<string, TrackedTransaction>>;

/** Of those with one nonce only one can happen: the dearest counts. A rollup's cost of data is not known here. */
export function underwayOf(
  sent: SentByHash,
  { chainId, account, asset }: Pick<SendWish, 'chainId' | 'account' | 'asset'>,
): Underway {
  const native = new Map<bigint, bigint>();
  const token = new Map<bigint, bigint>();
  for (const each of Object.values(sent)) {
    if (each.kind !== 'transaction' || each.settled || !UNDERWAY.has(each.state)) continue;
    if (each.chainId !== chainId || each.account !== account) continue;
    raise(native, each.nonce, each.valueWei + (each.highestFeeWei ?? 0n));
    if (each.to === asset) raise(token, each.nonce, each.tokenAmount ?? 0n);
  }
  return { native: sum(native), token: sum(token) };
}

function raise(most: Map<bigint, bigint>, nonce: bigint, amount: bigint): void {
  if (amount > (most.get(nonce) ?? 0n)) most.set(nonce, amount);
}

function sum(amounts: ReadonlyMap<bigint, bigint>): bigint {
  return [...amounts.values()].reduce((all, each) => all + each, 0n);
}
