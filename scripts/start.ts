// Opens the built app: in Electron where it can run, else in the browser host, and says which.
// Usage: npm start [-- --electron|--browser]
import { resolve } from 'node:path';
import { runInForeground } from './foreground.ts';
import { fetchElectron, findElectron, whyNoElectron } from './start/electron.ts';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);

async function electronBinary(): Promise<string | undefined> {
  if (args.includes('--browser')) return undefined;
  const reason = args.includes('--electron') ? undefined : whyNoElectron(process);
  if (reason !== undefined) {
    console.log(`AirAccount: ${reason}`);
    return undefined;
  }
  const found = findElectron(root) ?? (await fetchElectron(root));
  if (found === undefined) console.log("AirAccount: Electron's binary is not here and could not be fetched");
  return found;
}

const electron = await electronBinary();
if (electron !== undefined) {
  console.log('AirAccount: starting in Electron');
  process.exitCode = await runInForeground(electron, [root], root);
} else if (args.includes('--electron')) {
  process.exitCode = 1;
} else {
  console.log('AirAccount: starting in the browser host, which stands in for Electron (see README)');
  process.exitCode = await runInForeground(
    process.execPath,
    ['--disable-sigusr1', resolve(root, 'browser-host/start.ts')],
    root,
  );
}
