// Starts the TEE as a plain Node child: for the command line, tests and benches.
// Must never give it anything of this process's environment, arguments or terminal.
import { fork } from 'node:child_process';
import type { TeeProcess } from '../main/tee-child.ts';

/**
 * The child ends with this process: by force at its exit, through the closed channel when it is killed. `flags` are
 * Node's own, of which only tests have any.
 */
export function forkNodeTee(bundlePath: string, flags: readonly string[] = []): TeeProcess {
  const child = fork(bundlePath, [], {
    env: {},
    execArgv: [...flags],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Drained, so that a full pipe never stops the TEE; what it might print is not for any terminal.
  child.stdout?.resume();
  child.stderr?.resume();
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  // A child that could not be started has no exit event, only this one.
  const notStarted = new Promise<void>((resolve) => {
    child.on('error', () => child.pid === undefined && resolve());
  });
  return {
    pid: child.pid,
    postMessage: (message) => {
      if (!child.connected) throw new Error('channel closed');
      // A message that is lost on its way means that the child is gone, which `exit` tells.
      child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', (code) => listener(code));
      void notStarted.then(() => listener(null));
    },
    kill,
  };
}
