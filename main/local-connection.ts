// One local client's connection: first it says who it is, then it attests and invokes on a channel of its own.
// Must never do anything for a client whose program was not measured, nor outgrow its bounds whatever it sends.
import type { Socket } from 'node:net';
import { TeeError, toTeeFailure } from '../tee-sim/protocol/codes.ts';
import type { DriverContext } from '../tee-sim/protocol/envelope.ts';
import { encodeFrame, FrameReader, MAX_REQUEST_FRAME_BYTES } from './local-frames.ts';
import {
  type LocalAnswer,
  type LocalHello,
  type LocalRequest,
  localRequestSchema,
} from './local-messages.ts';
import type { Log } from './log-entry.ts';
import type { NamedProgram } from './peer-program.ts';
import type { TeeDriver } from './tee-driver.ts';
import type { LocalClient } from './tee-requests.ts';

export interface LocalService {
  readonly tee: Pick<TeeDriver, 'attest' | 'invoke' | 'closeChannel'>;
  readonly contextOf: (channelId: string) => DriverContext;
  readonly measure: (named: NamedProgram) => Promise<Uint8Array>;
  readonly log: Log;
}

/** Requests of one connection that run at once; what else it sends waits in its own pipe. */
const MAX_RUNNING = 4;
const HELLO_WITHIN_MS = 5_000;
/** Longer than a session lives without use. */
const IDLE_MS = 70 * 60_000;

/** Serves until either side ends it. Never rejects. */
export async function serveConnection(
  socket: Socket,
  channelId: string,
  service: LocalService,
): Promise<void> {
  const deadline = setTimeout(() => socket.destroy(), HELLO_WITHIN_MS);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  // Told by the loop below; without a listener it would end the app.
  socket.on('error', () => undefined);
  try {
    const messages = requestsOf(socket);
    const first = await messages.next();
    if (first.done === true) return;
    const measurement = await sayHello(socket, first.value, service);
    clearTimeout(deadline);
    await serveRequests(socket, messages, { channelId, measurement }, service);
  } catch (error) {
    // A connection that broke off is nobody's fault.
    if (!socket.destroyed) service.log('local-client-refused', { name: nameOf(error) });
  } finally {
    clearTimeout(deadline);
    socket.destroySoon();
    // A TEE that died meanwhile has ended them itself.
    await service.tee.closeChannel(channelId).catch(() => undefined);
  }
}

function nameOf(error: unknown): string {
  return error instanceof TeeError ? 'program' : 'malformed';
}

/** @throws RangeError · SyntaxError · ZodError: what it sends cannot be made sense of */
async function* requestsOf(socket: Socket): AsyncGenerator<LocalRequest, void> {
  const reader = new FrameReader(MAX_REQUEST_FRAME_BYTES);
  // Reading goes on only when a request is asked for: that is what holds a hasty client back.
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    for (const message of reader.read(chunk as Buffer)) yield localRequestSchema.parse(message);
  }
}

/** @throws TeeError after it was answered · TypeError anything but a greeting */
async function sayHello(socket: Socket, request: LocalRequest, service: LocalService): Promise<Uint8Array> {
  if (request.call !== 'hello') throw new TypeError('no greeting');
  const { id, pid, program }: LocalHello = request;
  try {
    const measurement = await service.measure({ pid, program });
    await send(socket, { id, ok: true, value: {} });
    return measurement;
  } catch (error) {
    await send(socket, { id, ok: false, error: toTeeFailure(error, 'COMMS') });
    throw error;
  }
}

async function serveRequests(
  socket: Socket,
  requests: AsyncGenerator<LocalRequest, void>,
  client: LocalClient,
  service: LocalService,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const request of requests) {
    while (running.size >= MAX_RUNNING) await Promise.race(running);
    const work = answer(request, client, service)
      .then((sent) => send(socket, sent))
      .finally(() => running.delete(work));
    running.add(work);
  }
  await Promise.all(running);
}

async function answer(
  request: LocalRequest,
  client: LocalClient,
  { tee, contextOf }: LocalService,
): Promise<LocalAnswer> {
  const { id } = request;
  try {
    return { id, ok: true, value: await carryOut(request, client, tee, contextOf(client.channelId)) };
  } catch (error) {
    return { id, ok: false, error: toTeeFailure(error, 'COMMS') };
  }
}

function carryOut(
  request: LocalRequest,
  client: LocalClient,
  tee: LocalService['tee'],
  context: DriverContext,
): Promise<unknown> {
  switch (request.call) {
    case 'attest':
      return tee.attest(request.clientNonce, client.channelId);
    case 'invoke':
      return tee.invoke(request.envelope, context, client);
    case 'hello':
      return Promise.reject(new TeeError('BAD_STATE', 'malformed', 'COMMS'));
  }
}

/** Resolves once it is on its way, or never can be: answers that nobody fetches do not pile up. */
function send(socket: Socket, message: LocalAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    socket.once('close', resolve);
    socket.write(encodeFrame(message), () => {
      socket.removeListener('close', resolve);
      resolve();
    });
  });
}
