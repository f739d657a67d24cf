// The only way into main: every call of the contract passes sender check, schema and the one catch here.
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { callChannel } from '../../preload/channels.ts';
import { type ApiHandlers, contract, type Result } from '../../preload/contract.ts';
import { TeeError, type TeeFailure, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { z } from '../../tee-sim/protocol/schema.ts';
import { APP_ORIGIN } from '../app-protocol.ts';
import { describeError, type Log } from '../log-entry.ts';

type Handler = (input: unknown) => Promise<unknown>;

interface Options {
  /** The window's own page, the only one that may call. */
  readonly trusted: () => WebContents | undefined;
  readonly log: Log;
}

export function registerHandlers(handlers: ApiHandlers, { trusted, log }: Options): void {
  for (const [group, calls] of Object.entries(contract)) {
    const groupHandlers = handlers[group as keyof ApiHandlers] as unknown as Readonly<
      Record<string, Handler>
    >;
    for (const [name, { input }] of Object.entries(calls)) {
      const channel = callChannel(group, name);
      const handler = groupHandlers[name];
      if (handler === undefined) throw new TypeError(channel);
      ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Result<unknown>> => {
        if (!isTrusted(event, trusted())) {
          log('ipc-sender-refused', { name: channel });
          return { ok: false, error: { code: 'ACCESS_DENIED', origin: 'API' } };
        }
        try {
          return { ok: true, value: await handler(parse(input, args)) };
        } catch (error) {
          return { ok: false, error: toFailure(error, channel, log) };
        }
      });
    }
  }
}

/** The main frame of our own window while it shows our own origin. Null when the frame is gone by now. */
function isTrusted({ sender, senderFrame }: IpcMainInvokeEvent, trusted: WebContents | undefined): boolean {
  return (
    trusted !== undefined &&
    sender === trusted &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.origin === APP_ORIGIN
  );
}

/** @throws EXCESS_DATA a text is too long · BAD_PARAMETERS anything else that the contract does not say */
function parse(input: z.ZodType, args: readonly unknown[]): unknown {
  const parsed = input.safeParse(args[0]);
  if (parsed.success && args.length <= 1) return parsed.data;
  const tooLong = parsed.error?.issues.some(({ code }) => code === 'too_big') === true;
  throw new TeeError(tooLong ? 'EXCESS_DATA' : 'BAD_PARAMETERS', tooLong ? 'too-large' : 'malformed', 'API');
}

function toFailure(error: unknown, channel: string, log: Log): TeeFailure {
  const failure = toTeeFailure(error, 'API');
  if (error instanceof TeeError)
    log('ipc-failed', { name: channel, code: failure.code, reason: failure.reason });
  else log('ipc-failed', { name: channel, code: failure.code, ...describeError(error) });
  return failure;
}
