// A tiny Electron app that shows how each API behaves, so that one suite can hold the browser host and
// real Electron to the same documented behaviour. Probes answer plain data; the suite judges.
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron';

const here = import.meta.dirname;
const ORIGIN = 'app://contract';
const CHILD = path.join(here, 'child.cjs');

/** What calling `run` throws, or null. */
const errorOf = (run) => {
  try {
    run();
    return null;
  } catch (error) {
    return error.message;
  }
};
const rejectionOf = (promise) =>
  promise.then(
    () => null,
    (error) => error.message,
  );
const say = (...parts) => console.log(`contract: ${parts.join(' ')}`);

mkdirSync(process.env.CONTRACT_USER_DATA, { recursive: true });
app.setPath('userData', process.env.CONTRACT_USER_DATA);

const seen = {
  keys: [],
  downloads: [],
  requests: [],
  permissions: [],
  opened: [],
  navigations: [],
  gone: [],
  second: [],
  frames: [],
};

const early = {
  lock: app.requestSingleInstanceLock(),
  windowError: errorOf(() => new BrowserWindow()),
  forkError: errorOf(() => utilityProcess.fork(CHILD)),
  backend: process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'unknown',
};
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

for (const name of ['before-quit', 'will-quit', 'window-all-closed']) app.on(name, () => say(name));
app.on('quit', (_event, code) => say('quit', code));
app.on('render-process-gone', (_event, _contents, { reason }) => say('gone', reason));
app.on('second-instance', (_event, argv, folder) => seen.second.push({ argv, folder }));
app.on('child-process-gone', (_event, details) => seen.gone.push(details));
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-frame-navigate', (event) => {
    seen.navigations.push({ url: event.url, isMainFrame: event.isMainFrame });
    if (!event.url.endsWith('#allowed')) event.preventDefault();
  });
  contents.setWindowOpenHandler((details) => {
    seen.opened.push({ url: details.url, frameName: details.frameName, features: details.features });
    return { action: 'deny' };
  });
});

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'";
const pages = {
  '/index.html': [
    'text/html; charset=utf-8',
    '<!doctype html><html><head><title>Contract</title><script src="/page.js"></script></head><body><a id="blank" href="/other.html" target="_blank">b</a><a id="link" href="https://example.com/x">l</a><iframe src="/frame.html"></iframe></body></html>',
  ],
  '/frame.html': ['text/html', '<!doctype html><script src="/page.js"></script>'],
  '/other.html': ['text/html', '<!doctype html><title>Other</title><p>other'],
  '/refused.txt': ['text/plain', 'refused'],
  '/page.js': ['text/javascript', 'globalThis.typeOfApiAtFirstScript = typeof globalThis.contract;'],
};

function serve(request) {
  const { pathname, host, search } = new URL(request.url);
  seen.requests.push({ url: request.url, method: request.method, hasCookie: request.headers.has('cookie') });
  if (pathname === '/throws') throw new Error('handler failed');
  const page = pages[pathname];
  const headers = { 'content-security-policy': POLICY, 'x-contract': `${host}${search}` };
  if (page === undefined) return new Response('nothing here', { status: 404, headers });
  return new Response(page[1], { headers: { ...headers, 'content-type': page[0] } });
}

/** Forks the child, sends `messages` at once, answers what happened until it exited. */
function runChild(messages, options, { killOnMessage = false } = {}) {
  const child = utilityProcess.fork(CHILD, ['one', 'two'], { stdio: 'pipe', ...options });
  const record = { pidAtFork: typeof child.pid, received: [], stdout: '' };
  child.stdout?.on('data', (chunk) => {
    record.stdout += chunk;
  });
  child.once('spawn', () => {
    record.pidAtSpawn = typeof child.pid;
  });
  child.on('message', (message) => {
    record.received.push(message);
    if (killOnMessage) record.kill = child.kill();
  });
  for (const message of messages) child.postMessage(message);
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      // `pid` is undefined after the event, not yet in it; the streams end on their own.
      setTimeout(() => resolve({ ...record, code, pidAfterExit: typeof child.pid }), 200);
    });
  });
}

