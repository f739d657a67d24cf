// The digest of what an operation is: computed alike by TEE and client, so that a proof can name the very operation
// that it is for, and a repetition can be told from something else under the same id.
import { bytesToBase64Url, lengthPrefixed, utf8ToBytes, wipe } from './bytes.ts';
import { LABELS } from './envelope.ts';

/** The parsed parts of a command, in the order of their schemas; without the proof and its secrets. */
export interface OperationContent {
  readonly params: unknown;
  readonly features: unknown;
  readonly secrets: readonly Uint8Array[];
}

/**
 * SM3(lp(label) ‖ lp(command) ‖ lp(params) ‖ lp(features) ‖ lp(secret)…), 32 bytes, over parsed params and features
 * as JSON, so that key order and spelling of the sent text do not matter. `bigint` and bytes become text.
 */
export function operationDigest(
  { sm3 }: { readonly sm3: (...parts: readonly Uint8Array[]) => Uint8Array },
  command: string,
  { params, features, secrets }: OperationContent,
): Uint8Array {
  const parts = [LABELS.operationDigest, command, canonicalJson(params), canonicalJson(features)].map(
    utf8ToBytes,
  );
  const input = lengthPrefixed(...parts, ...secrets);
  try {
    return sm3(input);
  } finally {
    wipe(input, ...parts);
  }
}

function canonicalJson(value: unknown): string {
  const plain = (_key: string, part: unknown): unknown => {
    if (typeof part === 'bigint') return part.toString();
    return part instanceof Uint8Array ? bytesToBase64Url(part) : part;
  };
  return JSON.stringify(value, plain) ?? '';
}
