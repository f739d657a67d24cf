// The driver's table of waiting requests: bounded, matched by id, each settled exactly once.
import { failureSchema } from '../preload/contract.ts';
import { TeeError } from '../tee-sim/protocol/codes.ts';
import { type PortAnswer, type PortRequest, portResultSchemas } from '../tee-sim/protocol/port.ts';
import type { z } from '../tee-sim/protocol/schema.ts';

/** More than this many at once is refused, so that no caller can fill the driver's memory. */
export const MAX_WAITING = 128;

type RequestType = PortRequest['type'];
type RequestFields<T extends RequestType> = Omit<Extract<PortRequest, { type: T }>, 'type' | 'id'>;
type RequestResult<T extends RequestType> = z.input<(typeof portResultSchemas)[T]>;

/** A client other than the window, as the driver found it: its channel, and SM3 of its program. */
export type LocalClient = NonNullable<RequestFields<'invoke'>['client']>;

interface Waiting {
  readonly type: RequestType;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: TeeError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class TeeRequests {
  readonly #waiting = new Map<number, Waiting>();
  readonly #timeoutMs: number;
  #lastId = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Posts the request under a new id and waits for its answer.
   * @throws BUSY tee-queue-full · TIMEOUT tee-slow · TARGET_DEAD tee-stopped · COMMUNICATION answer-mismatch,
   * all from COMMS, or the failure that the TEE answered
   */
  send<T extends RequestType>(
    type: T,
    fields: RequestFields<T>,
    post: (request: unknown) => void,
  ): Promise<RequestResult<T>> {
    // Locking and ending are the driver's own, few, and must get through whatever callers do.
    const isLimited = type !== 'lock' && type !== 'close-channel' && type !== 'shutdown';
    if (isLimited && this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(new TeeError('BUSY', 'tee-queue-full', 'COMMS'));
    }
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<RequestResult<T>>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#take(id)?.reject(new TeeError('TIMEOUT', 'tee-slow', 'COMMS'));
      }, this.#timeoutMs);
      this.#waiting.set(id, { type, resolve: resolve as (value: unknown) => void, reject, timer });
      try {
        post({ ...fields, type, id });
      } catch {
        this.#take(id)?.reject(new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS'));
      }
    });
  }

  /** Whether the answer belonged to a waiting request; late, repeated and invented ones do not. */
  settle(answer: Extract<PortAnswer, { type: 'answer' }>): boolean {
    const waiting = this.#take(answer.id);
    if (waiting === undefined) return false;
    if (answer.ok) {
      // Passed on as it came: the client reads the wire form, and judges it again.
      if (portResultSchemas[waiting.type].safeParse(answer.value).success) waiting.resolve(answer.value);
      else waiting.reject(mismatch());
    } else {
      const failure = failureSchema.safeParse(answer.error);
      if (!failure.success) waiting.reject(mismatch());
      else waiting.reject(new TeeError(failure.data.code, failure.data.reason, failure.data.origin));
    }
    return true;
  }

  /** The TEE is gone: what became of these requests is unknown. */
  rejectAll(): void {
    for (const id of [...this.#waiting.keys()]) {
      this.#take(id)?.reject(new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS'));
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return undefined;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    return waiting;
  }
}

function mismatch(): TeeError {
  return new TeeError('COMMUNICATION', 'answer-mismatch', 'COMMS');
}
