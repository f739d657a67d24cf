// What the activity screen shows, as plain data: parts of a log that may have a million rows.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogFilter, LogSummary } from '../../../tee-sim/protocol/assessment.ts';
import type { TeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { LogId, OperationId } from '../../../tee-sim/protocol/schema.ts';
import type { Trace } from '../../../tee-sim/protocol/trace.ts';
import type { Refused } from '../../app/refused.ts';
import { type FilterForm, NO_FILTER } from './log-filter.ts';

export type Opened = CommandResult<'GET_RISK_LOG'>;

export type Integrity =
  | { readonly status: 'idle' }
  | { readonly status: 'busy'; readonly verified: number; readonly total: number }
  | { readonly status: 'verified'; readonly verified: number; readonly atMs: number }
  | { readonly status: 'cancelled'; readonly verified: number; readonly total: number }
  | { readonly status: 'broken'; readonly brokenAt: LogId }
  | ({ readonly status: 'failed' } & Refused);

export type Detail =
  | { readonly status: 'busy'; readonly logId: LogId }
  | { readonly status: 'shown'; readonly logId: LogId; readonly opened: Opened }
  | ({ readonly status: 'failed'; readonly logId: LogId } & Refused);

export type Erasure =
  | { readonly status: 'idle' }
  | { readonly status: 'busy' }
  | { readonly status: 'unknown'; readonly operationId: OperationId }
  | { readonly status: 'done'; readonly erasureLogId: LogId }
  | ({ readonly status: 'failed' } & Refused);

/** A search through the log for what the filter lets through; what it found so far is shown in any status. */
export interface Search {
  readonly status: 'busy' | 'stopped' | 'full' | 'done' | 'failed';
  readonly filter: LogFilter;
  /** Newest first. */
  readonly entries: readonly FoundEntry[];
  readonly damaged: number;
  /** Rows looked at, of all that there were when it began. */
  readonly scanned: number;
  readonly total: number;
  /** Where it goes on; absent at the beginning. */
  readonly beforeId: LogId | undefined;
  readonly failure: TeeFailure | undefined;
  readonly trace: Trace | undefined;
}

/** A match; or a damaged row, of which nobody can say whether it is one. */
export interface FoundEntry {
  readonly id: LogId;
  readonly summary: LogSummary | undefined;
}

export type Exporting =
  | { readonly status: 'idle' }
  | { readonly status: 'busy'; readonly scanned: number; readonly total: number; readonly files: number }
  | { readonly status: 'saved'; readonly rows: number; readonly damaged: number; readonly files: number }
  /** The person did not save the next file; `files` were saved before. */
  | { readonly status: 'cancelled'; readonly files: number }
  | ({ readonly status: 'failed' } & Refused);

export interface LogPage {
  /** Newest first. */
  readonly rows: readonly LogSummary[];
  /** Ids whose rows do not hold: changed or removed outside the TEE. */
  readonly damaged: readonly LogId[];
}

export interface ActivityState {
  readonly list:
    | { readonly status: 'idle' }
    | { readonly status: 'busy' }
    | ({ readonly status: 'failed' } & Refused);
  /** Ids are counted from 1 without gaps, so the newest id is also the number of rows; 0 before the first answer. */
  readonly total: number;
  /** Whether `total` is an answer of the TEE. */
  readonly loaded: boolean;
  /** Pages of 50 by number: page n holds the ids 50n + 1 … 50n + 50. */
  readonly pages: Readonly<Record<number, LogPage>>;
  readonly filter: FilterForm;
  /** Absent while the filter lets everything through. */
  readonly search: Search | undefined;
  /** Newest id of the stretch that is shown; absent for the end of the log. */
  readonly topId: number | undefined;
  readonly detail: Detail | undefined;
  readonly erasure: Erasure;
  readonly integrity: Integrity;
  readonly exporting: Exporting;
}

export type ActivityStore = StoreApi<ActivityState>;

export function createActivityStore(): ActivityStore {
  return createStore<ActivityState>(() => ({
    list: { status: 'idle' },
    total: 0,
    loaded: false,
    pages: {},
    filter: NO_FILTER,
    search: undefined,
    topId: undefined,
    detail: undefined,
    erasure: { status: 'idle' },
    integrity: { status: 'idle' },
    exporting: { status: 'idle' },
  }));
}
