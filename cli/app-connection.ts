// The way from a program of this user to the TEE of the running app: its local socket. Carries sealed bytes only.
// Must never leave a request waiting once the app is gone.
import { connect, type Socket } from 'node:net';
import {
  encodeFrame,
  FrameReader,
  MAX_ANSWER_FRAME_BYTES,
  MAX_REQUEST_FRAME_BYTES,
} from '../main/local-frames.ts';
import { type LocalAnswer, type LocalRequestText, localAnswerSchema } from '../main/local-messages.ts';
import type { TeeTransport } from '../tee-sim/client/attestor.ts';
import { bytesToBase64Url } from '../tee-sim/protocol/bytes.ts';
import { TeeError } from '../tee-sim/protocol/codes.ts';
import { signedTextSchema } from '../tee-sim/protocol/envelope.ts';
import { CheckFailed } from './failures.ts';

export interface AppConnection {
  readonly transport: TeeTransport;
  close(): void;
}

/** As sent: the id is this file's. */
type Asked<T = LocalRequestText> = T extends LocalRequestText ? Omit<T, 'id'> : never;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: TeeError) => void;
}

/** Longer than the driver's own patience, so that its word comes first. */
const ANSWER_WITHIN_MS = 40_000;

/**
 * Connects and says which program this is.
 * @throws CheckFailed app-running nobody listens there · TeeError ACCESS_DENIED client-proof the app does not believe it
 */
export async function connectToApp(address: string, program: string): Promise<AppConnection> {
  const socket = await open(address);
  const requests = new SocketRequests(socket);
  await requests.ask({ call: 'hello', pid: process.pid, program });
  return {
    transport: {
      attest: async (nonce) =>
        signedOr(await requests.ask({ call: 'attest', clientNonce: bytesToBase64Url(nonce) })),
      invoke: async (envelope) => signedOr(await requests.ask({ call: 'invoke', envelope })),
    },
    close: () => socket.destroy(),
  };
}

function open(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('error', () => reject(new CheckFailed('COMMUNICATION', 'app-running')));
    socket.once('connect', () => resolve(socket));
  });
}

/** In its wire form, which the client judges again. @throws COMMUNICATION answer-mismatch */
function signedOr(value: unknown): { payload: string; signature: string } {
  if (!signedTextSchema.safeParse(value).success) throw mismatch();
  return value as { payload: string; signature: string };
}

class SocketRequests {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new FrameReader(MAX_ANSWER_FRAME_BYTES);
    socket.on('data', (chunk: Buffer) => this.#receive(reader, chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#rejectAll());
  }

  /** @throws TeeError what the app answered · TIMEOUT tee-slow · TARGET_DEAD tee-stopped · EXCESS_DATA too-large */
  ask(request: Asked): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const frame = encodeFrame({ ...request, id });
    if (frame.length > MAX_REQUEST_FRAME_BYTES) {
      return Promise.reject(new TeeError('EXCESS_DATA', 'too-large', 'COMMS'));
    }
    if (this.#socket.destroyed) return Promise.reject(gone());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#take(id)?.reject(new TeeError('TIMEOUT', 'tee-slow', 'COMMS'));
      }, ANSWER_WITHIN_MS);
      this.#waiting.set(id, {
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#socket.write(frame);
    });
  }

  #receive(reader: FrameReader, chunk: Buffer): void {
    try {
      for (const message of reader.read(chunk)) this.#settle(localAnswerSchema.parse(message));
    } catch {
      // What it says cannot be made sense of: nothing after it can.
      this.#socket.destroy();
    }
  }

  #settle(answer: LocalAnswer): void {
    const waiting = this.#take(answer.id);
    if (answer.ok) waiting?.resolve(answer.value);
    else waiting?.reject(new TeeError(answer.error.code, answer.error.reason, answer.error.origin));
  }

  #rejectAll(): void {
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(gone());
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}

function gone(): TeeError {
  return new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS');
}

function mismatch(): TeeError {
  return new TeeError('COMMUNICATION', 'answer-mismatch', 'COMMS');
}
