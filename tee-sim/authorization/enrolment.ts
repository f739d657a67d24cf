// Makes user records: a new user, and a user with another password or factor. Pure but for the KDF; writes nothing.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { refusal } from '../os/refusals.ts';
import { equalBytes, pinnedCopy, wipe } from '../protocol/bytes.ts';
import type { KeystrokeSample, Role, UserId } from '../protocol/factors.ts';
import { enrolTyping } from '../risk/keystroke-verifier.ts';
import { PASSWORD_PARAMETERS, type PasswordKdf, SALT_BYTES } from './password.ts';
import type { PreparedFactors } from './prepared-factors.ts';
import { recoveryCodeMac } from './recovery-codes.ts';
import { entropyOfWords } from './recovery-words.ts';
import { openUserKey, wrapUserKey } from './user-key.ts';
import type { UserRecord } from './user-record.ts';

/** When it is, by TEE time, and when a factor enrolled now counts, by running time; ms. */
export interface EnrolmentTime {
  readonly atMs: number;
  readonly countsFromMs: number;
}

export interface NewUser extends EnrolmentTime {
  readonly userId: UserId;
  readonly name: string;
  readonly role: Role;
  readonly password: Uint8Array;
  readonly prepared: PreparedFactors;
  /** The step of the code that proved the one-time secret to be the person's too. */
  readonly oneTimeStep: number;
  readonly typing: readonly KeystrokeSample[] | undefined;
}

export class Enrolment {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;
  readonly #kdf: PasswordKdf;

  constructor(engine: CryptoEngine, random: RandomBytes, kdf: PasswordKdf) {
    this.#engine = engine;
    this.#random = random;
    this.#kdf = kdf;
  }

  /** Draws the user's key and wraps it by password and by recovery words; zeroes it. Everything given is the caller's. */
  newUser(request: NewUser): UserRecord {
    const { userId, name, role, atMs, prepared } = request;
    const { privateKey, publicKey } = this.#engine.sm2GenerateKeyPair(this.#random);
    const entropy = entropyOfWords(prepared.words);
    try {
      const owner = { userId, publicKey };
      const salt = this.#random(SALT_BYTES);
      const material = { material: entropy, salt };
      const words = wrapUserKey(this.#engine, this.#random, 'words', owner, privateKey, material);
      const password = this.#passwordOf(owner, privateKey, request.password, request);
      const user = { userId, name, role, createdAtMs: atMs, publicKey, password, words };
      const withCodes = this.withOneTimeCode(user, prepared, request.oneTimeStep, request);
      return request.typing === undefined ? withCodes : this.withTyping(withCodes, request.typing, request);
    } finally {
      wipe(privateKey, entropy);
    }
  }

  /** Wraps the user's own key anew. @throws GENERIC when `privateKey` is not the user's */
  withPassword(
    user: UserRecord,
    privateKey: Uint8Array,
    password: Uint8Array,
    time: EnrolmentTime,
  ): UserRecord {
    if (!equalBytes(this.#engine.sm2PublicKey(privateKey), user.publicKey)) throw refusal('defect');
    return { ...user, password: this.#passwordOf(user, privateKey, password, time) };
  }

  /** Another secret, and the recovery codes that were drawn with it, in place of the old ones. */
  withOneTimeCode(
    user: UserRecord,
    { oneTimeSecret, recoveryCodes }: PreparedFactors,
    lastStep: number,
    { atMs, countsFromMs }: EnrolmentTime,
  ): UserRecord {
    const enrolled = { enrolledAtMs: atMs, countsFromMs };
    const macKey = this.#random(32);
    const macs = recoveryCodes.map((code) => recoveryCodeMac(this.#engine, macKey, code));
    return {
      ...user,
      oneTimeCode: { ...enrolled, secret: pinnedCopy(oneTimeSecret), lastStep },
      recoveryCodes: { ...enrolled, macKey, macs },
    };
  }

  withTyping(
    user: UserRecord,
    samples: readonly KeystrokeSample[],
    { atMs, countsFromMs }: EnrolmentTime,
  ): UserRecord {
    return { ...user, typing: { enrolledAtMs: atMs, countsFromMs, template: enrolTyping(samples) } };
  }

  /** The user's private key, the caller's to zero; `undefined` for a wrong password. Always runs the KDF once. */
  openByPassword(user: UserRecord, password: Uint8Array): Uint8Array | undefined {
    const { wrapped, ...parameters } = user.password;
    const material = this.#kdf(password, wrapped.salt, parameters);
    try {
      return openUserKey(this.#engine, 'password', user, wrapped, material);
    } finally {
      wipe(material);
    }
  }

  /** The same by the entropy of the recovery words. */
  openByWords(user: UserRecord, entropy: Uint8Array): Uint8Array | undefined {
    return openUserKey(this.#engine, 'words', user, user.words, entropy);
  }

  #passwordOf(
    owner: { readonly userId: string; readonly publicKey: Uint8Array },
    privateKey: Uint8Array,
    password: Uint8Array,
    { atMs, countsFromMs }: EnrolmentTime,
  ): UserRecord['password'] {
    const salt = this.#random(SALT_BYTES);
    const material = this.#kdf(password, salt, PASSWORD_PARAMETERS);
    try {
      const wrap = { material, salt };
      const wrapped = wrapUserKey(this.#engine, this.#random, 'password', owner, privateKey, wrap);
      return { ...PASSWORD_PARAMETERS, enrolledAtMs: atMs, countsFromMs, wrapped };
    } finally {
      wipe(material);
    }
  }
}
