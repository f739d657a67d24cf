// A person of tests: what they know and hold, and the proofs that they can make of it.
import { oneTimeCode, oneTimeStep } from '../../tee-sim/authorization/one-time-code.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { AuthenticationProofInput, Factor } from '../../tee-sim/protocol/factors.ts';

type Shown = Exclude<Factor, 'typing'>;
type Single = Exclude<AuthenticationProofInput, { factor: 'multi-factor' }>;

/** Factors as a request brings them. */
export interface TestProof {
  readonly factors: AuthenticationProofInput;
  readonly passwords: readonly Uint8Array[];
}

export class TestUser {
  readonly name: string;
  readonly password: string;
  readonly oneTimeSecret: Uint8Array;
  readonly recoveryCodes: readonly string[];
  readonly recoveryWords: readonly string[];
  /** Known once registered. */
  userId = '';
  #usedCodes = 0;
  #lastStep = -1;

  constructor(parts: {
    readonly name: string;
    readonly password: string;
    readonly oneTimeSecret: Uint8Array;
    readonly recoveryCodes: readonly string[];
    readonly recoveryWords: readonly string[];
  }) {
    this.name = parts.name;
    this.password = parts.password;
    this.oneTimeSecret = parts.oneTimeSecret;
    this.recoveryCodes = parts.recoveryCodes;
    this.recoveryWords = parts.recoveryWords;
  }

  /** A code that was not used yet; `atMs` is what the person's app takes the time to be. */
  nextCode(atMs: number): string {
    this.#lastStep = Math.max(oneTimeStep(atMs), this.#lastStep + 1);
    return oneTimeCode(this.oneTimeSecret, this.#lastStep);
  }

  /** One factor, or two as one multi-factor proof. */
  proof(atMs: number, first: Shown, second?: Shown): TestProof {
    const primary = this.#single(atMs, first);
    const passwords = [first, second].flatMap((factor) =>
      factor === 'password' ? [utf8ToBytes(this.password)] : [],
    );
    if (second === undefined) return { factors: primary, passwords };
    const secondary = this.#single(atMs, second);
    return { factors: { factor: 'multi-factor', primary, secondary }, passwords };
  }

  #single(atMs: number, factor: Shown): Single {
    const user = this.name;
    if (factor === 'password') return { factor, user };
    if (factor === 'one-time-code') return { factor, user, code: this.nextCode(atMs) };
    const code = this.recoveryCodes[this.#usedCodes];
    this.#usedCodes += 1;
    if (code === undefined) throw new Error('no recovery code left');
    return { factor, user, code };
  }
}

/** RFC 4648 §6, of an authenticator app's secret. */
export function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char));
  let held = 0n;
  for (const value of bits) held = (held << 5n) | BigInt(value);
  const length = Math.floor((bits.length * 5) / 8);
  held >>= BigInt(bits.length * 5 - length * 8);
  return Uint8Array.from({ length }, (_, i) => Number((held >> BigInt(8 * (length - 1 - i))) & 0xffn));
}
