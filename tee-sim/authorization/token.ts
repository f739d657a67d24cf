// Authorization tokens: minted last, when all four layers agreed, redeemed once by the very operation that they are
// for. Must never leave the TEE; what acts accepts nothing else.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { refusal } from '../os/refusals.ts';
import { bytesToHex, equalBytes, lengthPrefixed, utf8ToBytes, wipe } from '../protocol/bytes.ts';

/** How long a token can be redeemed, ms. */
export const TOKEN_LIFE_MS = 30_000;

const LABEL = 'airaccount/1/authorization-token';
const KEY_BYTES = 32;
const ID_BYTES = 16;

/** What a token is for: it fits this and nothing else. */
export interface TokenScope {
  readonly sessionId: string;
  /** Empty where nobody is logged in. */
  readonly userId: string;
  /** Empty where no wallet is concerned. */
  readonly walletId: string;
  readonly operation: string;
  readonly payloadDigest: Uint8Array;
  readonly policyDigest: Uint8Array;
  readonly conditions: readonly string[];
}

export interface AuthorizationToken {
  readonly id: Uint8Array;
  readonly expiresAtMs: number;
  /** HMAC-SM3(token key, label ‖ id ‖ expiry ‖ every part of the scope), 32 bytes. */
  readonly mac: Uint8Array;
}

export class TokenMint {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #nowMs: () => number;
  readonly #key: Uint8Array;
  /** Minted, not redeemed yet; until when, by id. */
  readonly #outstanding = new Map<string, number>();

  /** Draws the key of this boot. `nowMs` is the time that ends things. */
  constructor(engine: CryptoEngine, random: RandomBytes, nowMs: () => number) {
    this.#engine = engine;
    this.#random = random;
    this.#nowMs = nowMs;
    this.#key = random(KEY_BYTES);
  }

  mint(scope: TokenScope): AuthorizationToken {
    const now = this.#nowMs();
    for (const [id, expiresAtMs] of this.#outstanding) {
      if (expiresAtMs <= now) this.#outstanding.delete(id);
    }
    const id = this.#random(ID_BYTES);
    const expiresAtMs = now + TOKEN_LIFE_MS;
    this.#outstanding.set(bytesToHex(id), expiresAtMs);
    return { id, expiresAtMs, mac: this.#mac(id, expiresAtMs, scope) };
  }

  /**
   * Uses the token up. `scope` is what is about to be done, as it stands now.
   * @throws GENERIC internal for a token that is forged, of something else, used or expired: never a caller's doing
   */
  redeem({ id, expiresAtMs, mac }: AuthorizationToken, scope: TokenScope): void {
    const expected = this.#mac(id, expiresAtMs, scope);
    const genuine = equalBytes(expected, mac);
    wipe(expected);
    if (!genuine || expiresAtMs <= this.#nowMs()) throw refusal('defect');
    if (!this.#outstanding.delete(bytesToHex(id))) throw refusal('defect');
  }

  /** Zeroes the key. */
  destroy(): void {
    wipe(this.#key);
  }

  #mac(id: Uint8Array, expiresAtMs: number, scope: TokenScope): Uint8Array {
    const { sessionId, userId, walletId, operation, payloadDigest, policyDigest, conditions } = scope;
    const names = [LABEL, String(expiresAtMs), sessionId, userId, walletId, operation].map(utf8ToBytes);
    const parts = [...names, id, payloadDigest, policyDigest, ...conditions.map(utf8ToBytes)];
    return hmacSm3(this.#engine, this.#key, lengthPrefixed(...parts));
  }
}
