// Leaves a row of the log for what a layer denied: at most so many a minute, so that nobody can fill an append-only
// log with refusals. What is above is counted in the next row.
import { bytesToHex, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { Trace } from '../protocol/trace.ts';
import type { SecureStorage } from '../storage/storage.ts';

const WINDOW_MS = 60_000;
/** Owner of rows of whom nobody knows who they are. */
const STRANGER = 'stranger';

export interface Denial {
  readonly error: TeeError;
  /** `suspicious`: fraud indicators that block. */
  readonly kind: 'denial' | 'suspicious';
  readonly command: string;
  readonly userId: string | undefined;
  readonly clientId: string | undefined;
  readonly channelId: string;
  readonly requestDigest: Uint8Array;
  readonly trace: Trace;
  /** What a person who reads the row should see beside it: a payment and its assessment. */
  readonly content?: Readonly<Record<string, unknown>> | undefined;
}

interface Window {
  startedAtMs: number;
  rows: number;
  suppressed: number;
}

export class DenialLog {
  readonly #storage: Pick<SecureStorage, 'write'>;
  readonly #nowMs: () => number;
  readonly #rowsPerMinute: () => number;
  /** Of their own each, so that refusals of strangers cannot hide what is suspicious. */
  readonly #windows: Readonly<Record<Denial['kind'], Window>> = {
    denial: { startedAtMs: 0, rows: 0, suppressed: 0 },
    suspicious: { startedAtMs: 0, rows: 0, suppressed: 0 },
  };

  /** `nowMs` is TEE time. */
  constructor(storage: Pick<SecureStorage, 'write'>, nowMs: () => number, rowsPerMinute: () => number) {
    this.#storage = storage;
    this.#nowMs = nowMs;
    this.#rowsPerMinute = rowsPerMinute;
  }

  /** Throws nothing of its own: a row that cannot be written is counted, and the refusal stands. */
  record(denial: Denial): void {
    const window = this.#windows[denial.kind];
    const atMs = this.#nowMs();
    if (atMs - window.startedAtMs >= WINDOW_MS) {
      window.startedAtMs = atMs;
      window.rows = 0;
    }
    if (window.rows >= this.#rowsPerMinute()) {
      window.suppressed += 1;
      return;
    }
    window.rows += 1;
    try {
      this.#write(denial, atMs, window.suppressed);
      window.suppressed = 0;
    } catch (error) {
      if (!(error instanceof TeeError)) throw error;
      window.suppressed += 1;
    }
  }

  #write(denial: Denial, atMs: number, suppressed: number): void {
    const { error, kind, command, userId, clientId, channelId, requestDigest, trace, content } = denial;
    const { code, reason, layer } = error;
    const record = utf8ToBytes(
      JSON.stringify({
        event: kind,
        command,
        code,
        reason,
        layer,
        clientId,
        channelId,
        requestDigest: bytesToHex(requestDigest),
        ...content,
        trace,
        suppressed,
      }),
    );
    try {
      this.#storage.write(() => ({
        log: { userId: userId ?? STRANGER, kind, atMs, record },
        value: undefined,
      }));
    } finally {
      wipe(record);
    }
  }
}
