// The TEE driver of the Normal World: measures the TEE's bundle, starts it, passes sealed requests on and
// restarts it when it dies. It never opens a request, and keeps no key after it was posted.
import type { TeeStatus } from '../preload/contract.ts';
import type { EngineName } from '../tee-sim/crypto/engine.ts';
import { equalBytes, wipe } from '../tee-sim/protocol/bytes.ts';
import { TeeError, toTeeFailure } from '../tee-sim/protocol/codes.ts';
import type { DriverContext, SignedText } from '../tee-sim/protocol/envelope.ts';
import { type BootMessage, type MasterKeySource, portAnswerSchema } from '../tee-sim/protocol/port.ts';
import { copyFiles } from './copy-files.ts';
import { describeError, type Log } from './log-entry.ts';
import { measureTeeBundle } from './measure.ts';
import type { ForkTee, TeeProcess } from './tee-child.ts';
import { type LocalClient, TeeRequests } from './tee-requests.ts';
import { TeeStatusSource, unattestedStatus } from './tee-status.ts';

export interface TeeDriverOptions {
  readonly forkTee: ForkTee;
  readonly bundlePath: string;
  /** What the bundle must measure; another one is not started. Absent where nothing was promised. */
  readonly expectedTeeMeasurement?: Uint8Array | undefined;
  readonly clientMeasurement: Uint8Array;
  readonly dataDir: string;
  /** Called at each start. The driver wipes the key it got. */
  readonly loadMasterKey: () => Promise<{ key: Uint8Array; source: MasterKeySource }>;
  readonly engine: EngineName;
  readonly recordSuite: 1 | 2;
  readonly log: Log;
  /** QA only. */
  readonly clockOffsetMs?: number | undefined;
  readonly requestTimeoutMs?: number | undefined;
}

const REQUEST_TIMEOUT_MS = 30_000;
const BOOT_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
/** The n-th restart in a row waits 250 ms · 2ⁿ⁻¹; when the sixth, after 8 s, did not help, the driver gives up. */
const FIRST_RETRY_MS = 250;
const MAX_RESTARTS = 6;
/** Having run this long, a TEE's earlier deaths are forgotten. */
const STABLE_AFTER_MS = 60_000;

export class TeeDriver {
  readonly #options: TeeDriverOptions;
  readonly #requests: TeeRequests;
  readonly #status: TeeStatusSource;
  #process: TeeProcess | undefined;
  /** The TEE before the next one ended without being asked to. */
  #endedUnasked = false;
  /** Counts launches: what a superseded one still does is ignored. */
  #launch = 0;
  #starts = 0;
  #restarts = 0;
  /** Boot deadline, retry or stability: never two of them at a time. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: TeeDriverOptions) {
    this.#options = options;
    this.#requests = new TeeRequests(options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
    this.#status = new TeeStatusSource(options.log);
  }

  get status(): TeeStatus {
    return this.#status.current;
  }

  /** The listener hears every change from now on. Returns the unsubscribe function. */
  onStatus(listener: (status: TeeStatus) => void): () => void {
    return this.#status.on(listener);
  }

