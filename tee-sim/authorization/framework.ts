// The authorization framework (S2 §4.1): asks the four layers in order, anew for every operation, and mints the token
// last. Must never let an operation reach its command without one.
import type { Assessment, LevelBounds } from '../protocol/assessment.ts';
import type { WalletId } from '../protocol/bindings.ts';
import type { Access } from '../protocol/command-spec.ts';
import type { CommandName } from '../protocol/commands.ts';
import type { DriverContext } from '../protocol/envelope.ts';
import type { AuthLevel } from '../protocol/factors.ts';
import type { FeatureHistory } from '../risk/history.ts';
import type { BindingRecord } from './bindings.ts';
import type { ClientAccess } from './layer-1-client-access.ts';
import type { LoginCheck } from './layer-2-login.ts';
import type { UserPermissions } from './layer-3-permissions.ts';
import type { OperationAttempt, OperationAuthorizer } from './layer-4-operations.ts';
import type { SessionUser } from './session.ts';
import type { ChainSpend } from './spending.ts';
import type { AuthorizationToken, TokenMint, TokenScope } from './token.ts';
import type { TraceRecorder } from './trace.ts';

/** Under what an operation was permitted (S2's OperationPermission). */
export type Condition = 'within-limits' | 'unlimited' | 'factor-shown' | 'two-factors-shown';

/** The risk of a payment, and what it was judged by. */
export interface Assessed {
  readonly known: FeatureHistory;
  readonly assessment: Assessment;
  readonly bounds: LevelBounds;
}

/** What one call needs, where the table leaves that to the command's file. */
export interface Demands {
  /** Of a `by-change` command; of a `by-risk` one the least that it needs, whatever the assessment says. */
  readonly level?: AuthLevel;
  readonly spend?: ChainSpend;
  /** Of a `by-risk` command: its level is the assessment's, or the higher `level`. */
  readonly assessed?: Assessed;
}

/** One operation, as the TEE OS and the command table know it. */
export interface OperationRequest extends Omit<OperationAttempt, 'user' | 'demands'> {
  readonly command: CommandName;
  readonly access: Access;
  /** The wallet that its parameters name. */
  readonly walletId: WalletId | undefined;
  /** SM3 of the client's program, 32 bytes. */
  readonly measurement: Uint8Array;
  readonly driverContext: DriverContext | undefined;
}

/** What layers 1 to 3 found. */
export interface Admission {
  readonly user: SessionUser | undefined;
  readonly binding: BindingRecord | undefined;
}

export interface Grant {
  readonly token: AuthorizationToken;
  readonly conditions: readonly Condition[];
}

export interface Layers {
  readonly clientAccess: Pick<ClientAccess, 'check'>;
  readonly login: Pick<LoginCheck, 'check'>;
  readonly permissions: Pick<UserPermissions, 'checkSubject' | 'checkLimits'>;
  readonly operations: Pick<OperationAuthorizer, 'check'>;
}

export class AuthorizationFramework {
  readonly #layers: Layers;
  readonly #tokens: TokenMint;
  readonly #policyDigest: () => Uint8Array;

  constructor(layers: Layers, tokens: TokenMint, policyDigest: () => Uint8Array) {
    this.#layers = layers;
    this.#tokens = tokens;
    this.#policyDigest = policyDigest;
  }

  /** Layers 1 to 3, but for the limits: what also a repetition has to pass. @throws the first layer's denial */
  admit(request: OperationRequest, trace: TraceRecorder): Admission {
    const { session, command, access, walletId, measurement, driverContext } = request;
    const { operation, subject } = access;
    const asked = { session, command, operation, measurement, driverContext };
    this.#layers.clientAccess.check(asked, trace);
    const user = this.#layers.login.check(session, subject, trace);
    if (user === undefined || subject.kind === 'client') return { user, binding: undefined };
    const binding = this.#layers.permissions.checkSubject({ user, subject, walletId }, trace);
    return { user, binding };
  }

  /** Limits, layer 4, and then the token. @throws the first layer's denial */
  authorize(
    request: OperationRequest,
    { user, binding }: Admission,
    demands: Demands | undefined,
    trace: TraceRecorder,
  ): Grant {
    const spend = demands?.spend;
    if (spend !== undefined && binding !== undefined) {
      this.#layers.permissions.checkLimits(binding, spend, trace);
    }
    const level = this.#layers.operations.check({ ...request, user, demands }, trace);
    const conditions: Condition[] = [];
    if (spend !== undefined) {
      conditions.push(binding?.terms.limits === undefined ? 'unlimited' : 'within-limits');
    }
    if (level === 'Enhanced') conditions.push('factor-shown');
    if (level === 'Maximum') conditions.push('two-factors-shown');
    return { token: this.#tokens.mint(this.#scope(request, user, conditions)), conditions };
  }

  /** Uses the token up for what is about to be done. @throws GENERIC internal when it is for anything else */
  redeem(request: OperationRequest, { user }: Admission, { token, conditions }: Grant): void {
    this.#tokens.redeem(token, this.#scope(request, user, conditions));
  }

  #scope(
    { session, command, walletId, payloadDigest }: OperationRequest,
    user: SessionUser | undefined,
    conditions: readonly Condition[],
  ): TokenScope {
    return {
      sessionId: session.id,
      userId: user?.id ?? '',
      walletId: walletId ?? '',
      operation: command,
      payloadDigest,
      policyDigest: this.#policyDigest(),
      conditions,
    };
  }
}
