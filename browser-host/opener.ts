// Brings the page before a person: a Chromium app window where there is a display, else an address to
// open. As long as nobody came, an expired address is replaced by a new one.
import type { ChildProcess } from 'node:child_process';
import { TOKEN_LIFE_MS } from './admission.ts';
import { onExit } from './app.ts';
import { findChromium, hasDisplay, openAppWindow, removeStartPage } from './chromium.ts';

const HAND_OVER_MS = 3_000;

export interface OpenerOptions {
  readonly folder: string;
  readonly width: number;
  readonly height: number;
  /** Never opens a window, for tests and for people who bring their own browser. */
  readonly printOnly: boolean;
  mintAddress(): string;
  /** The window that we opened is gone. */
  closed(): void;
}

export class Opener {
  readonly #options: OpenerOptions;
  #browser: ChildProcess | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(options: OpenerOptions) {
    this.#options = options;
    onExit(() => this.stop());
  }

  open(): void {
    const executable = this.#options.printOnly || !hasDisplay() ? undefined : findChromium();
    if (executable === undefined) {
      this.#print();
      return;
    }
    const { folder, width, height } = this.#options;
    const browser = openAppWindow({
      executable,
      folder,
      width,
      height,
      address: this.#options.mintAddress(),
    });
    this.#browser = browser;
    console.log(`AirAccount runs in the browser host; its window is ${executable}.`);
    this.#expiry = setTimeout(() => this.#print(), TOKEN_LIFE_MS);
    browser.once('error', () => this.#browserGone());
    browser.once('exit', () => this.#browserGone());
  }

  /** A window of our own that still stands, whether its page lives or not. */
  get hasBrowser(): boolean {
    return this.#browser !== undefined;
  }

  /** Somebody came in: the address is used up. */
  arrived(): void {
    clearTimeout(this.#expiry);
    this.#expiry = undefined;
    removeStartPage(this.#options.folder);
  }

  stop(): void {
    this.arrived();
    this.#browser?.kill();
  }

  #browserGone(): void {
    this.#browser = undefined;
    this.#options.closed();
    // Nobody came yet: it failed, or handed over to a running Chromium, which gets a moment.
    if (this.#expiry === undefined) return;
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => this.#print(), HAND_OVER_MS);
  }

  #print(): void {
    removeStartPage(this.#options.folder);
    console.log(
      'AirAccount runs in the browser host. Open this address in Chromium, Chrome or Edge within two minutes:',
    );
    console.log(`  ${this.#options.mintAddress()}`);
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => this.#print(), TOKEN_LIFE_MS);
  }
}