  /** Resolves when the TEE is ready, unattested or given up; `status` says which. Never rejects. */
  async start(): Promise<void> {
    if (this.#stopping !== undefined) await this.#stopping;
    if (this.#process === undefined && !this.#status.isUnderWay) {
      this.#restarts = 0;
      void this.#begin();
    }
    await this.#status.settled();
  }

  /** Ends the TEE and starts another; unless it is stopped meanwhile, nobody sees it as stopped. Never rejects. */
  async restart(): Promise<void> {
    const ended = this.#end({ state: 'starting' });
    const launch = this.#launch;
    await ended;
    if (launch === this.#launch && this.#status.current.state === 'starting') {
      this.#restarts = 0;
      void this.#begin();
    }
    await this.#status.settled();
  }

  /** Lets the TEE finish what it has, then ends it; by force when it does not go. Never rejects. */
  stop(): Promise<void> {
    return this.#end({ state: 'stopped', reason: 'tee-stopped' });
  }

  /** Of several calls at once the last says what is shown, and what comes next. */
  #end(meanwhile: TeeStatus): Promise<void> {
    this.#status.set(meanwhile);
    this.#stopping ??= this.#stop().finally(() => {
      this.#stopping = undefined;
    });
    return this.#stopping;
  }

  /** `channelId`: of a local client; without it the window asks. */
  attest(clientNonce: Uint8Array, channelId?: string): Promise<SignedText> {
    const fields = channelId === undefined ? { clientNonce } : { clientNonce, channelId };
    return this.#requests.send('attest', fields, this.#post);
  }

  /** An envelope as it is, sealed; with what only the driver knows beside it, and who sent it if not the window. */
  invoke(envelope: string, driverContext?: DriverContext, client?: LocalClient): Promise<SignedText> {
    const fields = {
      envelope,
      ...(driverContext === undefined ? {} : { driverContext }),
      ...(client === undefined ? {} : { client }),
    };
    return this.#requests.send('invoke', fields, this.#post);
  }

  /** Ends the TEE's sessions of a local client that is gone. @throws what the TEE or the way to it says */
  async closeChannel(channelId: string): Promise<void> {
    await this.#requests.send('close-channel', { channelId }, this.#post);
  }

  /** Tells the TEE that nobody sits at the machine. @throws TARGET_DEAD tee-stopped: then nobody is logged in either */
  async lock(why: 'system-lock' | 'suspend'): Promise<void> {
    await this.#requests.send('lock', { why }, this.#post);
  }

  /** Names of the files copied into `targetDir`: by the unattested TEE, or here when it could not even start. */
  async exportFiles(targetDir: string): Promise<string[]> {
    if (this.#process === undefined && this.#status.current.state === 'unattested') {
      return copyFiles(this.#options.dataDir, targetDir);
    }
    const { files } = await this.#requests.send('export', { targetDir }, this.#post);
    return files;
  }

  readonly #post = (message: unknown): void => {
    // The table turns whatever is thrown here into TARGET_DEAD.
    if (!this.#status.isRunning || this.#process === undefined) throw new TypeError('no TEE');
    this.#process.postMessage(message);
  };

  async #begin(): Promise<void> {
    this.#launch += 1;
    const launch = this.#launch;
    this.#status.set({ state: 'starting' });
    try {
      const tee = await this.#measureBundle();
      const { key, source } = await this.#options.loadMasterKey();
      try {
        if (launch === this.#launch) await this.#forkAndBoot(tee, key, source);
      } finally {
        wipe(key);
      }
    } catch (error) {
      if (launch === this.#launch) this.#couldNotStart(error);
    }
  }

  #measureBundle(): Promise<Uint8Array> {
    return measureTeeBundle(this.#options.bundlePath, this.#options.expectedTeeMeasurement);
  }

  /**
   * The bundle is started by its path: only where it measures the same before and after is the key handed over.
   * @throws SECURITY attestation-measurement, with the process ended
   */
  async #forkAndBoot(tee: Uint8Array, masterKey: Uint8Array, source: MasterKeySource): Promise<void> {
    const launch = this.#launch;
    const process = this.#fork();
    const unchanged = await this.#measureBundle().then(
      (again) => equalBytes(again, tee),
      () => false,
    );
    // Stopped meanwhile: it has no boot yet to be shut down from.
    if (launch !== this.#launch) return process.kill();
    if (process !== this.#process) return;
    if (unchanged) return this.#postBoot(process, tee, masterKey, source);
    this.#process = undefined;
    clearTimeout(this.#timer);
    process.kill();
    throw new TeeError('SECURITY', 'attestation-measurement', 'COMMS');
  }

  #fork(): TeeProcess {
    const process = this.#options.forkTee(this.#options.bundlePath);
    this.#process = process;
    process.onMessage((message) => {
      if (process === this.#process) this.#receive(message);
    });
    process.onExit((code) => {
      if (process === this.#process) this.#exited(code);
    });
    this.#after(BOOT_TIMEOUT_MS, () => process.kill());
    return process;
  }

  #postBoot(process: TeeProcess, tee: Uint8Array, masterKey: Uint8Array, source: MasterKeySource): void {
    const { clientMeasurement, dataDir, engine, recordSuite, clockOffsetMs } = this.#options;
    const boot: BootMessage = {
      type: 'boot',
      dataDir,
      masterKey,
      masterKeySource: source,
      measurements: { tee, client: clientMeasurement },
      engine,
      recordSuite,
      clockOffsetMs: clockOffsetMs ?? 0,
      afterPanic: this.#endedUnasked,
    };
    try {
      process.postMessage(boot);
    } catch {
      process.kill();
    }
  }

  #couldNotStart(error: unknown): void {
    const { code, reason = 'internal' } = toTeeFailure(error, 'COMMS');
    this.#options.log('tee-start-failed', { code, reason, ...describeError(error) });
    // Without its key the TEE cannot boot, which the window shows; a bundle that is not ours never runs.
    const noKey = reason === 'no-master-key';
    this.#status.set(noKey ? { state: 'unattested', code, reason } : { state: 'stopped', reason });
  }

  #receive(message: unknown): void {
    const parsed = portAnswerSchema.safeParse(message);
    if (!parsed.success) {
      this.#options.log('tee-message-ignored', { name: 'malformed' });
    } else if (parsed.data.type === 'answer') {
      if (!this.#requests.settle(parsed.data)) this.#options.log('tee-message-ignored', { name: 'stray' });
    } else if (this.#status.current.state !== 'starting' || this.#stopping !== undefined) {
      this.#options.log('tee-message-ignored', { name: parsed.data.type });
    } else {
      this.#after(STABLE_AFTER_MS, () => {
        this.#restarts = 0;
      });
      if (parsed.data.type === 'booted') {
        this.#endedUnasked = false;
        this.#starts += 1;
        this.#status.set({ state: 'ready', starts: this.#starts });
      } else {
        this.#status.set(unattestedStatus(parsed.data));
      }
    }
  }

  #exited(exitCode: number | null): void {
    this.#process = undefined;
    clearTimeout(this.#timer);
    this.#requests.rejectAll();
    if (this.#stopping !== undefined) return;
    this.#endedUnasked = true;
    this.#options.log('tee-exited', { exitCode, count: this.#restarts });
    if (this.#restarts >= MAX_RESTARTS) {
      this.#status.set({ state: 'stopped', reason: 'tee-stopped' });
      return;
    }
    const retryInMs = FIRST_RETRY_MS * 2 ** this.#restarts;
    this.#restarts += 1;
    this.#after(retryInMs, () => void this.#begin());
    this.#status.set({ state: 'restarting', attempt: this.#restarts, retryInMs });
  }

  async #stop(): Promise<void> {
    this.#launch += 1;
    clearTimeout(this.#timer);
    const process = this.#process;
    if (process === undefined) return;
    await new Promise<void>((resolve) => {
      process.onExit(() => resolve());
      this.#after(STOP_TIMEOUT_MS, () => {
        process.kill();
        // One that survives even that is abandoned: nothing it says is heard any more.
        this.#after(STOP_TIMEOUT_MS, resolve);
      });
      // Whatever it answers, its end is what counts.
      this.#requests.send('shutdown', {}, (message) => process.postMessage(message)).catch(() => undefined);
    });
    clearTimeout(this.#timer);
    this.#process = undefined;
    this.#requests.rejectAll();
  }

  #after(delayMs: number, action: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, delayMs);
  }
}
