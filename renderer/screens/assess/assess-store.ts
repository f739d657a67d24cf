// What the assess screen shows, as plain data; what was typed stays here whatever happens to the TEE.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Exchange } from '../../../tee-sim/client/exchange.ts';
import type { Assessment, LevelBounds, LogSummary } from '../../../tee-sim/protocol/assessment.ts';
import type { Features } from '../../../tee-sim/protocol/features.ts';
import type { LogId, OperationId } from '../../../tee-sim/protocol/schema.ts';
import type { Refused } from '../../app/refused.ts';
import type { FormValues } from './payment-form-rules.ts';

/** One assessed payment, with everything that can be shown of how it came about. */
export interface Assessed {
  readonly values: FormValues;
  readonly features: Features;
  readonly logId: LogId;
  readonly atMs: number;
  readonly assessment: Assessment;
  readonly bounds: LevelBounds;
  /** Absent when the answer was lost and its outcome found later. */
  readonly exchange: Exchange | undefined;
  /** From the click to the verified answer; absent when recovered. */
  readonly totalMs: number | undefined;
}

export type AssessStatus =
  | { readonly status: 'idle' }
  | { readonly status: 'busy' }
  /** Sent, and nobody knows yet whether it was carried out. */
  | { readonly status: 'unknown'; readonly operationId: OperationId }
  /** A layer of the TEE said no: nothing was taken. */
  | ({ readonly status: 'denied' | 'not-carried-out' | 'failed' } & Refused);

export interface AssessState {
  readonly values: FormValues;
  /** Problems are shown once someone tried to send. */
  readonly attempted: boolean;
  readonly run: AssessStatus;
  readonly assessed: Assessed | undefined;
  readonly latest: readonly LogSummary[];
  /** Of the newest rows, those that do not hold. */
  readonly latestDamaged: readonly LogId[];
}

export type AssessStore = StoreApi<AssessState>;

export function createAssessStore(): AssessStore {
  return createStore<AssessState>(() => ({
    values: { recipient: '', amount: '', chainId: 1, note: '' },
    attempted: false,
    run: { status: 'idle' },
    assessed: undefined,
    latest: [],
    latestDamaged: [],
  }));
}
