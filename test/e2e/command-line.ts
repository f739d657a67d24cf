// The command line as a second client of the running app: a program of its own, with a key of its own.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../helpers/running-app.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandLineClient {
  /** SM3 of its certificate, 64 hex digits. */
  readonly clientId: string;
  /** SM3 of its program, 64 hex digits. */
  readonly programHash: string;
  /** Asks the running app. */
  ask(...args: string[]): Promise<Ran>;
}

/** Makes its key in `folder`, whose `app` is where the app keeps its data. */
export async function newCommandLineClient(folder: string, name: string): Promise<CommandLineClient> {
  const file = path.join(folder, 'client.json');
  const run = (...args: string[]): Promise<Ran> => runProgram(folder, args);
  const { out } = await run('client', 'new', file, '--name', name);
  const digest = (label: string): string => {
    const [, found] = new RegExp(`${label}[^\\n]*?([0-9a-f]{64})`).exec(out) ?? [];
    if (found === undefined) throw new Error(`no ${label} in:\n${out}`);
    return found;
  };
  return {
    clientId: digest('client id'),
    programHash: digest('program hash'),
    ask: (...args) => run('--client', file, ...args),
  };
}

export function passwordFile(folder: string, password: string): string {
  const file = path.join(folder, 'password');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return file;
}

function runProgram(folder: string, args: readonly string[]): Promise<Ran> {
  const env = { ...process.env, AIRACCOUNT_USER_DATA: path.join(folder, 'app') };
  const program = path.join(ROOT, 'out/cli/airaccount.mjs');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}
