// Wiring only: what main consists of, in the order in which it comes up.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, type WebContents } from 'electron';
import { eventChannel } from '../preload/channels.ts';
import type { MenuAction } from '../preload/contract.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { bytesToHex } from '../tee-sim/protocol/bytes.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { type ClientBundle, readClientBundle } from './client-bundle.ts';
import { createClientIdentity } from './client-identity.ts';
import { serveLocalClients } from './client-socket.ts';
import { confirmHost } from './confirm-host.ts';
import { endAfter, handleChildFailures, handleMainFailures } from './crashes.ts';
import { driverContext } from './driver-context.ts';
import { openExternalLink } from './external-links.ts';
import { guardContents, refuseDownloads, refusePermissions } from './guards.ts';
import { createAppHandlers } from './ipc/app-handlers.ts';
import { createNetworkHandlers, forwardNetworkUpdates } from './ipc/network-handlers.ts';
import { registerHandlers } from './ipc/register-handlers.ts';
import { createTeeHandlers, forwardTeeStatus } from './ipc/tee-handlers.ts';
import { takeKeyVariables } from './key-variables.ts';
import { osKeychain } from './keychain.ts';
import { MenuLanguage } from './language.ts';
import { localAddress } from './local-address.ts';
import { openLog } from './log.ts';
import { describeError } from './log-entry.ts';
import { createMasterKeyLoader, MASTER_KEY_BYTES, type MasterKeyLoader } from './master-key.ts';
import { setMenu } from './menu.ts';
import { NetworkService } from './networks/network-service.ts';
import { measurePeerProgram } from './peer-program.ts';
import { stopBeforeQuit } from './quit.ts';
import { readSettings } from './settings.ts';
import { lockWithSystem } from './system-lock.ts';
import { TeeDriver } from './tee-driver.ts';
import { forkElectronTee } from './tee-process.ts';
import { currentWindow, showMainWindow } from './window.ts';
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
  // On a Mac an app lives on without a window, until it is quit.
  app.on('window-all-closed', () => (process.platform === 'darwin' ? undefined : app.quit()));
  start().catch((error: unknown) => endAfter(error, log));
} else {
  app.quit();
}

async function start(): Promise<void> {
  await app.whenReady();
  log('app-started');
  const client = await readClientBundle(bundlesDir);
  const asExpected = bytesToHex(client.measurement) === client.expectedClient;
  log(asExpected ? 'client-measured' : 'client-not-as-expected');
  serveApp(client.files);
  refusePermissions(log);
  refuseDownloads(log);

  const masterKey = createMasterKey();
  const driver = createDriver(client, masterKey);
  stopBeforeQuit(driver, log);
  const identity = createClientIdentity({
    path: join(userDataDir, 'client-identity.json'),
    keychain: osKeychain,
    measurement: client.measurement,
    log,
  });
  // Its items may open the window: not before that can be served.
  const language = createLanguage();
  const info = {
    version: __APP_VERSION__,
    expectedClientMeasurement: client.expectedClient,
    masterKeySource: () => masterKey.source(),
  };
  const networks = startNetworks(language);
  registerHandlers(
    {
      tee: createTeeHandlers(driver, identity, userDataDir),
      app: createAppHandlers(info, language, () => networks.explorers(), log),
      networks: createNetworkHandlers(networks),
    },
    { trusted: page, log },
  );
  forwardTeeStatus(driver, page);
  lockWithSystem(driver, (why) => page()?.send(eventChannel('systemLocked'), { why }), log);
  // A second launch, and on a Mac a click in the dock.
  for (const name of ['second-instance', 'activate']) app.on(name as 'activate', () => void showWindow());
  await Promise.all([showWindow(), driver.start().then(() => openLocalSocket(driver))]);
}

async function openLocalSocket(driver: TeeDriver): Promise<void> {
  const service = { tee: driver, contextOf: driverContext, measure: measurePeerProgram, log };
  const clients = await serveLocalClients(localAddress(userDataDir), service);
  app.on('before-quit', () => void clients.close());
}

/** Follows from now on what an earlier run sent. */
function startNetworks(language: MenuLanguage): NetworkService {
  const networks = new NetworkService({
    folder: join(userDataDir, 'networks'),
    keychain: osKeychain,
    onUpdate: forwardNetworkUpdates(page),
    confirmHost: (origin) => confirmHost(origin, language.current),
  });
  networks.start().catch((error: unknown) => log('networks-not-read', describeError(error)));
  app.on('will-quit', () => networks.stop());
  return networks;
}

function page(): WebContents | undefined {
  return currentWindow()?.webContents;
}

/** Without its window the app is of no use: it ends when that cannot be shown. */
function showWindow(): Promise<void> {
  return showMainWindow({
    preloadPath: join(bundlesDir, 'preload', 'index.cjs'),
    // Beside the bundles' folder both in the sources and in the packed app.
    iconPath: resolve(bundlesDir, '../resources/icons/256x256.png'),
    statePath: join(userDataDir, 'window.json'),
    log,
  }).catch((error: unknown) => endAfter(error, log));
}

/** The menus follow it. */
function createLanguage(): MenuLanguage {
  const showInPage = async (action: MenuAction): Promise<void> => {
    await showWindow();
    page()?.send(eventChannel('menuAction'), action);
  };
  const options = {
    platform: process.platform,
    isPackaged: app.isPackaged,
    show: (action: MenuAction) => void showInPage(action),
    openLink: (url: string) => {
      openExternalLink(url, log).catch((error: unknown) => log('external-refused', describeError(error)));
    },
  };
  const path = join(userDataDir, 'preferences.json');
  return new MenuLanguage(path, app.getPreferredSystemLanguages(), log, (language) =>
    setMenu(language, options),
  );
}

function createMasterKey(): MasterKeyLoader {
  const keychain = new WrappedKey({
    kind: 'master-key',
    path: join(userDataDir, 'master-key.json'),
    keychain: osKeychain,
    dataExists: () => existsSync(join(teeDataDir, 'airaccount.db')),
    draw: () => randomBytes(MASTER_KEY_BYTES),
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
