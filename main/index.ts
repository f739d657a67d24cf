// Wiring only: what main consists of, in the order in which it comes up.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, Menu, type WebContents } from 'electron';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { bytesToHex } from '../tee-sim/protocol/bytes.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { type ClientBundle, readClientBundle } from './client-bundle.ts';
import { endAfter, handleChildFailures, handleMainFailures } from './crashes.ts';
import { guardContents, refusePermissions } from './guards.ts';
import { createAppHandlers } from './ipc/app-handlers.ts';
import { registerHandlers } from './ipc/register-handlers.ts';
import { createTeeHandlers, forwardTeeStatus } from './ipc/tee-handlers.ts';
import { takeKeyVariables } from './key-variables.ts';
import { osKeychain } from './keychain.ts';
import { openLog } from './log.ts';
import { createMasterKeyLoader, type MasterKeyLoader } from './master-key.ts';
import { stopBeforeQuit } from './quit.ts';
import { readSettings } from './settings.ts';
import { TeeDriver } from './tee-driver.ts';
import { forkElectronTee } from './tee-process.ts';
import { currentWindow, focusMainWindow, openMainWindow } from './window.ts';
import { WrappedKey } from './wrapped-key.ts';

/** Before anything that could start a child. */
const keyVariables = takeKeyVariables(process.env);
const settings = readSettings(process.env);
if (settings.userDataDir !== undefined) {
  mkdirSync(settings.userDataDir, { recursive: true, mode: 0o700 });
  app.setPath('userData', resolve(settings.userDataDir));
}
const userDataDir = app.getPath('userData');
const teeDataDir = join(userDataDir, 'tee');
/** Every bundle lies beside this one's folder. */
const bundlesDir = resolve(import.meta.dirname, '..');
const log = openLog(join(userDataDir, 'logs'));

handleMainFailures(log);
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  registerAppScheme();
  guardContents(log);
  handleChildFailures(log);
  app.on('second-instance', focusMainWindow);
  app.on('window-all-closed', () => app.quit());
  start().catch((error: unknown) => endAfter(error, log));
} else {
  app.quit();
}

async function start(): Promise<void> {
  await app.whenReady();
  log('app-started');
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  const client = await readClientBundle(bundlesDir);
  const asExpected = bytesToHex(client.measurement) === client.expectedClient;
  log(asExpected ? 'client-measured' : 'client-not-as-expected');
  serveApp(client.files);
  refusePermissions(log);

  const masterKey = createMasterKey();
  const driver = createDriver(client, masterKey);
  stopBeforeQuit(driver, log);
  const page = (): WebContents | undefined => currentWindow()?.webContents;
  const info = {
    version: __APP_VERSION__,
    expectedClientMeasurement: client.expectedClient,
    masterKeySource: () => masterKey.source(),
  };
  registerHandlers(
    { tee: createTeeHandlers(driver, userDataDir), app: createAppHandlers(info, log) },
    { trusted: page, log },
  );
  forwardTeeStatus(driver, page);
  await Promise.all([openMainWindow(join(bundlesDir, 'preload', 'index.cjs')), driver.start()]);
}

function createMasterKey(): MasterKeyLoader {
  const keychain = new WrappedKey({
    path: join(userDataDir, 'master-key.json'),
    keychain: osKeychain,
    dataExists: () => existsSync(join(teeDataDir, 'airaccount.db')),
    random: randomBytes,
    log,
  });
  return createMasterKeyLoader(keyVariables, keychain);
}

function createDriver(client: ClientBundle, masterKey: MasterKeyLoader): TeeDriver {
  return new TeeDriver({
    forkTee: forkElectronTee,
    bundlePath: join(bundlesDir, 'tee', 'tee.cjs'),
    expectedTeeMeasurement: client.expectedTee,
    clientMeasurement: client.measurement,
    dataDir: teeDataDir,
    loadMasterKey: () => masterKey.load(),
    engine: settings.engine,
    recordSuite: settings.recordSuite,
    log,
  });
}
