// Between an opened request and the TA: which command, whose session. Commands are looked up as own keys only.
import type { Session, SessionTable } from '../authorization/layer-2-sessions.ts';
import { wipe } from '../protocol/bytes.ts';
import { type CommandName, commands, isCommandName } from '../protocol/commands.ts';
import {
  type DriverContext,
  type RequestBody,
  type RequestFrame,
  sessionMacInput,
} from '../protocol/envelope.ts';
import type { InvokeContext } from '../ta/call.ts';
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
  readonly atMs: number;
  readonly steps: StepTimer;
}

/**
 * Runs one command; returns its result as plain data.
 * @throws NOT_SUPPORTED unknown-command · BAD_STATE no-session · SECURITY session-mac · what the command throws
 */
export function dispatch(request: DispatchRequest, sessions: SessionTable, ta: TrustedApplication): unknown {
  const { body, frame, requestDigest, driverContext, atMs, steps } = request;
  if (!isCommandName(body.command)) throw refusal('unknown-command');
  const context: InvokeContext = {
    session: authenticate(body.command, request, sessions),
    requestDigest,
    driverContext,
    atMs,
    steps,
  };
  const { params, features, operationId } = body;
  return ta.invoke(body.command, { params, features, operationId, secrets: frame.secrets }, context);
}

function authenticate(
  command: CommandName,
  { opened, frame, body }: DispatchRequest,
  sessions: SessionTable,
): Session | undefined {
  if (!commands[command].session) {
    // Nothing may look as if it were authenticated when nobody checks it.
    if (body.sessionId === undefined && frame.mac.length === 0) return undefined;
    throw refusal('malformed-parameters');
  }
  const macInput = sessionMacInput(opened.header, opened.wrappedKey, frame);
  try {
    return sessions.authenticate({ sessionId: body.sessionId, mac: frame.mac, macInput });
  } finally {
    wipe(macInput);
  }
}
