// One POST of JSON text to an endpoint, and its answer as text. Bounded in time and size while it is read; goes
// nowhere but to the address it was given.
import { bytesToUtf8, concatBytes } from '../../tee-sim/protocol/bytes.ts';
import type { EndpointAddress } from './endpoint-url.ts';
import { NetworkError } from './network-error.ts';

export const MAX_BODY_BYTES = 2 * 1_048_576;
/** An endpoint may ask for more; nobody waits longer. */
const MAX_RETRY_AFTER_MS = 30_000;

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface PostOptions {
  readonly signal: AbortSignal;
  /** For all of it: connecting, sending, reading to the end. */
  readonly timeoutMs: number;
}

/** @throws NetworkError */
export async function postJson(
  endpoint: EndpointAddress,
  body: string,
  { signal, timeoutMs }: PostOptions,
): Promise<HttpAnswer> {
  const tooLate = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(endpoint.authorization === undefined ? {} : { authorization: endpoint.authorization }),
      },
      body,
      // Followed, it would carry body and credentials to a place that nobody chose.
      redirect: 'manual',
      signal: AbortSignal.any([signal, tooLate]),
    });
    const refusal = refusalOf(response, endpoint.label);
    if (refusal !== undefined) {
      await response.body?.cancel();
      throw refusal;
    }
    return { status: response.status, text: await readText(response, endpoint.label) };
  } catch (error) {
    if (error instanceof NetworkError) throw error;
    if (signal.aborted) throw new NetworkError('cancelled');
    if (tooLate.aborted) throw new NetworkError('timed-out', { endpoint: endpoint.label });
    throw connectionError(error, endpoint.label);
  }
}

/** What the status alone decides. */
function refusalOf({ status, type, headers }: Response, endpoint: string): NetworkError | undefined {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400))
    return new NetworkError('redirected', { endpoint });
  if (status === 401 || status === 403 || status === 407)
    return new NetworkError('unauthorized', { endpoint });
  if (status === 429) {
    const retryAfterMs = retryAfter(headers.get('retry-after'));
    return new NetworkError('rate-limited', { endpoint, retryAfterMs });
  }
  if (status >= 502) return new NetworkError('server-error', { endpoint });
  return undefined;
}

function retryAfter(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds * 1_000, MAX_RETRY_AFTER_MS) : undefined;
}

/** Counts what it decompressed, so that a small body cannot become a large one. */
async function readText(response: Response, endpoint: string): Promise<string> {
  if (Number(response.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
    await response.body?.cancel();
    throw new NetworkError('too-large', { endpoint });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early ends the connection.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new NetworkError('too-large', { endpoint });
    chunks.push(chunk);
  }
  try {
    return bytesToUtf8(concatBytes(...chunks));
  } catch {
    throw new NetworkError('not-json', { endpoint });
  }
}

/** The other end is not who it should be; found out before anything is sent. What *it* says of ours may come later. */
const CERTIFICATE = /^(?!ERR_SSL_).*(?:CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;
const TLS = /TLS|SSL|^EPROTO$/;

function connectionError(error: unknown, endpoint: string): NetworkError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = textOf(cause, 'code');
  if (CERTIFICATE.test(code)) return new NetworkError('tls', { endpoint, mayHaveArrived: false });
  if (TLS.test(code)) return new NetworkError('tls', { endpoint });
  if (neverConnected(cause, code))
    return new NetworkError('unreachable', { endpoint, mayHaveArrived: false });
  // What undici throws once there was a head: the body broke off, or is not compressed as it says.
  const wasReading = error instanceof TypeError && error.message === 'terminated';
  return new NetworkError(wasReading ? 'incomplete' : 'unreachable', { endpoint });
}

/** No connection ever stood, so nothing can have arrived. Some codes also end connections that did stand. */
function neverConnected(cause: unknown, code: string): boolean {
  const isOfSeveralAddresses = cause instanceof AggregateError;
  const isConnecting = ['connect', 'getaddrinfo'].includes(textOf(cause, 'syscall'));
  return isOfSeveralAddresses || isConnecting || code === 'UND_ERR_CONNECT_TIMEOUT';
}

function textOf(error: unknown, key: 'code' | 'syscall'): string {
  const value =
    typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : '';
}
