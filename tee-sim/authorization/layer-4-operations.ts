// Layer 4: is this very operation all right? Risk, fraud indicators, that the proof is for this operation, and the
// level that it needs (S2 §4.5). A proof that is there is always judged, never ignored.

import { refusal } from '../os/refusals.ts';
import type { Assessment } from '../protocol/assessment.ts';
import { equalBytes } from '../protocol/bytes.ts';
import type { Access } from '../protocol/command-spec.ts';
import { AUTH_LEVELS, type AuthLevel, type Factor, type RequestProof } from '../protocol/factors.ts';
import type { Policy } from '../protocol/policy.ts';
import { isBlockingFraud } from '../risk/fraud.ts';
import type { Authenticator } from './authenticator.ts';
import type { Demands } from './framework.ts';
import type { SessionTable } from './layer-2-sessions.ts';
import type { Session, SessionUser } from './session.ts';
import type { TraceRecorder } from './trace.ts';

/** What layer 4 judges. */
export interface OperationAttempt {
  readonly session: Session;
  readonly access: Access;
  /** Absent only for what serves any client. */
  readonly user: SessionUser | undefined;
  readonly proof: RequestProof | undefined;
  readonly proofPasswords: readonly Uint8Array[];
  readonly payloadDigest: Uint8Array;
  readonly requestDigest: Uint8Array;
  readonly atMs: number;
  readonly demands: Demands | undefined;
}

export interface OperationParts {
  readonly authenticator: Pick<Authenticator, 'verify'>;
  readonly sessions: Pick<SessionTable, 'factorShown' | 'keepUserKey'>;
  readonly policy: () => Policy;
  /** The time that ends things, ms. */
  readonly laterMs: () => number;
}

export class OperationAuthorizer {
  readonly #parts: OperationParts;

  constructor(parts: OperationParts) {
    this.#parts = parts;
  }

  /** The level that the operation needed and has. @throws as the trace's denial says */
  check(attempt: OperationAttempt, trace: TraceRecorder): AuthLevel {
    const { demands, proof, user } = attempt;
    if (demands?.assessed !== undefined) this.#judge(demands.assessed.assessment, trace);
    const holds = proof === undefined || equalBytes(proof.payloadDigest, attempt.payloadDigest);
    // Where a login's proof is judged by layer 2 later on, only what denies is written.
    if (user === undefined || attempt.access.subject.kind === 'client') {
      if (!holds) trace.check(4, 'payload-digest', () => ({ refusal: 'payload-changed' }));
      return 'Standard';
    }
    if (proof !== undefined) {
      trace.check(4, 'payload-digest', () => (holds ? {} : { refusal: 'payload-changed' }));
    }
    const needed = levelNeeded(attempt);
    const offered = this.#levelOffered(attempt);
    if (proof !== undefined && reaches(offered, needed)) this.#verify(attempt, proof, user, trace);
    trace.check(4, 'required-level', () => ({
      refusal: reaches(offered, needed)
        ? undefined
        : needed === 'Maximum'
          ? 'maximum-needed'
          : 'enhanced-needed',
      expected: needed,
      actual: offered,
    }));
    return needed;
  }

  #judge({ score, factors }: Assessment, trace: TraceRecorder): void {
    const { denyFrom } = this.#parts.policy().operationAuthorization;
    trace.judgedBy(factors);
    trace.check(4, 'risk-score', () => ({
      refusal: score >= denyFrom ? 'risk-too-high' : undefined,
      expected: `< ${denyFrom}`,
      actual: String(score),
    }));
    trace.check(4, 'fraud-indicators', () => {
      const found = factors.map(({ rule }) => rule).filter(isBlockingFraud);
      return {
        refusal: found.length > 0 ? 'fraud-suspected' : undefined,
        actual: found.length > 0 ? found.join(' ') : undefined,
      };
    });
  }

  /** What the proof shows if it holds, or else what the session has shown lately. */
  #levelOffered({ proof, session }: OperationAttempt): AuthLevel {
    const { enhancedFactors, maximumFactors, enhancedForMs } = this.#parts.policy().userAuthentication;
    const shown = proof === undefined ? [] : factorsOf(proof);
    if (shown.length > 1 && shown.every((factor) => maximumFactors.some((other) => other === factor))) {
      return 'Maximum';
    }
    if (shown.some((factor) => enhancedFactors.includes(factor))) return 'Enhanced';
    const { factorShownAtMs } = session;
    const lately = factorShownAtMs !== undefined && this.#parts.laterMs() - factorShownAtMs < enhancedForMs;
    return lately ? 'Enhanced' : 'Standard';
  }

  /** @throws ACCESS_DENIED wrong-proof, locked-out, same-factor, other-user … */
  #verify(attempt: OperationAttempt, proof: RequestProof, user: SessionUser, trace: TraceRecorder): void {
    const { session, proofPasswords, atMs, requestDigest } = attempt;
    const { authenticator, sessions, policy } = this.#parts;
    const context = { trace, layer: 4, onlyUser: user.id, atMs, requestDigest } as const;
    const { factors, userKey } = authenticator.verify(proof.factors, proofPasswords, context);
    if (userKey !== undefined) sessions.keepUserKey(session.id, userKey);
    const { enhancedFactors } = policy().userAuthentication;
    if (factors.some((factor) => enhancedFactors.includes(factor))) sessions.factorShown(session.id);
  }
}

function factorsOf({ factors }: RequestProof): Factor[] {
  return factors.factor === 'multi-factor'
    ? [factors.primary.factor, factors.secondary.factor]
    : [factors.factor];
}

function levelNeeded({ access, demands }: OperationAttempt): AuthLevel {
  if (access.level !== 'by-change' && access.level !== 'by-risk') return access.level;
  const least = demands?.level;
  if (access.level === 'by-change') {
    if (least === undefined) throw refusal('defect');
    return least;
  }
  const assessed = demands?.assessed?.assessment.level;
  if (assessed === undefined || assessed === 'Denied') throw refusal('defect');
  return least === undefined || reaches(assessed, least) ? assessed : least;
}

function reaches(shown: AuthLevel, needed: AuthLevel): boolean {
  return AUTH_LEVELS.indexOf(shown) >= AUTH_LEVELS.indexOf(needed);
}
