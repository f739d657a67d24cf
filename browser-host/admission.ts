// Who may talk to the host: one browser that exchanged a single-use token for a cookie, asking under
// the host's own random name, from the host's own origin. Pure but for randomness; knows no sockets.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const TOKEN_LIFE_MS = 120_000;
export const COOKIE_NAME = 'airaccount_host';

interface Token {
  readonly text: string;
  readonly expiresAtMs: number;
}

export class Admission {
  readonly #host: string;
  readonly #nowMs: () => number;
  #token: Token | undefined;
  #cookie: string | undefined;

  /** `host` is the Host header's only accepted value, name and port. */
  constructor(host: string, nowMs: () => number = () => performance.now()) {
    this.#host = host;
    this.#nowMs = nowMs;
  }

  get origin(): string {
    return `http://${this.#host}`;
  }

  /** A token of 256 bits; the one before it is void. */
  mintToken(): string {
    const text = randomBytes(32).toString('base64url');
    this.#token = { text, expiresAtMs: this.#nowMs() + TOKEN_LIFE_MS };
    return text;
  }

  /** Answers a new cookie's value for the live token, once; whoever held the cookie before is out. */
  exchange(offered: string): string | undefined {
    const token = this.#token;
    if (token === undefined || !equalText(offered, token.text)) return undefined;
    this.#token = undefined;
    if (this.#nowMs() > token.expiresAtMs) return undefined;
    this.#cookie = randomBytes(32).toString('base64url');
    return this.#cookie;
  }

  /** Asked under the host's name: a rebound or guessed name never gets past this. */
  isForUs(headers: IncomingHttpHeaders): boolean {
    return headers.host === this.#host;
  }

  /** From the admitted browser and, as far as the browser says, from our own pages or the person. */
  isAdmitted(headers: IncomingHttpHeaders): boolean {
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    if (headers.origin !== undefined && headers.origin !== this.origin) return false;
    const cookie = readCookie(headers.cookie ?? '');
    return this.#cookie !== undefined && cookie !== undefined && equalText(cookie, this.#cookie);
  }

  /** A socket must name its origin; browsers always do. */
  isAdmittedSocket(headers: IncomingHttpHeaders): boolean {
    return headers.origin === this.origin && this.isForUs(headers) && this.isAdmitted(headers);
  }
}

function readCookie(header: string): string | undefined {
  const prefix = `${COOKIE_NAME}=`;
  const pair = header.split(';').find((part) => part.trim().startsWith(prefix));
  return pair?.trim().slice(prefix.length);
}

/** Compares digests, so that time depends on neither content nor length. */
function equalText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
