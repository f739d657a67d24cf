// Running time: what lock-outs, limits and waiting periods count, so that no clock can shorten them.
// Must never run back, and never by a wall clock that jumps while the TEE runs.
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { RecordTable } from './record-table.ts';
import type { TeeClock } from './tee-clock.ts';

/** Owner of rows that are the TEE's own; no session ever has this user. */
const TEE_USER = 'tee';
const ROW_KEY = 'running';

const rowSchema = z.strictObject({
  runningMs: timeMsSchema,
  /** TEE time when it was recorded. */
  atMs: timeMsSchema,
  /** Time switched off that does not count yet. */
  unconfirmedMs: timeMsSchema,
});

type Row = z.output<typeof rowSchema>;

export class RunningTime {
  readonly #clock: Pick<TeeClock, 'bootedAtMs' | 'nowMs'>;
  readonly #rows: RecordTable<Row, Row>;
  #beforeBootMs: number;
  #unconfirmedMs: number;

  /**
   * running time = recorded + the gap since then, where that counts + time since boot, ms. The gap is by the wall
   * clock at boot; one that stands earlier than what was recorded adds nothing. @throws CORRUPT_OBJECT
   */
  constructor(
    storage: Pick<ReadStorage, 'get' | 'scan'>,
    clock: Pick<TeeClock, 'bootedAtMs' | 'nowMs'>,
    gaps: () => 'count' | 'confirm',
  ) {
    this.#clock = clock;
    this.#rows = new RecordTable(storage, 'running_time', rowSchema);
    const first = { runningMs: 0, atMs: clock.bootedAtMs, unconfirmedMs: 0 };
    const { runningMs, atMs, unconfirmedMs } = this.#rows.get(ROW_KEY) ?? first;
    const gapMs = Math.max(0, clock.bootedAtMs - atMs);
    const counts = gaps() === 'count';
    this.#beforeBootMs = runningMs + (counts ? gapMs : 0);
    this.#unconfirmedMs = unconfirmedMs + (counts ? 0 : gapMs);
  }

  /** Whole ms since this device began to count. */
  nowMs(): number {
    return this.#beforeBootMs + this.#clock.nowMs() - this.#clock.bootedAtMs;
  }

  /** While the TEE was off and the owner has not said that it counts, ms. */
  get unconfirmedGapMs(): number {
    return this.#unconfirmedMs;
  }

  /** To be written with everything that depends on it: what was recorded can only grow. */
  record(tx: Transaction): void {
    const row = { runningMs: this.nowMs(), atMs: this.#clock.nowMs(), unconfirmedMs: this.#unconfirmedMs };
    this.#rows.put(tx, ROW_KEY, TEE_USER, row);
  }

  /** Writes that the gap counts, as the device owner authorized. Memory follows by `gapConfirmed`. */
  confirmGap(tx: Transaction): void {
    const runningMs = this.nowMs() + this.#unconfirmedMs;
    this.#rows.put(tx, ROW_KEY, TEE_USER, { runningMs, atMs: this.#clock.nowMs(), unconfirmedMs: 0 });
  }

  /** To be called once what `confirmGap` wrote is durable, before anything else is written. */
  gapConfirmed(): void {
    this.#beforeBootMs += this.#unconfirmedMs;
    this.#unconfirmedMs = 0;
  }
}
