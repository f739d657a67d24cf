// A real chain on this machine: anvil on a port of its own, which ends with the test whatever happens to it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const READY = /Listening on 127\.0\.0\.1:(\d+)/;
const START_MS = 30_000;

/** Anvil's first accounts, made of "test test … junk", with 10,000 coins each. */
export const ANVIL_KEYS = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
] as const;
export const ANVIL_CHAIN = 31_337;

/** The program itself: a wrapper would outlive its own end. */
function binaryPath(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${architecture}/package.json`;
  const wrapper = createRequire(require.resolve('@foundry-rs/anvil/package.json'));
  const file = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  return join(dirname(wrapper.resolve(name)), 'bin', file);
}

export class Anvil {
  readonly #child: ChildProcess;
  readonly #onExit = (): void => void this.#child.kill('SIGKILL');
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    process.once('exit', this.#onExit);
  }

  static async start(args: readonly string[] = [], port = 0): Promise<Anvil> {
    const child = spawn(binaryPath(), ['--host', '127.0.0.1', '--port', String(port), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      return new Anvil(child, await portOf(child));
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** @throws Error with the node's words */
  async request<T = unknown>(method: string, params: readonly unknown[] = []): Promise<T> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as { result: T; error?: { message: string } };
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** At once, as when somebody pulls the plug. */
  async stop(): Promise<void> {
    process.off('exit', this.#onExit);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const late = setTimeout(() => reject(new Error(`anvil did not start: ${output}`)), START_MS);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`anvil ended: ${output}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4_096);
      const port = READY.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      // What it says from now on nobody reads, but the pipe must not fill.
      output = '';
      resolve(Number(port));
    });
  });
}
