// Entry of the command line (out/cli/airaccount.mjs). Wiring only.
import { join } from 'node:path';
import { hexToBytes } from '../tee-sim/protocol/bytes.ts';
import { runCommandLine } from './command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  version: __APP_VERSION__,
  teeBundlePath: join(import.meta.dirname, '../tee/tee.cjs'),
  expectedTeeMeasurement: hexToBytes(__TEE_MEASUREMENT__),
  clientPath: import.meta.filename,
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
});
