// The AirAccount Trusted Application: parses a call by the command table, has the four layers asked, hands it to the
// command's own file, and commits its change with the token that the layers left. No other way changes state.
import { type DenialLog, denialKind } from '../authorization/denials.ts';
import { wipeExpiredKeys } from '../authorization/expired-bindings.ts';
import type {
  Admission,
  AuthorizationFramework,
  Demands,
  Grant,
  OperationRequest,
} from '../authorization/framework.ts';
import { OPENING_RATE, type OpeningRate } from '../authorization/opening-rate.ts';
import { PASSWORD_PARAMETERS, type PasswordKdf } from '../authorization/password.ts';
import type { CryptoEngine } from '../crypto/engine.ts';
import { refusal } from '../os/refusals.ts';
import { type WalletId, walletIdSchema } from '../protocol/bindings.ts';
import { base64UrlToBytes, equalBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { haveLengths } from '../protocol/command-spec.ts';
import { type CommandName, commands } from '../protocol/commands.ts';
import type { OperationId } from '../protocol/schema.ts';
import { isBlockingFraud } from '../risk/fraud.ts';
import type { SecureStorage, Transaction } from '../storage/storage.ts';
import type { Answer, Call, Change, Demander, InvokeContext, Outcome, TaServices } from './call.ts';
import { handlers } from './commands.ts';
import { actorOf, findOperation, rememberOperation } from './operations.ts';
import { parseCall, type UnparsedCall } from './parse-call.ts';

export interface TaParts {
  readonly engine: CryptoEngine;
  readonly storage: SecureStorage;
  readonly services: Omit<TaServices, 'storage'>;
  readonly framework: AuthorizationFramework;
  readonly denials: DenialLog;
  readonly openings: OpeningRate;
  readonly kdf: PasswordKdf;
}

export class TrustedApplication {
  readonly #parts: TaParts;
  readonly #services: TaServices;

  constructor(parts: TaParts) {
    this.#parts = parts;
    this.#services = { ...parts.services, storage: parts.storage };
  }

  /**
   * GP TA_InvokeCommandEntryPoint. The answer's secrets are the caller's to zero.
   * @throws BAD_PARAMETERS malformed, operation-id-missing · ACCESS_CONFLICT operation-conflict · BAD_STATE
   * answer-not-kept · what a layer or the command throws
   */
  invoke<C extends CommandName>(command: C, unparsed: UnparsedCall, context: InvokeContext): Answer {
    const call = parseCall(this.#parts.engine, command, unparsed, context);
    let asked: Call<C> = call;
    try {
      const request = requestOf(command, call);
      if (request === undefined) return this.#open(command, call);
      const admission = call.steps.measure('authorize', 0, () =>
        this.#parts.framework.admit(request, call.trace),
      );
      asked = { ...call, ...admission };
      const before = this.#committedBefore(command, asked);
      if (before !== undefined) return { ...before, secrets: [] };
      asked = { ...asked, demands: this.#demandsOf(command, asked) };
      return this.#act(command, asked, request, admission);
    } catch (error) {
      this.denied(error, command, context, asked);
      this.#wipeExpired(error, call);
      throw error;
    }
  }

  /** Leaves a row of the log for what a layer denied; does nothing for any other error. */
  denied(
    error: unknown,
    command: string,
    { session, client, requestDigest, trace }: InvokeContext,
    asked?: Pick<Call<CommandName>, 'user' | 'demands' | 'proof'>,
  ): void {
    if (!(error instanceof TeeError) || error.layer === undefined) return;
    const assessment = asked?.demands?.assessed?.assessment;
    const isFraud = assessment?.factors.some(({ rule }) => isBlockingFraud(rule)) === true;
    this.#parts.denials.record({
      error,
      kind: denialKind(error, { isFraud, hasProof: asked?.proof !== undefined }),
      command,
      userId: (asked?.user ?? session?.user)?.id,
      clientId: session?.client.id,
      channelId: client.channelId,
      requestDigest,
      trace: trace.entries,
      content: assessment && { assessment },
    });
  }

  /** Who comes with a binding that is over leaves its key behind. */
  #wipeExpired(error: unknown, { session, params }: Call<CommandName>): void {
    if (!(error instanceof TeeError) || error.reason !== 'binding-expired') return;
    const walletId = walletIdOf(params);
    const user = session?.user;
    if (walletId === undefined || user === undefined) return;
    const { accountKeys, bindings, clock } = this.#services;
    const binding = bindings.find(walletId, user.id);
    if (binding?.walletKey === undefined) return;
    const { storage } = this.#parts;
    const clocks = { nowMs: () => clock.nowMs(), laterMs: () => clock.laterMs() };
    wipeExpiredKeys({ storage, bindings, ...clocks }, [binding]);
    accountKeys.forget(walletId);
  }

  /** What leads to a session has no user whose operations could be remembered, and no session to mint a token for. */
  #open<C extends CommandName>(command: C, call: Call<C>): Answer {
    if (command === 'GET_CHALLENGE' || command === 'OPEN_SESSION') {
      const isWithin = this.#parts.openings.take(command, call.client.channelId);
      const expected = `${OPENING_RATE.requests} / ${OPENING_RATE.perMs} ms`;
      if (!isWithin) call.trace.check(1, 'rate-limit', () => ({ expected, refusal: 'rate-limited' }));
    }
    const outcome = handlers[command].handle(call, this.#services);
    return answerOf(command, outcome, (change) => this.#commit(call, change));
  }

  /** Layer 3's limits and layer 4, then the command, which redeems the token. */
  #act<C extends CommandName>(
    command: C,
    call: Call<C>,
    request: OperationRequest,
    admission: Admission,
  ): Answer {
    const { framework } = this.#parts;
    const grant: Grant = call.steps.measure('authorize', 0, () =>
      framework.authorize(request, admission, call.demands, call.trace),
    );
    const authorized = { ...call, conditions: grant.conditions };
    const { operationId, session } = call;
    if (operationId === undefined || session === undefined) {
      framework.redeem(request, admission, grant);
      return answerOf(command, handlers[command].handle(authorized, this.#services), undefined);
    }
    const actor = actorOf(command, session, call.user);
    return answerOf(command, handlers[command].handle(authorized, this.#services), (change) => {
      const digest = this.#rememberedDigest(command, operationId, call.payloadDigest);
      return this.#commit(call, change, {
        redeem: () => framework.redeem(request, admission, grant),
        remember: (tx, result) => this.#remember(tx, actor, operationId, { command, digest }, result),
      });
    });
  }

  /** What the table says is told once is not kept: only that it was. */
  #remember(
    tx: Transaction,
    actor: string,
    operationId: OperationId,
    { command, digest }: { command: CommandName; digest: Uint8Array },
    result: unknown,
  ): void {
    const kept = JSON.stringify(commands[command].keepsResult ? result : null);
    rememberOperation(this.#parts.storage, tx, actor, operationId, { command, digest, result: kept });
  }

  /**
   * The result of an operation id that was used before, which then consumes nothing.
   * @throws ACCESS_CONFLICT operation-conflict · BAD_STATE answer-not-kept
   */
  #committedBefore<C extends CommandName>(command: C, call: Call<C>): { result: unknown } | undefined {
    const { operationId, session } = call;
    if (operationId === undefined || session === undefined) return undefined;
    const before = findOperation(this.#parts.storage, actorOf(command, session, call.user), operationId);
    if (before === undefined) return undefined;
    const digest = this.#rememberedDigest(command, operationId, call.payloadDigest);
    const same = before.command === command && equalBytes(before.digest, digest);
    if (!same) throw refusal('operation-conflict');
    if (!commands[command].keepsResult) throw refusal('answer-not-kept');
    return { result: JSON.parse(before.result) };
  }

  /**
   * What a repetition is told by. A digest that covers a password would let whoever has the file and the master key
   * guess that quickly: so to try one costs there as much as it does where the password wraps its user's key.
   */
  #rememberedDigest(command: CommandName, id: OperationId, payloadDigest: Uint8Array): Uint8Array {
    if (Object.keys(commands[command].secrets).length === 0) return payloadDigest;
    return this.#parts.kdf(payloadDigest, base64UrlToBytes(id), PASSWORD_PARAMETERS);
  }

  #demandsOf<C extends CommandName>(command: C, call: Call<C>): Demands | undefined {
    const { demands }: { readonly demands?: Demander<C> } = handlers[command];
    return demands?.(call, this.#services);
  }

  /** One transaction: the change, its log row, the operation. The signature of the answer plays no part in it. */
  #commit<R>(
    { steps }: InvokeContext,
    { plaintexts, store, committed }: Change<R>,
    operation?: { redeem(): void; remember(tx: Transaction, result: R): void },
  ): R {
    const { storage } = this.#parts;
    const sizeBytes = plaintexts.reduce((size, { length }) => size + length, 0);
    let logId = Number.POSITIVE_INFINITY;
    let value: R;
    try {
      value = steps.measure('store', sizeBytes, () =>
        storage.write((tx) => {
          logId = tx.logId;
          operation?.redeem();
          const { log, result } = store(tx);
          operation?.remember(tx, result);
          return { log, value: result };
        }),
      );
    } catch (error) {
      // What storage owes its files after a commit can fail: what was committed stands all the same.
      if (storage.listLogs({ limit: 1 }).total >= logId) committed?.();
      throw error;
    } finally {
      wipe(...plaintexts);
    }
    committed?.();
    return value;
  }
}

