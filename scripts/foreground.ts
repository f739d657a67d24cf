// Runs one child in our place: same terminal, signals passed on, nothing left behind.
import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A child that ignores a signal this long is killed. */
const GRACE_MS = 8_000;

/** The child's exit code; 1 when a signal ended it. Rejects when it cannot be started. */
export function runInForeground(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    let timer: NodeJS.Timeout | undefined;
    const pass = (signal: NodeJS.Signals) => {
      child.kill(signal);
      timer ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    };
    const settle = () => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, pass);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('exit', (code) => {
      settle();
      resolve(code ?? 1);
    });
  });
}
