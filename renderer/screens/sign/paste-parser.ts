// What somebody pasted to be signed: unsigned bytes in hex, or JSON of a transaction, typed data, a user operation or
// an authorization. Pure and strict: nothing is dropped, rounded or guessed. The TEE judges everything again.
import {
  authorizationSchema,
  MAX_DATA_BYTES,
  transactionSchema,
  userOperationSchema,
  userOperationTargetSchema,
} from '../../../tee-sim/protocol/ethereum.ts';
import type { z } from '../../../tee-sim/protocol/schema.ts';
import type { Prepare } from '../../signing/prepare.ts';
import { has, isFields, PasteError, type PasteProblem } from './paste-error.ts';
import { authorizationFields, transactionFields, userOperationFields } from './paste-fields.ts';

/** What is to be prepared, without who signs it. */
export type Pasted =
  | { readonly ok: true; readonly content: Prepare['content'] }
  | { readonly ok: false; readonly problem: PasteProblem; readonly field?: string | undefined };

/** As PREPARE_TRANSACTION and PREPARE_MESSAGE take them at most. */
const MAX_UNSIGNED_BYTES = 2 * MAX_DATA_BYTES;
const MAX_TYPED_DATA = 262_144;
const MAX_JSON = 1_000_000;

/** `signer`: the address of the account that is to sign. */
export function parsePasted(text: string, signer: string): Pasted {
  try {
    return { ok: true, content: contentOf(text.trim(), signer) };
  } catch (error) {
    if (!(error instanceof PasteError)) throw error;
    return { ok: false, problem: error.problem, field: error.field };
  }
}

function contentOf(text: string, signer: string): Prepare['content'] {
  if (text === '') throw new PasteError('empty');
  if (/^[{["]/.test(text)) return jsonContent(text, signer);
  if (/^(0x)?[0-9a-fA-F\s]+$/.test(text)) return unsignedContent(text);
  throw new PasteError('unknown');
}

/** Line breaks that came with copying are not part of it. */
function unsignedContent(text: string): Prepare['content'] {
  const digits = text.replace(/\s/g, '').replace(/^0x/, '').toLowerCase();
  if (digits.length % 2 === 1) throw new PasteError('odd-hex');
  if (digits.length === 64) throw new PasteError('looks-like-key');
  if (digits.length > 2 * MAX_UNSIGNED_BYTES) throw new PasteError('too-large');
  return { kind: 'transaction', transaction: { unsigned: `0x${digits}` } };
}

function jsonContent(text: string, signer: string): Prepare['content'] {
  if (text.length > MAX_JSON) throw new PasteError('too-large');
  const value = parsedJson(text);
  if (!isFields(value)) throw new PasteError('unknown');
  if (has(value, 'types') || has(value, 'primaryType')) return typedDataContent(text);
  if (has(value, 'userOperation') || has(value, 'callData') || has(value, 'sender')) {
    const { target, userOperation } = userOperationFields(value);
    return {
      kind: 'user-operation',
      target: checked(userOperationTargetSchema, target),
      userOperation: checked(userOperationSchema, userOperation),
    };
  }
  const isAuthorization = ['address', 'contractAddress'].some((name) => has(value, name));
  if (isAuthorization && !has(value, 'to')) {
    return {
      kind: 'delegation',
      authorization: checked(authorizationSchema, authorizationFields(value)),
    };
  }
  const isTransaction = ['to', 'data', 'input', 'gas', 'gasLimit', 'value', 'nonce'].some((name) =>
    has(value, name),
  );
  if (!isTransaction) throw new PasteError('unknown');
  return { kind: 'transaction', transaction: checked(transactionSchema, transactionFields(value, signer)) };
}

/** Goes to the TEE letter by letter: it reads numbers without rounding them. */
export function typedDataContent(text: string): Prepare['content'] {
  if (text.length > MAX_TYPED_DATA) throw new PasteError('too-large');
  return { kind: 'message', message: { kind: 'typed-data', json: text } };
}

/** Text that is JSON of an object that may be typed data; the TEE looks at the rest. */
export function parseTypedData(text: string): Pasted {
  try {
    const trimmed = text.trim();
    if (trimmed === '') throw new PasteError('empty');
    const value = parsedJson(trimmed);
    if (!isFields(value)) throw new PasteError('unknown');
    for (const name of ['types', 'primaryType', 'domain', 'message']) {
      if (!has(value, name)) throw new PasteError('missing-field', name);
    }
    return { ok: true, content: typedDataContent(trimmed) };
  } catch (error) {
    if (!(error instanceof PasteError)) throw error;
    return { ok: false, problem: error.problem, field: error.field };
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PasteError('json');
  }
}

/** The same value, once the TEE's own schema takes it. */
function checked<I>(schema: z.ZodType<unknown, I>, value: I): I {
  const parsed = schema.safeParse(value);
  if (parsed.success) return value;
  const path = parsed.error.issues[0]?.path.join('.');
  throw new PasteError('bad-value', path === '' ? undefined : path);
}
