// Failures of a command as plain data: a code and origin of the closed lists, and what to do where that is known.
import { TeeError, type TeeFailure, toTeeFailure } from '../tee-sim/protocol/codes.ts';

export interface CommandFailure extends TeeFailure {
  /** Which check of the command line itself did not hold. */
  readonly check?: string;
  readonly hint?: string;
}

/** Every TEE call went well, but what came of it is not what had to come of it. */
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
  if (error instanceof CheckFailed) return { ...failure, check: error.check };
  if (failure.reason === 'bundle-missing') {
    return { ...failure, hint: 'The TEE bundle out/tee/tee.cjs is missing. Run: npm run build' };
  }
  if (failure.reason === 'attestation-measurement') {
    return {
      ...failure,
      hint: 'The TEE bundle is not the one this command was built with. Run: npm run build',
    };
  }
  return failure;
}
