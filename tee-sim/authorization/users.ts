// The users of the device: found by id and by name. One row each, and one that leads from the name to the id.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { refusal } from '../os/refusals.ts';
import { bytesToBase64Url, bytesToUtf8, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { type Role, type UserId, type UserSummary, userIdSchema } from '../protocol/factors.ts';
import { z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { Enrolment } from './enrolment.ts';
import { argon2idKdf, type PasswordKdf } from './password.ts';
import {
  decodeUser,
  encodeUser,
  enrolments,
  type UserRecord,
  userRecordSchema,
  wipeUser,
} from './user-record.ts';

/** The user who was registered first: the one who manages the device. */
export const DEVICE_OWNER: UserId = userIdSchema.parse('device-owner');

const USER_ID_BYTES = 16;

const nameRowSchema = z.strictObject({ named: userIdSchema });
const anyRowSchema = z.union([nameRowSchema, userRecordSchema]);

/**
 * Names that a person would read as the same are the same: Unicode's NFKC, then without regard to case. Upper before
 * lower case folds what has several small forms.
 */
export function normalizedName(name: string): string {
  return name.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC');
}

export class UserStore {
  /** Makes the records that `put` stores. */
  readonly enrolment: Enrolment;
  readonly #storage: Pick<ReadStorage, 'get' | 'scan'>;
  readonly #random: RandomBytes;
  readonly #runningMs: () => number;
  #ownerSeen = false;

  constructor(services: {
    readonly storage: Pick<ReadStorage, 'get' | 'scan'>;
    readonly engine: CryptoEngine;
    readonly random: RandomBytes;
    readonly runningMs: () => number;
    /** Tests pass a cheap one. */
    readonly kdf?: PasswordKdf | undefined;
  }) {
    const { storage, engine, random, runningMs, kdf = argon2idKdf } = services;
    this.enrolment = new Enrolment(engine, random, kdf);
    this.#storage = storage;
    this.#random = random;
    this.#runningMs = runningMs;
  }

  /** Once there is one, there always is: no command removes the device owner. */
  ownerExists(): boolean {
    if (!this.#ownerSeen) {
      const owner = this.find(DEVICE_OWNER);
      this.#ownerSeen = owner !== undefined;
      if (owner !== undefined) wipeUser(owner);
    }
    return this.#ownerSeen;
  }

  /** The caller wipes it with `wipeUser`. @throws CORRUPT_OBJECT damaged-record */
  find(userId: UserId): UserRecord | undefined {
    const stored = this.#storage.get('users', userId);
    return stored && decodeUser(stored);
  }

  /** What a user is called. @throws CORRUPT_OBJECT damaged-record */
  nameOf(userId: UserId): string | undefined {
    const user = this.find(userId);
    if (user !== undefined) wipeUser(user);
    return user?.name;
  }

  /** Whose name it is, in any spelling. @throws CORRUPT_OBJECT damaged-record */
  idOf(name: string): UserId | undefined {
    const stored = this.#storage.get('users', nameKey(name));
    return stored && nameRowSchema.parse(JSON.parse(readText(stored))).named;
  }

  /** @see find */
  findByName(name: string): UserRecord | undefined {
    const userId = this.idOf(name);
    return userId && this.find(userId);
  }

  /** @throws ITEM_NOT_FOUND unknown-user */
  summaryOf(userId: UserId): UserSummary {
    const user = this.find(userId);
    if (user === undefined) throw refusal('unknown-user');
    wipeUser(user);
    return this.summary(user);
  }

  /** In the order of their registration. */
  list(): UserSummary[] {
    const rows = this.#storage
      .scan('users')
      .map((stored) => anyRowSchema.parse(JSON.parse(readText(stored))));
    const users = rows.flatMap((row) => ('named' in row ? [] : [row]));
    const summaries = users.map((user) => this.summary(user));
    users.forEach(wipeUser);
    return summaries.sort((a, b) => a.createdAtMs - b.createdAtMs || a.name.localeCompare(b.name));
  }

  get count(): number {
    return this.list().length;
  }

  summary(user: UserRecord): UserSummary {
    const { userId, name, role, createdAtMs, recoveryCodes } = user;
    const factors = enrolments(user).map(({ factor, enrolledAtMs, countsFromMs }) => ({
      factor,
      enrolledAtMs,
      countsInMs: Math.max(0, countsFromMs - this.#runningMs()),
      ...(factor === 'recovery-code' ? { left: recoveryCodes?.macs.length ?? 0 } : {}),
    }));
    return { userId, name, role, createdAtMs, factors };
  }

  /** The first user owns the device, under an id that says so; every other one gets 16 random bytes. */
  newIdentity(): { userId: UserId; role: Role } {
    if (!this.ownerExists()) return { userId: DEVICE_OWNER, role: 'device-owner' };
    return { userId: userIdSchema.parse(bytesToBase64Url(this.#random(USER_ID_BYTES))), role: 'user' };
  }

  /** Stores a user, new or changed. Names never change, so the row of the name is written once. */
  put(tx: Pick<Transaction, 'get' | 'put'>, user: UserRecord): void {
    const { userId, name } = user;
    putBytes(tx, userId, userId, encodeUser(user));
    const known = tx.get('users', nameKey(name));
    wipe(known);
    if (known === undefined)
      putBytes(tx, nameKey(name), userId, utf8ToBytes(JSON.stringify({ named: userId })));
  }
}

function nameKey(name: string): string {
  return `name/${normalizedName(name)}`;
}

function putBytes(tx: Pick<Transaction, 'put'>, rowKey: string, userId: UserId, plaintext: Uint8Array): void {
  try {
    tx.put('users', rowKey, userId, plaintext);
  } finally {
    wipe(plaintext);
  }
}

function readText(stored: Uint8Array): string {
  try {
    return bytesToUtf8(stored);
  } finally {
    wipe(stored);
  }
}
