// Electron's `utilityProcess`: a forked Node whose `process.parentPort` comes from a preloaded shim.
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { app, isAppReady, onExit } from './app.ts';
import { hostEvent } from './host-event.ts';
import { readStripped } from './strip-types.ts';

/** As text: loading it as TypeScript would cost each child a fifth of a second. */
const SHIM = `data:text/javascript,${encodeURIComponent(readStripped('./utility-shim.ts'))}`;
const DEFAULT_NAME = 'Node Utility Process';

type Stdio = 'pipe' | 'ignore' | 'inherit';
type Implemented = 'pid' | 'stdout' | 'stderr' | 'postMessage' | 'kill';

class UtilityProcess extends EventEmitter implements Pick<Electron.UtilityProcess, Implemented> {
  readonly #child: ChildProcess;
  #pid: number | undefined;

  constructor(child: ChildProcess, name: string) {
    super();
    this.#child = child;
    const forget = onExit(() => child.kill());
    child.once('spawn', () => {
      this.#pid = child.pid;
      this.emit('spawn');
    });
    // Wrapped both ways, so that no message can look like one of Node's own.
    child.on('message', (wrapped) => this.emit('message', (wrapped as { message: unknown }).message));
    // Sending to a process that is going away is not an error in Electron; its `exit` says it.
    child.on('error', () => undefined);
    child.once('exit', (code, signal) => {
      forget();
      const exitCode = signal === null ? (code ?? 0) : constants.signals[signal];
      reportGone(name, exitCode, signal);
      this.emit('exit', exitCode);
      this.#pid = undefined;
    });
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown): void {
    if (!this.#child.connected) return;
    this.#child.send({ message });
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

function reportGone(name: string, exitCode: number, signal: NodeJS.Signals | null): void {
  if (exitCode === 0) return;
  const reason =
    signal === null ? 'abnormal-exit' : signal === 'SIGTERM' || signal === 'SIGKILL' ? 'killed' : 'crashed';
  const details = { type: 'Utility', reason, exitCode, serviceName: 'node.mojom.NodeService', name };
  app.emit('child-process-gone', hostEvent({}), details);
}

function stdioOf(stdio: Electron.ForkOptions['stdio']): [Stdio, Stdio] {
  const modes = Array.isArray(stdio) ? stdio : Array<string>(3).fill(stdio ?? 'inherit');
  // Given as one word it is about the outputs only; stdin can be nothing but ignored.
  if (Array.isArray(stdio) && modes[0] !== 'ignore') {
    throw new Error('stdin value other than ignore is not supported.');
  }
  return [modes[1] as Stdio, modes[2] as Stdio];
}

export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): UtilityProcess {
    if (!isAppReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    const child = fork(modulePath, args, {
      env: (options.env as NodeJS.ProcessEnv | undefined) ?? process.env,
      execArgv: ['--disable-sigusr1', '--import', SHIM, ...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', ...stdioOf(options.stdio), 'ipc'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    return new UtilityProcess(child, options.serviceName ?? DEFAULT_NAME);
  },
};
