// What each binding has paid in the last 24 h, per chain and asset: what daily limits are held against.
// Must never forget early: time is the TEE's persisted running time, so neither restart nor wall clock resets it.
import type { Asset, WalletId } from '../protocol/bindings.ts';
import type { UserId } from '../protocol/factors.ts';
import { z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { type RecordSource, RecordTable } from './record-table.ts';
import type { RunningTime } from './running-time.ts';

const DAY_MS = 86_400_000;
/** A day is counted in pieces, so that a row stays small however many payments there are. */
const BUCKET_MS = 15 * 60_000;

/** `[number of the bucket since running time began, base units]`, the oldest first: 97 at most. */
const usageSchema = z.strictObject({
  buckets: z.array(
    z.tuple([
      z.number().int().min(0),
      z
        .string()
        // A sum of amounts below 2⁵¹² each, such as the highest gas at the highest price.
        .regex(/^[0-9]{1,160}$/)
        .transform(BigInt),
    ]),
  ),
});
type Usage = z.output<typeof usageSchema>;

/** Whose, and of what. */
export interface LimitedAsset {
  readonly walletId: WalletId;
  readonly userId: UserId;
  readonly chainId: number;
  readonly asset: Asset;
}

export class LimitLedger {
  readonly #records: RecordTable<Usage, z.input<typeof usageSchema>>;
  readonly #runningTime: Pick<RunningTime, 'nowMs' | 'record'>;

  constructor(
    storage: Pick<ReadStorage, 'get' | 'scan'>,
    runningTime: Pick<RunningTime, 'nowMs' | 'record'>,
  ) {
    this.#records = new RecordTable(storage, 'limit_usage', usageSchema);
    this.#runningTime = runningTime;
  }

  /** Base units paid in the last 24 h of running time; up to 15 min more, never less. */
  used(of: LimitedAsset): bigint {
    return this.#counting(of).reduce((sum, [, amount]) => sum + amount, 0n);
  }

  /** In the transaction that commits the payment, so that neither is ever there without the other. */
  add(tx: Transaction, of: LimitedAsset, amount: bigint): void {
    const now = this.#bucketNow();
    const counting = this.#counting(of, tx);
    const inThis = counting.find(([bucket]) => bucket === now)?.[1] ?? 0n;
    const buckets = [...counting.filter(([bucket]) => bucket !== now), [now, inThis + amount] as const];
    this.#records.put(tx, rowKey(of), of.userId, {
      buckets: buckets.map(([bucket, sum]) => [bucket, sum.toString()]),
    });
    this.#runningTime.record(tx);
  }

  /** A bucket counts until all of it is older than a day. */
  #counting(of: LimitedAsset, source?: RecordSource): Usage['buckets'] {
    const { buckets } = this.#records.get(rowKey(of), source) ?? { buckets: [] };
    const dayAgoMs = this.#runningTime.nowMs() - DAY_MS;
    return buckets.filter(([bucket]) => (bucket + 1) * BUCKET_MS > dayAgoMs);
  }

  #bucketNow(): number {
    return Math.floor(this.#runningTime.nowMs() / BUCKET_MS);
  }
}

function rowKey({ walletId, userId, chainId, asset }: LimitedAsset): string {
  return `${walletId}/${userId}/${chainId}/${asset}`;
}