/**
 * What the command's file gave, once its change is committed: where there is no `commit`, it may change nothing.
 * Secrets that do not leave the TA are zeroed here. @throws GENERIC internal where the file broke the table's word
 */
function answerOf<R>(
  command: CommandName,
  outcome: Outcome<R>,
  commit: ((change: Change<R>) => R) | undefined,
): Answer {
  const change = 'change' in outcome ? outcome.change : undefined;
  const { secrets = [] } = 'change' in outcome ? outcome.change : outcome;
  try {
    const { answerSecrets, changesState } = commands[command];
    if (!haveLengths(secrets, Object.values(answerSecrets))) throw refusal('defect');
    if ('change' in outcome && commit !== undefined) return { result: commit(outcome.change), secrets };
    if ('change' in outcome || changesState) throw refusal('defect');
    return { result: outcome.result, secrets };
  } catch (error) {
    wipe(...secrets, ...(change?.plaintexts ?? []));
    throw error;
  }
}

/** The operation to authorize; nothing for what leads to a session. */
function requestOf<C extends CommandName>(command: C, call: Call<C>): OperationRequest | undefined {
  const { access } = commands[command];
  const { session, proof, proofPasswords, payloadDigest, requestDigest, driverContext, atMs, client } = call;
  if (access === undefined) return undefined;
  if (session === undefined) throw refusal('no-session');
  const walletId = walletIdOf(call.params);
  return {
    session,
    command,
    access,
    walletId,
    proof,
    proofPasswords,
    payloadDigest,
    requestDigest,
    driverContext,
    atMs,
    measurement: client.measurement,
  };
}

function walletIdOf(params: unknown): WalletId | undefined {
  return walletIdSchema.safeParse(Reflect.get(Object(params), 'walletId')).data;
}