const probes = {
  early: () => early,
  isPackaged: () => app.isPackaged,
  path: (name) => app.getPath(name),
  pathError: (name) => errorOf(() => app.getPath(name)),
  setPathErrors: () => [
    errorOf(() => app.setPath('userData', path.join(here, 'not', 'there'))),
    errorOf(() => app.setPath('no-such-name', here)),
  ],
  lateErrors: () => ({
    enableSandbox: errorOf(() => app.enableSandbox()),
    schemes: errorOf(() => protocol.registerSchemesAsPrivileged([])),
    secondHandler: errorOf(() => ipcMain.handle('echo', () => undefined)),
    secondProtocol: errorOf(() => protocol.handle('app', () => new Response())),
  }),
  seen: () => seen,
  clearSeen: () => {
    for (const list of Object.values(seen)) list.length = 0;
  },
  window: () => ({
    destroyed: window.isDestroyed(),
    minimized: window.isMinimized(),
    contentsDestroyed: window.webContents.isDestroyed(),
    url: window.webContents.getURL(),
  }),
  protect: (on) => {
    window.setContentProtection(on);
    return window.isContentProtected();
  },
  focus: () => [window.restore(), window.focus(), window.show()].length,
  sendToPage: (...args) => window.webContents.send('to-page', ...args),
  sendFunction: () => errorOf(() => window.webContents.send('to-page', () => undefined)),
  reload: () => void window.webContents.reload(),
  noMenu: () => errorOf(() => Menu.setApplicationMenu(null)),
  menu: () =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        { label: 'Edit', submenu: [{ role: 'copy' }] },
        {
          label: 'View',
          submenu: [
            { label: 'One', accelerator: 'CmdOrCtrl+Shift+L', click: () => seen.keys.push('one') },
            { label: 'Two', accelerator: 'F9', click: () => seen.keys.push('two') },
            { label: 'Off', accelerator: 'F8', enabled: false, click: () => seen.keys.push('off') },
          ],
        },
      ]),
    ),
  displays: () => screen.getAllDisplays().map(({ workArea }) => workArea),
  languages: () => app.getPreferredSystemLanguages(),
  bounds: () => [window.getNormalBounds(), window.isMaximized(), window.isFullScreen()],
  zoom: () => {
    window.webContents.setZoomLevel(0);
    return window.webContents.getZoomLevel();
  },
  save: async (name, text) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name });
    if (!canceled) await writeFile(filePath, text);
    return { canceled, isAbsolute: path.isAbsolute(filePath), name: path.basename(filePath) };
  },
  ask: async (cancelId) => {
    const options = { message: 'Really?', detail: 'Think.', buttons: ['One', 'Two'], cancelId };
    return (await dialog.showMessageBox(window, options)).response;
  },
  idle: () => {
    try {
      return powerMonitor.getSystemIdleTime();
    } catch {
      return 'unknown';
    }
  },
  listens: () => {
    const noop = () => undefined;
    powerMonitor.on('lock-screen', noop);
    powerMonitor.on('suspend', noop);
    return [powerMonitor.listenerCount('lock-screen'), powerMonitor.listenerCount('suspend')];
  },
  openExternal: (url) => rejectionOf(shell.openExternal(url)),
  safeStorage: async () => {
    const available = await safeStorage.isAsyncEncryptionAvailable();
    const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'unknown';
    if (!available)
      return { available, backend, error: await rejectionOf(safeStorage.encryptStringAsync('a')) };
    const encrypted = await safeStorage.encryptStringAsync('密');
    const { result } = await safeStorage.decryptStringAsync(encrypted);
    const damaged = await rejectionOf(safeStorage.decryptStringAsync(Buffer.from('damaged')));
    return { available, backend, result, damaged, isPlain: encrypted.includes('密') };
  },
  runChild,
  childFunction: () => {
    const child = utilityProcess.fork(CHILD, [], { stdio: 'ignore' });
    const error = errorOf(() => child.postMessage(() => undefined));
    child.kill();
    return { error, stdout: child.stdout, stderr: child.stderr };
  },
  badStdio: () => errorOf(() => utilityProcess.fork(CHILD, [], { stdio: ['pipe', 'pipe', 'pipe'] })),
  quit: () => void setImmediate(() => app.quit()),
  quitPreventedOnce: () => {
    app.once('before-quit', (event) => event.preventDefault());
    app.quit();
  },
  closePreventedOnce: () => {
    window.once('close', (event) => event.preventDefault());
    app.quit();
    return window.isDestroyed();
  },
  exit: (code) => void setImmediate(() => app.exit(code)),
};

let window;

app.whenReady().then(async () => {
  if (!early.lock) {
    say('second');
    app.quit();
    return;
  }
  protocol.handle('app', serve);
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'notifications');
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
    seen.permissions.push(permission);
    callback(false);
  });
  session.defaultSession.setDevicePermissionHandler(() => false);
  session.defaultSession.on('will-download', (event, item) => {
    if (item.getURL().endsWith('/refused.txt')) event.preventDefault();
    seen.downloads.push(item.getURL());
  });
  ipcMain.handle('echo', (_event, ...args) => args);
  ipcMain.handle('throws', () => {
    throw new TypeError('no such luck');
  });
  ipcMain.handle('uncloneable', () => () => undefined);
  ipcMain.handle('event', (event) => ({
    type: event.type,
    isOurContents: event.sender === window.webContents,
    isMainFrame: event.senderFrame === window.webContents.mainFrame,
    parent: event.senderFrame?.parent ?? null,
    origin: event.senderFrame?.origin,
    url: event.senderFrame?.url,
  }));
  ipcMain.handle('probe', (_event, name, ...args) => probes[name](...args));
  window = new BrowserWindow({
    width: 900,
    height: 700,
    show: false,
    webPreferences: { preload: path.join(here, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  window.once('ready-to-show', () => say('ready-to-show'));
  window.on('close', () => say('close'));
  window.on('closed', () => say('closed'));
  app.on('window-all-closed', () => app.quit());
  await window.loadURL(`${ORIGIN}/index.html`);
  say('loaded');
});
