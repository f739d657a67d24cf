// The AirAccount Trusted Application: parses a call by the command table, hands it to the command's own file, and
// commits its change together with the operation id. No command can change state any other way.
import type { CryptoEngine } from '../crypto/engine.ts';
import { refusal } from '../os/refusals.ts';
import { equalBytes, wipe } from '../protocol/bytes.ts';
import { type CommandName, commands, type ParsedParams } from '../protocol/commands.ts';
import { type Features, featuresSchema } from '../protocol/features.ts';
import type { OperationId } from '../protocol/schema.ts';
import type { SecureStorage, Transaction } from '../storage/storage.ts';
import { type Call, type Change, type InvokeContext, requireSession, type TaServices } from './call.ts';
import { handlers } from './commands.ts';
import { findOperation, operationDigest, rememberOperation } from './operations.ts';

/** What a request brings for its command, unjudged. */
export interface UnparsedCall {
  readonly params: unknown;
  readonly features: unknown;
  readonly operationId: OperationId | undefined;
  readonly secrets: readonly Uint8Array[];
}

export class TrustedApplication {
  readonly #engine: CryptoEngine;
  readonly #storage: SecureStorage;
  readonly #services: TaServices;

  constructor(engine: CryptoEngine, storage: SecureStorage, services: Omit<TaServices, 'storage'>) {
    this.#engine = engine;
    this.#storage = storage;
    this.#services = { ...services, storage };
  }

  /**
   * GP TA_InvokeCommandEntryPoint. The result is plain data in the table's form.
   * @throws BAD_PARAMETERS malformed, operation-id-missing · ACCESS_CONFLICT operation-conflict · what the
   * command throws
   */
  invoke<C extends CommandName>(command: C, unparsed: UnparsedCall, context: InvokeContext): unknown {
    const call = parseCall(command, unparsed, context);
    if (commands[command].changesState) return this.#once(command, call);
    const outcome = handlers[command](call, this.#services);
    if ('result' in outcome) return outcome.result;
    throw refusal('defect');
  }

  /** Does what the operation id was not yet used for; else answers what came of it, and consumes nothing. */
  #once<C extends CommandName>(command: C, call: Call<C>): unknown {
    const { userId } = requireSession(call);
    const { operationId } = call;
    if (operationId === undefined) throw refusal('operation-id-missing');
    const digest = operationDigest(this.#engine, command, call);
    const before = findOperation(this.#storage, userId, operationId);
    if (before !== undefined) {
      if (!equalBytes(before.digest, digest)) throw refusal('operation-conflict');
      return JSON.parse(before.result);
    }
    const outcome = handlers[command](call, this.#services);
    if (!('change' in outcome)) throw refusal('defect');
    const { plaintexts, store } = outcome.change;
    const sizeBytes = plaintexts.reduce((size, { length }) => size + length, 0);
    try {
      return call.steps.measure('store', sizeBytes, () =>
        this.#commit(store, (tx, result) =>
          rememberOperation(this.#storage, tx, userId, operationId, { command, digest, result }),
        ),
      );
    } finally {
      wipe(...plaintexts);
    }
  }

  /** One transaction: the change, its log row, the operation. The signature of the answer plays no part in it. */
  #commit<R>(store: Change<R>['store'], remember: (tx: Transaction, result: string) => void): R {
    return this.#storage.write((tx) => {
      const { log, result } = store(tx);
      remember(tx, JSON.stringify(result));
      return { log, value: result };
    });
  }
}

/** Judges every part by the command table, also what the command does not take. @throws BAD_PARAMETERS */
function parseCall<C extends CommandName>(
  command: C,
  unparsed: UnparsedCall,
  context: InvokeContext,
): Call<C> {
  const spec = commands[command];
  const params = spec.params.safeParse(unparsed.params);
  if (!params.success) throw refusal('malformed-parameters');
  const lengths = Object.values(spec.secrets);
  const secretsFit =
    unparsed.secrets.length === lengths.length &&
    unparsed.secrets.every((secret, i) => secret.length === lengths[i]);
  if (!secretsFit) throw refusal('malformed-parameters');
  if (!spec.changesState && unparsed.operationId !== undefined) throw refusal('malformed-parameters');
  return {
    ...context,
    // The table pairs each name with its schema; TypeScript loses that pairing under an index.
    params: params.data as ParsedParams<C>,
    features: parseFeatures(spec.features, unparsed.features),
    secrets: unparsed.secrets,
    operationId: unparsed.operationId,
  };
}

function parseFeatures(taken: boolean, features: unknown): Features | undefined {
  if (features === undefined) return undefined;
  const parsed = taken ? featuresSchema.safeParse(features) : undefined;
  if (parsed?.success !== true) throw refusal('malformed-parameters');
  return parsed.data;
}
