// The risk assessment: feature data, what would be signed and the person's own history in; a score with reasons out.
// Pure: no clock, no storage, no randomness.
import type { Assessment, Factor, LevelBounds } from '../protocol/assessment.ts';
import type { Asset } from '../protocol/bindings.ts';
import type { DecodedFlag } from '../protocol/decoded.ts';
import type { DriverContext } from '../protocol/envelope.ts';
import type { Features } from '../protocol/features.ts';
import type { Address } from '../protocol/payment.ts';
import type { FeatureHistory } from './history.ts';
import { rules } from './rules.ts';

/** What a request would do, as far as its risk depends on it. */
export interface RiskSubject {
  /** Absent for what no chain binds. */
  readonly chainId?: number | undefined;
  /** Who gets or may take something, the first of all; absent where nobody does. */
  readonly recipient?: Address | undefined;
  /** Everybody else who does. */
  readonly others?: readonly Address[] | undefined;
  /** What is called besides: it only matters whom it looks like. */
  readonly contracts?: readonly Address[] | undefined;
  /** What leaves or may be taken, in base units, one entry for each asset and never zero; without fees. */
  readonly amounts: readonly { readonly asset: Asset; readonly amount: bigint }[];
  readonly flags: ReadonlySet<DecodedFlag>;
}

export interface RiskRequest {
  readonly subject: RiskSubject;
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
