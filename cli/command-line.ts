// The commands of `airaccount` and their exit codes: 0 done, 1 failed, 2 not understood.
import { type DemoSetup, runDemo } from './demo.ts';
import { failureOf } from './failures.ts';
import { printFailure, printPart } from './print-demo.ts';

export interface Surroundings extends DemoSetup {
  readonly version: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const USAGE = `Usage: airaccount <command>

Commands:
  start            Open the wallet in a window
  demo [--json]    Walk one sealed payment assessment through a real TEE process in a temporary
                   folder, and check that it was answered, signed, stored and read back

Options:
  --help           Show this text
  --version        Show the version`;

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
      if (args.length > 0) around.printError(`airaccount: not understood: ${args.join(' ')}\n`);
      around.printError(USAGE);
      return 2;
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
