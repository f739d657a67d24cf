// Between an opened request and the TA: which command, whose session. Commands are looked up as own keys only.
import type { SessionTable } from '../authorization/layer-2-sessions.ts';
import type { Session } from '../authorization/session.ts';
import type { TraceRecorder } from '../authorization/trace.ts';
import { wipe } from '../protocol/bytes.ts';
import { type CommandName, commands, isCommandName } from '../protocol/commands.ts';
import {
  type DriverContext,
  type RequestBody,
  type RequestFrame,
  sessionMacInput,
} from '../protocol/envelope.ts';
import type { Answer, CallingClient } from '../ta/call.ts';
import type { TrustedApplication } from '../ta/trusted-application.ts';
import type { OpenedRequest } from './open-request.ts';
import { refusal } from './refusals.ts';
import type { StepTimer } from './steps.ts';

/** A decoded request and what surrounds it. */
export interface DispatchRequest {
  readonly opened: OpenedRequest;
  readonly frame: RequestFrame;
  readonly body: RequestBody;
  readonly requestDigest: Uint8Array;
  readonly driverContext: DriverContext | undefined;
  readonly client: CallingClient;
  readonly trace: TraceRecorder;
  readonly atMs: number;
  readonly steps: StepTimer;
}

/**
 * Runs one command; the answer's secrets are the caller's to zero.
 * @throws NOT_SUPPORTED unknown-command · BAD_STATE no-session · SECURITY session-mac · what the command throws
 */
export function dispatch(request: DispatchRequest, sessions: SessionTable, ta: TrustedApplication): Answer {
  const { body, frame, requestDigest, driverContext, client, trace, atMs, steps } = request;
  const { command, params, features, operationId, proof } = body;
  if (!isCommandName(command)) throw refusal('unknown-command');
  const context = { requestDigest, driverContext, client, trace, atMs, steps };
  const session = authenticate(command, request, sessions, (error) =>
    ta.denied(error, command, { ...context, session: undefined }),
  );
  const call = { params, features, operationId, proof, secrets: frame.secrets };
  return ta.invoke(command, call, { ...context, session });
}

/** A session that is not the sender's is the one denial that comes before layer 1: nobody knows whose client asks. */
function authenticate(
  command: CommandName,
  { opened, frame, body, client, trace }: DispatchRequest,
  sessions: SessionTable,
  denied: (error: unknown) => void,
): Session | undefined {
  if (!commands[command].session) {
    // Nothing may look as if it were authenticated when nobody checks it.
    if (body.sessionId === undefined && frame.mac.length === 0) return undefined;
    throw refusal('malformed-parameters');
  }
  const { sessionId } = body;
  if (sessionId === undefined) throw refusal('no-session');
  const { channelId } = client;
  const macInput = sessionMacInput(opened.header, opened.wrappedKey, frame);
  try {
    const session = sessions.authenticate({ sessionId, channelId, mac: frame.mac, macInput });
    if (session === undefined) trace.check(2, 'session', () => ({ refusal: 'session-not-proven' }));
    return session;
  } catch (error) {
    denied(error);
    throw error;
  } finally {
    wipe(macInput);
  }
}
