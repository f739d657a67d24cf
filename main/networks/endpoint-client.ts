// One endpoint: asks, in batches where it takes them, not more often than it likes, and knows which chain it is of.
import type { EndpointAddress } from './endpoint-url.ts';
import { type HttpAnswer, postJson } from './http-post.ts';
import {
  encodeCall,
  parseJson,
  type Rpc,
  type RpcCall,
  readAnswer,
  readBatch,
  type Settled,
} from './json-rpc.ts';
import { NetworkError, throwIfCancelled } from './network-error.ts';
import { chainIdCall } from './rpc-calls.ts';
import { type BucketRate, TokenBucket } from './token-bucket.ts';

const TIMEOUT_MS = 10_000;
const MAX_BATCH = 100;
/** When a batch is refused, smaller ones are tried, at last single calls. */
const SHRINK = 10;
/** Single calls in place of a batch, at the same time. */
const PARALLEL = 4;
const REMOTE: BucketRate = { perSecond: 100, burst: 300 };
const LOOPBACK: BucketRate = { perSecond: 20_000, burst: 20_000 };
/** What is signed goes out at once, however much is asked meanwhile, and however long questions are to pause. */
const PAYMENTS: BucketRate = { perSecond: 10, burst: 20 };

/** Whose turn a request takes: that of the page's questions, or that of payments. */
export type Lane = 'questions' | 'payments';

export interface EndpointOptions {
  readonly timeoutMs?: number | undefined;
  readonly rate?: BucketRate | undefined;
}

interface Asking {
  readonly signal: AbortSignal;
  readonly lane: Lane;
}

/** Questions to one host draw from one bucket: whoever asks for clients again and again gets no more of it. */
export class EndpointClients {
  readonly #options: EndpointOptions;
  /** Of hosts of saved networks, and of those that a person allowed. */
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: EndpointOptions = {}) {
    this.#options = options;
  }

  to(address: EndpointAddress): EndpointClient {
    const { origin } = new URL(address.url);
    const bucket = this.#buckets.get(origin) ?? questionBucket(address, this.#options.rate);
    this.#buckets.set(origin, bucket);
    return new EndpointClient(address, this.#options, bucket);
  }
}

function questionBucket({ isLoopback }: EndpointAddress, rate?: BucketRate): TokenBucket {
  return new TokenBucket(rate ?? (isLoopback ? LOOPBACK : REMOTE));
}

export class EndpointClient {
  readonly address: EndpointAddress;
  readonly #buckets: Readonly<Record<Lane, TokenBucket>>;
  readonly #timeoutMs: number;
  #maxBatch = MAX_BATCH;
  #nextId = 1;
  #requests = 0;
  #chainId: number | undefined;

  constructor(
    address: EndpointAddress,
    { timeoutMs = TIMEOUT_MS, rate }: EndpointOptions = {},
    questions = questionBucket(address, rate),
  ) {
    this.address = address;
    this.#timeoutMs = timeoutMs;
    this.#buckets = { questions, payments: new TokenBucket(PAYMENTS) };
  }

  /** HTTP requests so far. */
  get requests(): number {
    return this.#requests;
  }

  bind(signal: AbortSignal, lane: Lane = 'questions'): Rpc {
    const asking = { signal, lane };
    return {
      call: (call) => this.#call(call, asking),
      batch: (calls) => this.#batch(calls, asking),
    };
  }

