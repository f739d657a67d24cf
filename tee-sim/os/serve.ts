// Serves the port: the boot message once, then requests by id. A TEE that could not boot stays up, unattested.
// Must never act on a message that does not fit its schema.
import { wipe } from '../protocol/bytes.ts';
import { toTeeFailure } from '../protocol/codes.ts';
import {
  bootMessageSchema,
  type PortAnswer,
  portRequestSchema,
  type portResultSchemas,
  type Unattested,
} from '../protocol/port.ts';
import { z } from '../protocol/schema.ts';
import { bootTee, type Machine, type Tee } from './boot.ts';
import { exportFiles } from './export-files.ts';
import type { TeePort } from './port.ts';
import { refusal } from './refusals.ts';

type Request = z.output<typeof portRequestSchema>;
type Result = z.input<(typeof portResultSchemas)[keyof typeof portResultSchemas]>;

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'booted'; readonly tee: Tee; readonly ticker: NodeJS.Timeout }
  | { readonly kind: 'unattested'; readonly dataDir: string | undefined };

const TICK_MS = 1_000;

const withId = z.looseObject({ id: z.number().int().min(1) });

/** Answers messages until the port closes or a `shutdown` came. */
export function serve(port: TeePort, machine: Machine): void {
  let state: State = { kind: 'waiting' };
  const stop = (): void => {
    if (state.kind === 'booted') {
      clearInterval(state.ticker);
      state.tee.close();
    }
    state = { kind: 'unattested', dataDir: undefined };
    port.exit(0);
  };
  port.onClose(stop);
  port.onMessage((message) => {
    if (state.kind === 'waiting') {
      state = boot(port, machine, message);
      return;
    }
    const request = portRequestSchema.safeParse(message);
    if (!request.success) {
      refuseMalformed(port, message);
      return;
    }
    port.post(answer(state, request.data));
    if (request.data.type === 'shutdown') stop();
  });
}

function boot(port: TeePort, machine: Machine, message: unknown): State {
  const request = bootMessageSchema.safeParse(message);
  try {
    if (!request.success) throw refusal('malformed-parameters');
    const tee = bootTee(request.data, machine);
    port.post({ type: 'booted' } satisfies PortAnswer);
    return { kind: 'booted', tee, ticker: setInterval(() => tee.tick(), TICK_MS).unref() };
  } catch (error) {
    const { code, reason = 'internal' } = toTeeFailure(error);
    const why: Unattested = { code, reason };
    port.post({ type: 'unattested', ...why } satisfies PortAnswer);
    return { kind: 'unattested', dataDir: request.data?.dataDir };
  } finally {
    wipeMasterKey(message);
  }
}

/** Also of a boot message that is otherwise malformed. */
function wipeMasterKey(message: unknown): void {
  const masterKey: unknown = Reflect.get(Object(message), 'masterKey');
  if (masterKey instanceof Uint8Array) wipe(masterKey);
}

function answer(state: State, request: Request): PortAnswer {
  const { id } = request;
  try {
    return { type: 'answer', id, ok: true, value: perform(state, request) };
  } catch (error) {
    return { type: 'answer', id, ok: false, error: toTeeFailure(error) };
  }
}

function perform(state: State, request: Request): Result {
  if (request.type === 'shutdown') return {};
  if (state.kind === 'booted') {
    if (request.type === 'attest') return state.tee.attest(request.clientNonce, request.channelId);
    if (request.type === 'invoke') {
      return state.tee.invoke(request.envelope, request.driverContext, request.client);
    }
    if (request.type === 'lock') {
      state.tee.lock(request.why);
      return {};
    }
    if (request.type === 'close-channel') {
      state.tee.closeChannel(request.channelId);
      return {};
    }
    // Its files are in use, and what they hold can be asked for.
    throw refusal('files-in-use');
  }
  const dataDir = state.kind === 'unattested' ? state.dataDir : undefined;
  if (request.type !== 'export' || dataDir === undefined) throw refusal('not-attested');
  return { files: exportFiles(dataDir, request.targetDir) };
}

/** What has an id gets an answer; the rest is ignored. */
function refuseMalformed(port: TeePort, message: unknown): void {
  const request = withId.safeParse(message);
  if (!request.success) return;
  const error = toTeeFailure(refusal('malformed-parameters'));
  port.post({ type: 'answer', id: request.data.id, ok: false, error } satisfies PortAnswer);
}
