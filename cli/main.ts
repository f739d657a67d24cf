// Entry of the command line (out/cli/airaccount.mjs). Wiring only.
import { join } from 'node:path';
import { hexToBytes } from '../tee-sim/protocol/bytes.ts';
import { appFolder } from './app-folder.ts';
import { runCommandLine } from './command-line.ts';
import { askPassword, readPasswordFile } from './read-password.ts';

const terminal = { input: process.stdin, ask: (text: string) => void process.stderr.write(text) };

process.exitCode = await runCommandLine(process.argv.slice(2), {
  version: __APP_VERSION__,
  teeBundlePath: join(import.meta.dirname, '../tee/tee.cjs'),
  expectedTeeMeasurement: hexToBytes(__TEE_MEASUREMENT__),
  clientPath: import.meta.filename,
  appFolder: appFolder(process.env),
  readPassword: ({ user = '', passwordFile }) =>
    passwordFile === undefined ? askPassword(user, terminal) : readPasswordFile(passwordFile),
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
});
