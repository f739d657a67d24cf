// The risk assessment: feature data, a payment and the person's own history in; a score with reasons out.
// Pure: no clock, no storage, no randomness.
import type { Assessment, Factor, LevelBounds } from '../protocol/assessment.ts';
import type { DriverContext } from '../protocol/envelope.ts';
import type { Features } from '../protocol/features.ts';
import type { Payment } from '../protocol/payment.ts';
import type { FeatureHistory } from './history.ts';
import { rules } from './rules.ts';

export interface RiskRequest {
  readonly payment: Payment;
  readonly atMs: number;
  /** Driver-asserted: can raise the risk, never lower it. */
  readonly driverContext?: DriverContext | undefined;
}

/** The level that a score asks for. `score` is a whole number from 0 to 100. */
export function levelOf(
  score: number,
  { enhancedFrom, maximumFrom, denyFrom }: LevelBounds,
): Assessment['level'] {
  if (score >= denyFrom) return 'Denied';
  if (score >= maximumFrom) return 'Maximum';
  return score >= enhancedFrom ? 'Enhanced' : 'Standard';
}

/** `score = min(100, Σ points)`; factors are sorted by points, most first. */
export function assess(
  features: Features | undefined,
  request: RiskRequest,
  history: FeatureHistory,
  bounds: LevelBounds,
): Assessment {
  const factors: Factor[] = rules
    .map((rule) => rule(features, request, history))
    .filter((factor) => factor !== undefined)
    .sort((a, b) => b.points - a.points);
  const score = Math.min(
    100,
    factors.reduce((sum, factor) => sum + factor.points, 0),
  );
  return { score, level: levelOf(score, bounds), factors };
}
