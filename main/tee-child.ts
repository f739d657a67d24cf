// The TEE's process as the driver sees it, whoever forks it.

/** What the driver needs of a child process: Electron's utility process and Node's fork both fit. */
export interface TeeProcess {
  readonly pid: number | undefined;
  /** Clones the message before it returns. */
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts the bundle with an empty environment. */
export type ForkTee = (bundlePath: string) => TeeProcess;
