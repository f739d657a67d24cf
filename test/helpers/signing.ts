// Plain transfers of tests, prepared and signed in two steps over the TEE in the test's process. Without a fee unless a test says so, so that only what is sent counts against a limit.
import type { ShownFactors } from '../../tee-sim/client/one-request.ts';
import { walletIdSchema } from '../../tee-sim/protocol/bindings.ts';
import { type CommandParams, type CommandResult, commands } from '../../tee-sim/protocol/commands.ts';
import type { TransactionInput } from '../../tee-sim/protocol/ethereum.ts';
import type { Features } from '../../tee-sim/protocol/features.ts';
import type { OperationId } from '../../tee-sim/protocol/schema.ts';
import type { TestAnswer, TestSession } from './seal-request.ts';
import { operationId, type TestTee } from './tee-in-process.ts';

export type Review = CommandResult<'PREPARE_TRANSACTION'>;
export type Signed = CommandResult<'SIGN_TRANSACTION'>;
type Eip1559Input = Extract<TransactionInput, { type: 'eip1559' }>;

export interface PaymentOptions {
  readonly account?: number;
  /** Merged over the plain transfer. */
  readonly transaction?: Partial<Eip1559Input>;
  readonly features?: Features;
  /** Factors for SIGN. */
  readonly proof?: ShownFactors;
  /** Of SIGN. */
  readonly operationId?: OperationId;
}

/** A payment of coins and nothing else. */
export function transferOf(
  to: string,
  valueWei: string | bigint,
  change: Partial<Eip1559Input> = {},
): Eip1559Input {
  const fees = { gasLimit: '21000', maxFeePerGasWei: '0', maxPriorityFeePerGasWei: '0' };
  const payment = { chainId: 1, nonce: '0', to, valueWei: valueWei.toString(), data: '0x', accessList: [] };
  return { type: 'eip1559', ...fees, ...payment, ...change };
}

/** The answer to SIGN, whatever it is. @throws Error when PREPARE is refused */
export function signPaymentIn(
  tee: TestTee,
  session: TestSession,
  walletId: string,
  to: string,
  valueWei: string | bigint,
  options: PaymentOptions = {},
): { readonly review: Review; readonly answer: TestAnswer } {
  const { features, proof } = options;
  const params = preparation(walletId, to, valueWei, options);
  const body = tee.mustCall('PREPARE_TRANSACTION', params, {
    session,
    features,
    operationId: operationId(),
  });
  const review = commands.PREPARE_TRANSACTION.result.parse(body);
  const answer = tee.call(
    'SIGN_TRANSACTION',
    { walletId, reviewId: review.reviewId },
    { session, proof, operationId: options.operationId ?? operationId() },
  );
  return { review, answer };
}

function preparation(
  walletId: string,
  to: string,
  valueWei: string | bigint,
  { account = 0, transaction }: PaymentOptions,
): CommandParams<'PREPARE_TRANSACTION'> {
  return {
    walletId: walletIdSchema.parse(walletId),
    account,
    transaction: transferOf(to, valueWei, transaction),
  };
}
