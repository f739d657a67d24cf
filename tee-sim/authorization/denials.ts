// Leaves a row of the log for what a layer denied: at most so many a minute, so that nobody can fill an append-only
// log with refusals. What is above is counted in the next row.
import type { LogKind } from '../protocol/assessment.ts';
import { bytesToHex, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { TeeError, type TeeReason } from '../protocol/codes.ts';
import type { Trace } from '../protocol/trace.ts';
import type { SecureStorage } from '../storage/storage.ts';

const WINDOW_MS = 60_000;
/** Owner of rows of whom nobody knows who they are. */
const STRANGER = 'stranger';

/** `suspicious`: fraud indicators that block. `step-up`: a proof was asked for, and none was offered yet. */
export type DenialKind = Extract<LogKind, 'denial' | 'step-up' | 'suspicious'>;

const PROOF_NEEDED: ReadonlySet<TeeReason | undefined> = new Set<TeeReason>([
  'enhanced-needed',
  'maximum-needed',
  'password-needed',
]);

/** A proof that did not do is a denial: only a request without any is how a step-up begins. */
export function denialKind(
  { layer, reason }: TeeError,
  asked: { readonly isFraud: boolean; readonly hasProof: boolean },
): DenialKind {
  if (asked.isFraud) return 'suspicious';
  return layer === 4 && !asked.hasProof && PROOF_NEEDED.has(reason) ? 'step-up' : 'denial';
}

export interface Denial {
  readonly error: TeeError;
  readonly kind: DenialKind;
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
  /** Of their own each, so that many rows of one kind cannot hide another. */
  readonly #windows: Readonly<Record<DenialKind, Window>> = {
    denial: { startedAtMs: 0, rows: 0, suppressed: 0 },
    'step-up': { startedAtMs: 0, rows: 0, suppressed: 0 },
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
