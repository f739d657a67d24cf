// Which hosts main may talk to: those of saved networks, and those that a person allowed since this app began. A page's
// script alone makes main talk to nobody new, and does not ask until somebody gives in.
import { NetworkError } from './network-error.ts';

export type ConfirmHost = (origin: string) => Promise<boolean>;

const MAX_SHOWN = 300;
/** For so long whoever was refused stays refused without a question. */
const SAME_HOST_MS = 30_000;
/** So many refusals in that time, of whichever hosts, and nobody is asked about any. */
const MAX_REFUSALS = 3;
const ALL_HOSTS_MS = 300_000;

interface Refused {
  readonly origin: string;
  readonly atMs: number;
}

export class KnownHosts {
  readonly #confirm: ConfirmHost;
  readonly #nowMs: () => number;
  readonly #allowed = new Set<string>();
  #refused: readonly Refused[] = [];
  #isAsking = false;

  /** `nowMs`: of a clock that nobody sets. */
  constructor(confirm: ConfirmHost, nowMs: () => number = () => performance.now()) {
    this.#confirm = confirm;
    this.#nowMs = nowMs;
  }

  /**
   * One question at a time, and few after refusals: a page must not bury the person under them. `saved`: the addresses
   * of saved endpoints. @throws NetworkError host-refused
   */
  async require(url: string, saved: readonly string[]): Promise<void> {
    const { origin } = new URL(url);
    if (this.#allowed.has(origin) || saved.some((each) => new URL(each).origin === origin)) return;
    const refusal = new NetworkError('host-refused', { endpoint: origin.slice(0, MAX_SHOWN) });
    // No name that is looked up anywhere is longer, and a question must show all of it.
    if (this.#isAsking || origin.length > MAX_SHOWN || this.#wasRefused(origin)) throw refusal;
    if (!(await this.#ask(origin))) {
      this.#refused = [...this.#refused, { origin, atMs: this.#nowMs() }];
      throw refusal;
    }
    this.#allowed.add(origin);
  }

  async #ask(origin: string): Promise<boolean> {
    this.#isAsking = true;
    try {
      return await this.#confirm(origin);
    } finally {
      this.#isAsking = false;
    }
  }

  #wasRefused(origin: string): boolean {
    const now = this.#nowMs();
    this.#refused = this.#refused.filter(({ atMs }) => now - atMs < ALL_HOSTS_MS);
    const isOfLate = (each: Refused): boolean => each.origin === origin && now - each.atMs < SAME_HOST_MS;
    return this.#refused.length >= MAX_REFUSALS || this.#refused.some(isOfLate);
  }
}
