// What may be written to the local log: events and fields of closed lists. A value that does not look like
// a word of ours is redacted, so that no key, password, path or feature gets in by mistake.
import type { TeeFailure } from '../tee-sim/protocol/codes.ts';

export const LOG_EVENTS = [
  'app-started',
  'app-stopped',
  'client-measured',
  'client-not-as-expected',
  'master-key-created',
  'master-key-rewrapped',
  'master-key-not-rewrapped',
  'client-identity-created',
  'client-identity-rewrapped',
  'client-identity-not-rewrapped',
  'local-clients-ready',
  'local-clients-off',
  'local-client-refused',
  'lock-failed',
  'tee-starting',
  'tee-ready',
  'tee-unattested',
  'tee-start-failed',
  'tee-exited',
  'tee-restarting',
  'tee-stopped',
  'tee-message-ignored',
  'ipc-sender-refused',
  'ipc-failed',
  'navigation-refused',
  'window-refused',
  'webview-refused',
  'permission-refused',
  'external-refused',
  'download-refused',
  'settings-not-kept',
  'networks-not-read',
  'renderer-gone',
  'child-gone',
  'uncaught-exception',
  'unhandled-rejection',
] as const;
export type LogEvent = (typeof LOG_EVENTS)[number];

export interface LogFields {
  readonly code?: TeeFailure['code'] | undefined;
  readonly reason?: string | undefined;
  /** A channel, a permission, a process kind: a name that the code, not a person, chose. */
  readonly name?: string | undefined;
  readonly count?: number | undefined;
  readonly exitCode?: number | null | undefined;
  /** The class of an error, and `file:line:column` of its first frame; never its message. */
  readonly errorName?: string | undefined;
  readonly errorAt?: string | undefined;
}

export type Log = (event: LogEvent, fields?: LogFields) => void;

/** Words with at most three digits at their end; encoded bytes have digits anywhere. */
const PLAIN_WORDS = /^[A-Za-z]{1,24}\d{0,3}(?:[-_.: ][A-Za-z]{1,24}\d{0,3})*$/;
const SOURCE_POSITION = /^[A-Za-z][\w.-]{0,40}:\d{1,6}:\d{1,6}$/;
const MAX_LENGTH = 64;

/** One line of JSON, without the line's end. */
export function formatLogEntry(atMs: number, event: LogEvent, fields: LogFields = {}): string {
  const kept = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, redact(value)]);
  return JSON.stringify({ at: new Date(atMs).toISOString(), event, ...Object.fromEntries(kept) });
}

function redact(value: unknown): unknown {
  if (value === null || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return '[redacted]';
  return PLAIN_WORDS.test(value) || SOURCE_POSITION.test(value) ? value : '[redacted]';
}

/** An unknown error's class and place. Messages are left out: they may quote what was being handled. */
export function describeError(error: unknown): Pick<LogFields, 'errorName' | 'errorAt'> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const frames = (error.stack ?? '').slice(`${error.name}: ${error.message}`.length);
  const position = /([A-Za-z][\w.-]*:\d+:\d+)\)?(?:\n|$)/.exec(frames)?.[1];
  return { errorName: error.constructor.name, errorAt: position };
}
