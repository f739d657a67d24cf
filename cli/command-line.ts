// The commands of `airaccount` and their exit codes: 0 done, 1 failed, 2 not understood, 3 denied by the TEE,
// 4 no app runs that could be asked.
import { lacksUser, parseClientCall, parseNewClient } from './client-arguments.ts';
import { type ClientSurroundings, callAsClient, newClient } from './client-command.ts';
import { type DemoSetup, runDemo } from './demo.ts';
import { exitCodeOf, failureOf } from './failures.ts';
import { printAnswer, printCreated } from './print-client.ts';
import { printPart } from './print-demo.ts';
import { printFailure } from './print-failure.ts';

export interface Surroundings extends DemoSetup, ClientSurroundings {
  readonly version: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const USAGE = `Usage: airaccount <command>

Commands:
  start            Open the wallet in a window
  demo [--json]    Walk one sealed payment assessment through a real TEE process in a temporary
                   folder, and check that it was answered, signed, stored and read back
  client new <file> [--name <name>]
                   Make the key of a client of the running app, to be registered there
  --client <file> <what> [--user <name>] [--password-file <file>] [--json]
                   Ask the running app as that client: status, wallets or history. The last
                   two need a user, whose password is asked for unless a file has it

Options:
  --help           Show this text
  --version        Show the version

Exit codes: 0 done, 1 failed, 2 not understood, 3 denied, 4 the app is not running`;

/** Runs one command line and answers the exit code. Never rejects. */
export async function runCommandLine(args: readonly string[], around: Surroundings): Promise<number> {
  switch (args.join(' ')) {
    case '--help':
    case '-h':
      around.print(USAGE);
      return 0;
    case '--version':
      around.print(around.version);
      return 0;
    case 'demo':
      return demo(around);
    case 'demo --json':
      return demoAsJson(around);
    default:
      return asClient(args, around);
  }
}

async function asClient(args: readonly string[], around: Surroundings): Promise<number> {
  const making = parseNewClient(args);
  if (making !== undefined) {
    return told(around, false, () => newClient(making, around.clientPath), printCreated);
  }
  const call = parseClientCall(args);
  if (call !== undefined) return told(around, call.json, () => callAsClient(call, around), printAnswer);
  if (lacksUser(args)) {
    around.printError('airaccount: this belongs to somebody: say to whom with --user <name>');
    return 2;
  }
  if (args.length > 0) around.printError(`airaccount: not understood: ${args.join(' ')}\n`);
  around.printError(USAGE);
  return 2;
}

/** With `json`, the answer or the failure is one document on standard output. */
async function told<T extends object>(
  { print, printError }: Surroundings,
  json: boolean,
  work: () => Promise<T>,
  toText: (answer: T) => string,
): Promise<number> {
  try {
    const answer = await work();
    print(json ? JSON.stringify({ ok: true, ...answer }, null, 2) : toText(answer));
    return 0;
  } catch (error) {
    const failure = failureOf(error);
    if (json) print(JSON.stringify({ ok: false, failure }, null, 2));
    else printError(printFailure(failure));
    return exitCodeOf(failure);
  }
}

async function demo(around: Surroundings): Promise<number> {
  around.print(`AirAccount ${around.version} demo. The TEE is simulated: a process of its own, not silicon.`);
  try {
    await runDemo(around, (part) => around.print(printPart(part)));
    around.print('\nDone: answers verified, rows stored and read back, chain whole, no plaintext on disk.');
    return 0;
  } catch (error) {
    around.printError(printFailure(failureOf(error)));
    return 1;
  }
}

async function demoAsJson(around: Surroundings): Promise<number> {
  const parts: unknown[] = [];
  const about = { product: 'AirAccount', version: around.version, simulated: true };
  const print = (outcome: object): void =>
    around.print(JSON.stringify({ ...about, ...outcome, parts }, null, 2));
  try {
    await runDemo(around, (part) => parts.push(part));
    print({ ok: true });
    return 0;
  } catch (error) {
    print({ ok: false, failure: failureOf(error) });
    return 1;
  }
}
