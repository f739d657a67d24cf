// The settled interface of the risk assessment; pure, so that every rule can be tested as a table.
import type { Assessment } from '../protocol/assessment.ts';
import type { DriverContext } from '../protocol/envelope.ts';
import type { Features } from '../protocol/features.ts';
import type { Payment } from '../protocol/payment.ts';
import type { FeatureHistory } from './history.ts';

export interface RiskRequest {
  readonly payment: Payment;
  readonly atMs: number;
  /** Driver-asserted: can raise the risk, never lower it. */
  readonly driverContext?: DriverContext | undefined;
}

export type Assess = (
  features: Features | undefined,
  request: RiskRequest,
  history: FeatureHistory,
) => Assessment;
