// Failures of a command as plain data: a code and origin of the closed lists, and what to do where that is known.
import { InvokeError } from '../tee-sim/client/errors.ts';
import { TeeError, type TeeFailure, toTeeFailure } from '../tee-sim/protocol/codes.ts';
import type { TraceEntry } from '../tee-sim/protocol/trace.ts';
import { hintOf } from './hints.ts';

export interface CommandFailure extends TeeFailure {
  /** Which check of the command line itself did not hold. */
  readonly check?: string;
  /** The check of the four layers that denied. */
  readonly denied?: TraceEntry;
  readonly hint?: string;
}

/** Every TEE call went well, but what came of it is not what had to come of it; or none could be made. */
export class CheckFailed extends TeeError {
  readonly check: string;

  constructor(failure: TeeFailure['code'], check: string) {
    super(failure, undefined, 'API');
    this.name = 'CheckFailed';
    this.check = check;
  }
}

export function failureOf(error: unknown): CommandFailure {
  const failure = toTeeFailure(error, 'API');
  const check = error instanceof CheckFailed ? error.check : undefined;
  const denied =
    error instanceof InvokeError ? error.trace.find(({ outcome }) => outcome === 'deny') : undefined;
  const hint = hintOf(check ?? failure.reason);
  return {
    ...failure,
    ...(check === undefined ? {} : { check }),
    ...(denied === undefined ? {} : { denied }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** 3: the TEE said no; 4: there is no app to ask; 1: anything else that went wrong. */
export function exitCodeOf({ layer, reason, check }: CommandFailure): 1 | 3 | 4 {
  if (check === 'app-running') return 4;
  return layer === undefined && reason !== 'client-proof' ? 1 : 3;
}
