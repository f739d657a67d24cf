// What the activity screen shows, as plain data: parts of a log that may have a million rows.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogSummary } from '../../../tee-sim/protocol/assessment.ts';
import type { TeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { LogId, OperationId } from '../../../tee-sim/protocol/schema.ts';

export type Opened = CommandResult<'GET_RISK_LOG'>;

export type Integrity =
  | { readonly status: 'idle' }
  | { readonly status: 'busy'; readonly verified: number; readonly total: number }
  | { readonly status: 'verified'; readonly verified: number; readonly atMs: number }
  | { readonly status: 'cancelled'; readonly verified: number; readonly total: number }
  | { readonly status: 'broken'; readonly brokenAt: LogId }
  | { readonly status: 'failed'; readonly failure: TeeFailure };

export type Detail =
  | { readonly status: 'busy'; readonly logId: LogId }
  | { readonly status: 'shown'; readonly logId: LogId; readonly opened: Opened }
  | { readonly status: 'failed'; readonly logId: LogId; readonly failure: TeeFailure };

export type Erasure =
  | { readonly status: 'idle' }
  | { readonly status: 'busy' }
  | { readonly status: 'unknown'; readonly operationId: OperationId }
  | { readonly status: 'done'; readonly erasureLogId: LogId }
  | { readonly status: 'failed'; readonly failure: TeeFailure };

export interface ActivityState {
  readonly list:
    | { readonly status: 'idle' }
    | { readonly status: 'busy' }
    | { readonly status: 'failed'; readonly failure: TeeFailure };
  /** Ids are counted from 1 without gaps, so the newest id is also the number of rows; 0 before the first answer. */
  readonly total: number;
  /** Whether `total` is an answer of the TEE. */
  readonly loaded: boolean;
  /** Pages of 50 by number: page n holds the ids 50n + 1 … 50n + 50, newest first. */
  readonly pages: Readonly<Record<number, readonly LogSummary[]>>;
  /** Newest id of the stretch that is shown; absent for the end of the log. */
  readonly topId: number | undefined;
  readonly detail: Detail | undefined;
  readonly erasure: Erasure;
  readonly integrity: Integrity;
}

export type ActivityStore = StoreApi<ActivityState>;

export function createActivityStore(): ActivityStore {
  return createStore<ActivityState>(() => ({
    list: { status: 'idle' },
    total: 0,
    loaded: false,
    pages: {},
    topId: undefined,
    detail: undefined,
    erasure: { status: 'idle' },
    integrity: { status: 'idle' },
  }));
}
