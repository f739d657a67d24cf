// JSON-RPC 2.0 as text: what is asked, and what an answer says, judged before anybody believes it. Pure.
import { z } from '../../tee-sim/protocol/schema.ts';
import { cleanForeignText } from './foreign-text.ts';
import { NetworkError } from './network-error.ts';

/** A question with the form that its answer must have. */
export interface RpcCall<T> {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly result: z.ZodType<T>;
}

export type Settled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: NetworkError };

/** Whoever answers questions: one endpoint, for as long as one signal lives. */
export interface Rpc {
  /** @throws NetworkError */
  call<T>(call: RpcCall<T>): Promise<T>;
  /** In the order asked; a call that the node refuses fails alone. @throws NetworkError when all of it failed */
  batch<T>(calls: readonly RpcCall<T>[]): Promise<Settled<T>[]>;
}

export interface Speaker {
  readonly label: string;
  readonly secrets: readonly string[];
}

const errorSchema = z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() });
const answerSchema = z.object({
  id: z.union([z.number(), z.string(), z.null()]).optional(),
  result: z.unknown().optional(),
  error: z.union([errorSchema, z.null()]).optional(),
});
type Answer = z.output<typeof answerSchema>;

export function encodeCall(id: number, { method, params }: RpcCall<unknown>): object {
  return { jsonrpc: '2.0', id, method, params };
}

/** @throws NetworkError not-json */
export function parseJson(text: string, endpoint: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NetworkError('not-json', { endpoint });
  }
}

/** The answer to one call. @throws NetworkError bad-answer, rpc-error, rate-limited */
export function readAnswer<T>(json: unknown, id: number, call: RpcCall<T>, speaker: Speaker): T {
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) throw new NetworkError('bad-answer', { endpoint: speaker.label });
  const { error } = parsed.data;
  // Of a request that it could not even read a node need not know the id.
  if (error != null) throw rpcError(error, speaker);
  if (parsed.data.id !== id) throw new NetworkError('bad-answer', { endpoint: speaker.label });
  return resultOf(parsed.data, call, speaker);
}

/** One answer for each call, in any order. @throws NetworkError bad-answer when that is not what it is */
export function readBatch<T>(
  json: readonly unknown[],
  firstId: number,
  calls: readonly RpcCall<T>[],
  speaker: Speaker,
): Settled<T>[] {
  const byId = new Map<unknown, unknown>();
  // A million items are not looked at to find that there are too many.
  const isWhole = json.length === calls.length;
  if (isWhole) for (const item of json) byId.set(answerSchema.safeParse(item).data?.id, item);
  if (calls.some((_, i) => !byId.has(firstId + i)))
    throw new NetworkError('bad-answer', { endpoint: speaker.label });
  return calls.map((call, i) => settle(() => readAnswer(byId.get(firstId + i), firstId + i, call, speaker)));
}

function settle<T>(run: () => T): Settled<T> {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    if (error instanceof NetworkError) return { ok: false, error };
    throw error;
  }
}

function resultOf<T>(answer: Answer, call: RpcCall<T>, speaker: Speaker): T {
  if (!Object.hasOwn(answer, 'result')) throw new NetworkError('bad-answer', { endpoint: speaker.label });
  const parsed = call.result.safeParse(answer.result);
  if (!parsed.success) throw new NetworkError('bad-answer', { endpoint: speaker.label });
  return parsed.data;
}

/** EIP-1474's "limit exceeded", and how those say it who do not use its code. */
const TOO_MANY = /rate.?limit|too many requests|exceeded .*(?:capacity|quota)|compute units/i;

function rpcError({ code, message, data }: z.output<typeof errorSchema>, speaker: Speaker): NetworkError {
  const rpc = {
    code: Number.isSafeInteger(code) ? code : 0,
    message: cleanForeignText(message, 300, speaker.secrets),
  };
  const endpoint = speaker.label;
  if (code === -32_005 || TOO_MANY.test(message)) return new NetworkError('rate-limited', { endpoint, rpc });
  return new NetworkError('rpc-error', { endpoint, rpc, data });
}
