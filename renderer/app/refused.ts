// What a request that did not succeed leaves to show: the failure, and what the layers checked if the TEE said so.
import { InvokeError } from '../../tee-sim/client/errors.ts';
import { type TeeFailure, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { Trace } from '../../tee-sim/protocol/trace.ts';

export interface Refused {
  readonly failure: TeeFailure;
  /** Signed by the TEE; absent where no layer was asked. */
  readonly trace: Trace | undefined;
}

export function refusedBy(error: unknown): Refused {
  return {
    failure: toTeeFailure(error, 'API'),
    trace: error instanceof InvokeError ? error.exchange?.trace : undefined,
  };
}
