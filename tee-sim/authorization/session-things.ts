// What one session keeps in memory only, by name: nothing here outlives the session, a login or a lock.
// Must never let go of a thing without wiping it.

/** What can be let go of at any moment. */
export interface Wipeable {
  /** Zeroes every secret of it, and ends what it was doing. */
  wipe(): void;
}

/** One thing each: drawn factors, a drawn phrase, a keystore that is being opened, reviews, keys in use. */
export type SessionSlot = 'factors' | 'wallet' | 'keystore' | 'reviews' | 'accountKeys';

interface Held {
  readonly thing: Wipeable;
  readonly untilMs: number;
}

export class SessionThings {
  readonly #held = new Map<SessionSlot, Held>();

  /** Takes `thing` over, in place of what was there, which is wiped. */
  hold(slot: SessionSlot, thing: Wipeable, untilMs: number): void {
    if (this.#held.get(slot)?.thing !== thing) this.drop(slot);
    this.#held.set(slot, { thing, untilMs });
  }

  held(slot: SessionSlot): Wipeable | undefined {
    return this.#held.get(slot)?.thing;
  }

  drop(slot: SessionSlot): void {
    const held = this.#held.get(slot);
    this.#held.delete(slot);
    held?.thing.wipe();
  }

  dropExpired(nowMs: number): void {
    for (const [slot, { untilMs }] of this.#held) {
      if (nowMs >= untilMs) this.drop(slot);
    }
  }

  dropAll(): void {
    for (const slot of this.#held.keys()) this.drop(slot);
  }
}
