// Challenges for the proof of OPEN_SESSION: fresh, made by this boot, and remembered nowhere.
// A challenge shown twice is no replay: the request around it has a nonce, and the proof covers the session's secret.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { concatBytes, equalBytes, u32be, utf8ToBytes, wipe } from '../protocol/bytes.ts';

/** How long a challenge can be answered, ms. */
export const CHALLENGE_LIFE_MS = 60_000;

const LABEL = 'airaccount/1/challenge';
const KEY_BYTES = 32;
const TIME_BYTES = 8;
const SALT_BYTES = 8;
const MAC_BYTES = 16;

export class ChallengeIssuer {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #nowMs: () => number;
  readonly #key: Uint8Array;

  /** Draws the key of this boot. `nowMs` is TEE time. */
  constructor(engine: CryptoEngine, random: RandomBytes, nowMs: () => number) {
    this.#engine = engine;
    this.#random = random;
    this.#nowMs = nowMs;
    this.#key = random(KEY_BYTES);
  }

  /** 32 bytes: u64be(now) ‖ salt (8) ‖ HMAC-SM3(boot key, label ‖ u64be(now) ‖ salt)[0..16]. */
  issue(): Uint8Array {
    const named = concatBytes(u64be(this.#nowMs()), this.#random(SALT_BYTES));
    return concatBytes(named, this.#mac(named));
  }

  /** Whether this boot issued it within the last minute. */
  holds(challenge: Uint8Array): boolean {
    const named = challenge.slice(0, TIME_BYTES + SALT_BYTES);
    const genuine = equalBytes(this.#mac(named), challenge.slice(TIME_BYTES + SALT_BYTES));
    if (!genuine || named.length !== TIME_BYTES + SALT_BYTES) return false;
    const view = new DataView(named.buffer);
    const ageMs = this.#nowMs() - (view.getUint32(0) * 2 ** 32 + view.getUint32(4));
    return ageMs >= 0 && ageMs <= CHALLENGE_LIFE_MS;
  }

  /** Zeroes the key. */
  destroy(): void {
    wipe(this.#key);
  }

  #mac(named: Uint8Array): Uint8Array {
    return hmacSm3(this.#engine, this.#key, utf8ToBytes(LABEL), named).subarray(0, MAC_BYTES);
  }
}

function u64be(value: number): Uint8Array {
  return concatBytes(u32be(Math.floor(value / 2 ** 32)), u32be(value % 2 ** 32));
}
