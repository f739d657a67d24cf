// What a refusal is: the code and reason of a TeeError, and nothing else thrown.
import { expect } from 'vitest';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';

export const MALFORMED = 'BAD_PARAMETERS: malformed';
export const TOO_LARGE = 'EXCESS_DATA: too-large';
export const NOT_A_KEY = 'BAD_PARAMETERS: not-a-key';
export const KEYSTORE_FORMAT = 'BAD_FORMAT: keystore-format';
export const TRANSACTION_FORMAT = 'BAD_FORMAT: transaction-format';
export const NOT_CANONICAL = 'BAD_FORMAT: not-canonical';
export const CHAIN_ID_MISSING = 'BAD_PARAMETERS: chain-id-missing';
export const UNSUPPORTED_TYPE = 'NOT_SUPPORTED: unsupported-transaction-type';
export const TYPED_DATA_TYPES = 'BAD_PARAMETERS: typed-data-types';
export const TYPED_DATA_VALUE = 'BAD_PARAMETERS: typed-data-value';
export const USER_OPERATION_FORMAT = 'BAD_PARAMETERS: user-operation-format';

/** Runs `act` and answers what it was refused with; fails when it was not. */
export function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(TeeError);
    return (error as TeeError).message;
  }
  return 'accepted';
}

export async function refusalOfAsync(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    expect(error).toBeInstanceOf(TeeError);
    return (error as TeeError).message;
  }
  return 'accepted';
}
