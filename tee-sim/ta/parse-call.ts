// Parses a call by the command table: every part of it, also what the command does not take.
import type { CryptoEngine } from '../crypto/engine.ts';
import { refusal } from '../os/refusals.ts';
import { haveLengths, type SecretLength } from '../protocol/command-spec.ts';
import { type CommandName, commands, type ParsedParams } from '../protocol/commands.ts';
import { PASSWORD_BYTES, type RequestProof, requestProofSchema } from '../protocol/factors.ts';
import { type Features, featuresSchema } from '../protocol/features.ts';
import { operationDigest } from '../protocol/operation-digest.ts';
import type { OperationId } from '../protocol/schema.ts';
import type { Call, InvokeContext } from './call.ts';

/** What a request brings for its command, unjudged. */
export interface UnparsedCall {
  readonly params: unknown;
  readonly features: unknown;
  readonly operationId: OperationId | undefined;
  readonly proof: unknown;
  /** The command's own, then the passwords of the proof. */
  readonly secrets: readonly Uint8Array[];
}

/** Nothing in it is authorized yet. @throws BAD_PARAMETERS malformed, operation-id-missing */
export function parseCall<C extends CommandName>(
  engine: Pick<CryptoEngine, 'sm3'>,
  command: C,
  unparsed: UnparsedCall,
  context: InvokeContext,
): Call<C> {
  const spec = commands[command];
  const parsed = spec.params.safeParse(unparsed.params);
  if (!parsed.success) throw refusal('malformed-parameters');
  // The table pairs each name with its schema; TypeScript loses that pairing under an index.
  const params = parsed.data as ParsedParams<C>;
  const features = parseFeatures(spec.features, unparsed.features);
  const proof = parseProof(spec.session, unparsed.proof);
  const ownLengths: readonly SecretLength[] = Object.values(spec.secrets);
  const lengths = [...ownLengths, ...passwordsOf(proof).map(() => PASSWORD_BYTES)];
  if (!haveLengths(unparsed.secrets, lengths)) throw refusal('malformed-parameters');
  if (!spec.changesState && unparsed.operationId !== undefined) throw refusal('malformed-parameters');
  if (spec.changesState && unparsed.operationId === undefined) throw refusal('operation-id-missing');
  const secrets = unparsed.secrets.slice(0, ownLengths.length);
  return {
    ...context,
    params,
    features,
    secrets,
    operationId: unparsed.operationId,
    proof,
    proofPasswords: unparsed.secrets.slice(ownLengths.length),
    payloadDigest: operationDigest(engine, command, { params, features, secrets }),
    user: undefined,
    binding: undefined,
    demands: undefined,
    conditions: [],
  };
}

function parseFeatures(taken: boolean, features: unknown): Features | undefined {
  if (features === undefined) return undefined;
  const parsed = taken ? featuresSchema.safeParse(features) : undefined;
  if (parsed?.success !== true) throw refusal('malformed-parameters');
  return parsed.data;
}

function parseProof(taken: boolean, proof: unknown): RequestProof | undefined {
  if (proof === undefined) return undefined;
  const parsed = taken ? requestProofSchema.safeParse(proof) : undefined;
  if (parsed?.success !== true) throw refusal('malformed-parameters');
  return parsed.data;
}

/** One for each password factor. */
function passwordsOf(proof: RequestProof | undefined): readonly 'password'[] {
  if (proof === undefined) return [];
  const { factors } = proof;
  const named = factors.factor === 'multi-factor' ? [factors.primary, factors.secondary] : [factors];
  return named.flatMap(({ factor }) => (factor === 'password' ? [factor] : []));
}
