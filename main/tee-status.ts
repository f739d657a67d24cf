// The driver's status: one value, those who listen to it, and its trace in the log.
import { failureSchema, type TeeStatus } from '../preload/contract.ts';
import type { Log } from './log-entry.ts';

/** The TEE's words, if they are of the closed lists. */
export function unattestedStatus({ code, reason }: { code: string; reason: string }): TeeStatus {
  const failure = failureSchema.safeParse({ code, reason, origin: 'TEE' });
  return {
    state: 'unattested',
    code: failure.data?.code ?? 'GENERIC',
    reason: failure.data?.reason ?? 'internal',
  };
}

export class TeeStatusSource {
  readonly #log: Log;
  readonly #listeners = new Set<(status: TeeStatus) => void>();
  #current: TeeStatus = { state: 'stopped', reason: 'tee-stopped' };

  constructor(log: Log) {
    this.#log = log;
  }

  get current(): TeeStatus {
    return this.#current;
  }

  /** A TEE process is there and has said how its boot went. */
  get isRunning(): boolean {
    return this.#current.state === 'ready' || this.#current.state === 'unattested';
  }

  /** It will change by itself. */
  get isUnderWay(): boolean {
    return this.#current.state === 'starting' || this.#current.state === 'restarting';
  }

  set(status: TeeStatus): void {
    this.#current = status;
    switch (status.state) {
      case 'starting':
        this.#log('tee-starting');
        break;
      case 'ready':
        this.#log('tee-ready', { count: status.starts });
        break;
      case 'unattested':
        this.#log('tee-unattested', { code: status.code, reason: status.reason });
        break;
      case 'restarting':
        this.#log('tee-restarting', { count: status.attempt });
        break;
      case 'stopped':
        this.#log('tee-stopped', { reason: status.reason });
    }
    for (const listener of this.#listeners) listener(status);
  }

  /** The listener hears every change from now on. Returns the unsubscribe function. */
  on(listener: (status: TeeStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Resolves once nothing is under way any more. */
  settled(): Promise<void> {
    if (!this.isUnderWay) return Promise.resolve();
    return new Promise((resolve) => {
      const unsubscribe = this.on(() => {
        if (this.isUnderWay) return;
        unsubscribe();
        resolve();
      });
    });
  }
}