  /** Asked once, and again when `fresh`. @throws NetworkError wrong-chain, or why it cannot be known */
  async requireChain(
    expected: number,
    signal: AbortSignal,
    fresh: boolean,
    lane: Lane = 'questions',
  ): Promise<void> {
    if (fresh || this.#chainId === undefined) this.#chainId = await this.#call(chainIdCall, { signal, lane });
    const actual = this.#chainId;
    if (actual === expected) return;
    this.#chainId = undefined;
    throw new NetworkError('wrong-chain', {
      endpoint: this.address.label,
      chain: { expected, actual },
      mayHaveArrived: false,
    });
  }

  /** What is at that address may be another node when it is there again. */
  forgetChain(): void {
    this.#chainId = undefined;
  }

  async #call<T>(call: RpcCall<T>, asking: Asking): Promise<T> {
    const id = this.#takeIds(1);
    const answer = await this.#post(JSON.stringify(encodeCall(id, call)), 1, asking);
    return readAnswer(this.#parse(answer), id, call, this.#speaker);
  }

  async #batch<T>(calls: readonly RpcCall<T>[], asking: Asking): Promise<Settled<T>[]> {
    const settled: Settled<T>[] = [];
    let size = this.#maxBatch;
    let taken = size;
    while (settled.length < calls.length) {
      throwIfCancelled(asking.signal);
      const left = calls.slice(settled.length);
      const answers =
        size === 1 ? await this.#oneByOne(left, asking) : await this.#oneBatch(left.slice(0, size), asking);
      if (typeof answers === 'object') settled.push(...answers);
      else size = Math.max(1, Math.floor(size / SHRINK));
      if (answers === 'refused') taken = size;
    }
    // What is too large is so for these questions; a refusal is for good, once fewer were answered: else all was refused.
    this.#maxBatch = Math.min(this.#maxBatch, taken);
    return settled;
  }

  async #oneBatch<T>(
    calls: readonly RpcCall<T>[],
    asking: Asking,
  ): Promise<Settled<T>[] | 'refused' | 'too-large'> {
    const id = this.#takeIds(calls.length);
    const body = JSON.stringify(calls.map((call, i) => encodeCall(id + i, call)));
    let answer: HttpAnswer;
    try {
      answer = await this.#post(body, calls.length, asking);
    } catch (error) {
      if (error instanceof NetworkError && error.reason === 'too-large') return 'too-large';
      throw error;
    }
    if (answer.status >= 400) return 'refused';
    const json = this.#parse(answer);
    return Array.isArray(json) ? readBatch(json, id, calls, this.#speaker) : this.#refused(json, id, calls);
  }

  /** One object in place of a list: "no batches", unless it says something else. */
  #refused<T>(json: unknown, id: number, calls: readonly RpcCall<T>[]): 'refused' {
    const [first] = calls;
    try {
      if (first !== undefined) readAnswer(json, id, first, this.#speaker);
    } catch (error) {
      if (error instanceof NetworkError && error.reason === 'rpc-error') return 'refused';
      throw error;
    }
    throw new NetworkError('bad-answer', { endpoint: this.address.label });
  }

  async #oneByOne<T>(calls: readonly RpcCall<T>[], asking: Asking): Promise<Settled<T>[]> {
    const settled: Settled<T>[] = [];
    for (let i = 0; i < calls.length; i += PARALLEL) {
      const some = calls.slice(i, i + PARALLEL).map((call) => this.#settled(call, asking));
      settled.push(...(await Promise.all(some)));
    }
    return settled;
  }

  async #settled<T>(call: RpcCall<T>, asking: Asking): Promise<Settled<T>> {
    try {
      return { ok: true, value: await this.#call(call, asking) };
    } catch (error) {
      const isAnswer =
        error instanceof NetworkError && (error.reason === 'rpc-error' || error.reason === 'bad-answer');
      if (isAnswer) return { ok: false, error };
      throw error;
    }
  }

  async #post(body: string, weight: number, { signal, lane }: Asking): Promise<HttpAnswer> {
    await this.#buckets[lane].take(weight, signal);
    this.#requests += 1;
    try {
      return await postJson(this.address, body, { signal, timeoutMs: this.#timeoutMs });
    } catch (error) {
      if (error instanceof NetworkError) {
        if (error.retryAfterMs !== undefined) this.#buckets.questions.pause(error.retryAfterMs);
        if (error.isTransient) this.forgetChain();
      }
      throw error;
    }
  }

  /** An error status with anything but JSON is the server's, not the node's. */
  #parse({ status, text }: HttpAnswer): unknown {
    try {
      return parseJson(text, this.address.label);
    } catch (error) {
      throw status >= 500 ? new NetworkError('server-error', { endpoint: this.address.label }) : error;
    }
  }

  get #speaker() {
    return { label: this.address.label, secrets: this.address.secrets };
  }

  #takeIds(count: number): number {
    const id = this.#nextId;
    this.#nextId = (id + count) % 1_000_000_000;
    return id;
  }
}
