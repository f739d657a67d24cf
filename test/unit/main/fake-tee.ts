// A TEE process that does only what a test says. Messages are cloned on the way, as by a real port.
import { setImmediate } from 'node:timers/promises';
import type { ForkTee, TeeProcess } from '../../../main/tee-child.ts';
import type { BootMessage } from '../../../tee-sim/protocol/port.ts';

interface Sent {
  readonly type: string;
  readonly id?: number;
  readonly [field: string]: unknown;
}

export class FakeTee implements TeeProcess {
  readonly pid = 4_711;
  readonly sent: Sent[] = [];
  kills = 0;
  /** Whether `kill` ends it. */
  mortal = true;
  #exited = false;
  readonly #messages: ((message: unknown) => void)[] = [];
  readonly #exits: ((code: number | null) => void)[] = [];

  readonly #onBoot: (tee: FakeTee) => void;

  constructor(onBoot: (tee: FakeTee) => void = () => undefined) {
    this.#onBoot = onBoot;
  }

  postMessage(message: unknown): void {
    if (this.#exited) throw new Error('channel closed');
    if (this.sent.length === 0) this.#onBoot(this);
    this.sent.push(structuredClone(message) as Sent);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messages.push(listener);
  }

  onExit(listener: (code: number | null) => void): void {
    this.#exits.push(listener);
  }

  kill(): void {
    this.kills += 1;
    if (this.mortal) this.exit(null);
  }

  get boot(): BootMessage {
    return this.sent[0] as unknown as BootMessage;
  }

  last(type: string): Sent {
    const found = this.sent.findLast((message) => message.type === type);
    if (found === undefined) throw new Error(`nothing of type ${type} was sent`);
    return found;
  }

  say(message: unknown): void {
    for (const listener of this.#messages) listener(structuredClone(message));
  }

  answer(type: string, value: unknown): void {
    this.say({ type: 'answer', id: this.last(type).id, ok: true, value });
  }

  exit(code: number | null): void {
    if (this.#exited) return;
    this.#exited = true;
    for (const listener of this.#exits) listener(code);
  }
}

/** A fork function, and what of it was given its boot message. */
export function fakeFork(): { forkTee: ForkTee; tees: FakeTee[] } {
  const tees: FakeTee[] = [];
  const forkTee: ForkTee = () => new FakeTee((tee) => tees.push(tee));
  return { forkTee, tees };
}

/** Waits for real file access while timers stand still. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; !condition(); turn += 1) {
    if (turn > 1_000_000) throw new Error('it never happened');
    await setImmediate();
  }
}
