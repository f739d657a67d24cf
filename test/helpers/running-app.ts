// Starts an app folder as a person would, on real Electron when its binary is here, else on the browser
// host with a headless Chromium, and gives tests the same handle for both.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, type Browser, type BrowserContextOptions, type Page } from 'playwright';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const ELECTRON_DIST = path.join(ROOT, 'node_modules/electron/dist');
const START = path.join(ROOT, 'browser-host/start.ts');
const ADDRESS = /http:\/\/[a-z0-9]+\.localhost:\d+\/\S+/;

export type HostName = 'electron' | 'browser-host';
export const hostName: HostName = existsSync(ELECTRON_DIST) ? 'electron' : 'browser-host';

export interface AppOptions {
  readonly appDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Started once by the caller and used for many apps; Electron has its own. */
  readonly browser: () => Promise<Browser>;
  /** Language and colour scheme, where the browser decides them. */
  readonly context?: Pick<BrowserContextOptions, 'locale' | 'colorScheme'>;
  /** Sees the page before it requests anything. */
  readonly watch?: (page: Page) => void;
}

export interface RunningApp {
  readonly host: HostName;
  readonly page: Page;
  readonly pid: number;
  /** Everything that main printed so far. */
  output(): string;
  /** Resolves with the app's exit code. */
  readonly exited: Promise<number | null>;
  /** Process ids of the utility processes that run now. */
  utilityPids(): Promise<number[]>;
  /** Ends the app however it stands. */
  stop(): Promise<void>;
}

export function startApp(options: AppOptions): Promise<RunningApp> {
  return hostName === 'electron' ? startElectron(options) : startHost(options);
}

async function startElectron({ appDir, env, context, watch }: AppOptions): Promise<RunningApp> {
  const electron = await _electron.launch({
    args: [appDir, `--lang=${context?.locale ?? 'en-US'}`],
    env: { ...inherited(), ...env },
    colorScheme: context?.colorScheme ?? 'light',
  });
  if (watch !== undefined) electron.on('window', watch);
  // No test can press the system's window: whoever is asked something there says yes.
  await electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
  });
  const child = electron.process();
  const output = collect(child);
  return {
    ...handle(child, output),
    host: 'electron',
    page: await electron.firstWindow(),
    utilityPids: () =>
      electron.evaluate(({ app }) =>
        app
          .getAppMetrics()
          .flatMap(({ type, name, pid }) => (type === 'Utility' && name?.includes('TEE') ? [pid] : [])),
      ),
  };
}

async function startHost({ appDir, env, browser, ...options }: AppOptions): Promise<RunningApp> {
  const child = spawnHost(appDir, env);
  const output = collect(child);
  const { exited, ...rest } = handle(child, output);
  const address = await addressIn(output, exited);
  const viewport = { width: 1_180, height: 820 };
  const context = await (await browser()).newContext({ viewport, ...options.context });
  const page = await context.newPage();
  options.watch?.(page);
  await page.goto(address);
  await page.waitForURL((url) => !url.pathname.startsWith('/.host/'));
  return {
    ...rest,
    exited,
    host: 'browser-host',
    page,
    utilityPids: async () => childrenOf(rest.pid),
    stop: async () => {
      await context.close();
      await rest.stop();
    },
  };
}

/** The host alone, for tests that bring their own client. */
export function spawnHost(
  appDir: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['--print-address'],
): ChildProcess {
  return spawn(process.execPath, ['--disable-sigusr1', START, ...args], {
    cwd: appDir,
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The newest address that the host printed; rejects when it ends before printing one. */
export async function addressIn(output: () => string, exited: Promise<unknown>): Promise<string> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  for (;;) {
    const address = [...output().matchAll(new RegExp(ADDRESS, 'g'))].at(-1)?.[0];
    if (address !== undefined) return address;
    if (ended) throw new Error(`The app ended before it could be opened:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export function collect(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  return () => chunks.join('');
}

function handle(child: ChildProcess, output: () => string) {
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const { pid } = child;
  if (pid === undefined) throw new Error('The app could not be started');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(killer);
  };
  return { pid, output, exited, stop };
}

/** Tests say every variable of the app themselves. */
function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(DB_|AIRACCOUNT_|NODE_OPTIONS|VITEST)/.test(name),
  );
  return Object.fromEntries(entries) as Record<string, string>;
}

function childrenOf(pid: number): number[] {
  const text =
    process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      : execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}
