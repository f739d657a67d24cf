// The channel keys: one per epoch, in memory only. When an epoch's key is zeroized, nobody can open its traffic.
// Must never hold more than two keys that answer, nor write one anywhere.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { EPOCH_LIFE_MS, EPOCH_OVERLAP_MS, EPOCH_REQUESTS } from '../protocol/attestation.ts';
import { bytesToHex, wipe } from '../protocol/bytes.ts';

const KEY_ID_BYTES = 8;

interface KeyPair {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** One channel key while it answers. */
export interface Epoch {
  readonly keyId: Uint8Array;
  readonly channelPublicKey: Uint8Array;
  /** Until then requests may be sealed for it, TEE time in ms; it answers `EPOCH_OVERLAP_MS` longer. */
  readonly notAfterMs: number;
  /** GB/T 32918.4 decryption. The caller zeroes the result. @throws whatever the engine throws */
  unwrap(wrappedKey: Uint8Array): Uint8Array;
}

interface LiveEpoch extends Epoch {
  readonly name: string;
  readonly keys: KeyPair;
  readonly startedAtMs: number;
  opened: number;
}

export class EpochManager {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #nowMs: () => number;
  #current: LiveEpoch;
  #previous: LiveEpoch | undefined;
  /** Made ahead, so that no request waits for a key to be generated. */
  #next: KeyPair | undefined;
  #openedRequests = 0;

  constructor(engine: CryptoEngine, random: RandomBytes, nowMs: () => number) {
    this.#engine = engine;
    this.#random = random;
    this.#nowMs = nowMs;
    this.#current = this.#begin(engine.sm2GenerateKeyPair(random));
  }

  /** The epoch to seal for now. */
  current(): Epoch {
    this.#turn();
    return this.#current;
  }

  /** The epoch with this key id, if its key still answers. */
  find(keyId: Uint8Array): Epoch | undefined {
    this.#turn();
    const name = bytesToHex(keyId);
    return [this.#current, this.#previous].find((epoch) => epoch?.name === name);
  }

  /** Requests that opened since boot. */
  get openedRequests(): number {
    return this.#openedRequests;
  }

  /** Counts a request that opened. */
  countOpened(epoch: Epoch): void {
    this.#openedRequests += 1;
    if (epoch === this.#current) this.#current.opened += 1;
  }

  /** To be called between requests: turns the epoch when it is due, and makes the next key ahead. */
  tick(): void {
    this.#turn();
    this.#next ??= this.#engine.sm2GenerateKeyPair(this.#random);
  }

  /** Zeroizes every key. */
  destroy(): void {
    for (const keys of [this.#current.keys, this.#previous?.keys, this.#next]) wipe(keys?.privateKey);
    this.#previous = undefined;
    this.#next = undefined;
  }

  /**
   * Due after 15 min or 1,000 opened requests, but never within 60 s of the turn before: the previous key
   * has then had its 60 s, so two keys answer at most.
   */
  #turn(): void {
    const now = this.#nowMs();
    const age = now - this.#current.startedAtMs;
    if (age >= EPOCH_OVERLAP_MS) {
      wipe(this.#previous?.keys.privateKey);
      this.#previous = undefined;
    }
    const due = age >= EPOCH_LIFE_MS || (this.#current.opened >= EPOCH_REQUESTS && age >= EPOCH_OVERLAP_MS);
    if (!due) return;
    const keys = this.#next ?? this.#engine.sm2GenerateKeyPair(this.#random);
    this.#next = undefined;
    // A TEE that slept past the overlap owes nothing to the key that ended meanwhile.
    const overdue = age >= EPOCH_LIFE_MS + EPOCH_OVERLAP_MS;
    if (overdue) wipe(this.#current.keys.privateKey);
    this.#previous = overdue ? undefined : this.#current;
    this.#current = this.#begin(keys);
  }

  #begin(keys: KeyPair): LiveEpoch {
    const keyId = this.#engine.sm3(keys.publicKey).subarray(0, KEY_ID_BYTES);
    const startedAtMs = this.#nowMs();
    return {
      keyId,
      name: bytesToHex(keyId),
      channelPublicKey: keys.publicKey,
      notAfterMs: startedAtMs + EPOCH_LIFE_MS,
      keys,
      startedAtMs,
      opened: 0,
      unwrap: (wrappedKey) => this.#engine.sm2Decrypt(keys.privateKey, wrappedKey),
    };
  }
}
