// What the TEE remembers of a person to compare a request with: a bounded profile and, per address, one row.
// Row names are keyed hashes, so that the database does not tell whom somebody pays.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import type { Assessment } from '../protocol/assessment.ts';
import {
  base64UrlToBytes,
  bytesToBase64Url,
  bytesToUtf8,
  lengthPrefixed,
  utf8ToBytes,
  wipe,
} from '../protocol/bytes.ts';
import type { Features } from '../protocol/features.ts';
import { type Address, addressSchema, type Payment } from '../protocol/payment.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import type { RiskRequest } from './assess.ts';
import { addSamples, type Running, runningSchema } from './statistics.ts';

const MAX_RECENT = 32;
const MAX_AMOUNTS = 64;
const MAX_CHAINS = 8;
const MAX_PLACES = 8;

const profileSchema = z.strictObject({
  /** Keys the row names of this person's addresses. */
  indexKey: z.string(),
  assessments: z.number().int().min(0),
  /** Times of the latest requests, oldest first, ms. */
  recentAtMs: z.array(timeMsSchema).max(MAX_RECENT),
  /** Latest amounts by chain, oldest first, in wei as decimal text. */
  amounts: z
    .array(z.strictObject({ chainId: z.number(), wei: z.array(z.string()).max(MAX_AMOUNTS) }))
    .max(MAX_CHAINS),
  /** Requests by hour of the person's own day. */
  hours: z.array(z.number().int().min(0)).length(24),
  holdMs: runningSchema,
  flightMs: runningSchema,
  timeZones: z.array(z.string()).max(MAX_PLACES),
  devices: z.array(z.string()).max(MAX_PLACES),
});
export type Profile = z.output<typeof profileSchema>;

const recipientSchema = z.strictObject({
  address: addressSchema,
  firstSeenMs: timeMsSchema,
  lastSeenMs: timeMsSchema,
  count: z.number().int().min(1),
});
export type RecipientHistory = z.output<typeof recipientSchema>;

/** Everything `assess` may compare with. */
export interface FeatureHistory {
  readonly profile: Profile;
  /** This recipient, if it was seen before. */
  readonly recipient: RecipientHistory | undefined;
  /** Another, known address that starts and ends with the same four digits. */
  readonly lookAlike: Address | undefined;
}

/** The part of a device that stays when windows and monitors change. */
export function deviceName(device: NonNullable<Features['device']>): string {
  return `${device.platform}/${device.cores}`;
}

/** A person of whom nothing is known yet. */
export function emptyProfile(indexKey: Uint8Array): Profile {
  const none: Running = { count: 0, mean: 0, m2: 0 };
  return {
    indexKey: bytesToBase64Url(indexKey),
    assessments: 0,
    recentAtMs: [],
    amounts: [],
    hours: new Array<number>(24).fill(0),
    holdMs: none,
    flightMs: none,
    timeZones: [],
    devices: [],
  };
}

/** Loads and keeps `feature_history` rows. */
export class HistoryStore {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;

  constructor(engine: CryptoEngine, random: RandomBytes) {
    this.#engine = engine;
    this.#random = random;
  }

  /** @throws CORRUPT_OBJECT damaged-record when a row does not hold */
  load(storage: Pick<ReadStorage, 'get'>, userId: string, payment: Payment): FeatureHistory {
    const stored = storage.get('feature_history', profileKey(userId));
    if (stored === undefined) {
      return { profile: emptyProfile(this.#random(32)), recipient: undefined, lookAlike: undefined };
    }
    const profile = profileSchema.parse(parseRow(stored));
    const known = storage.get('feature_history', this.#addressKey(userId, profile, payment.to));
    const alike = storage.get('feature_history', this.#alikeKey(userId, profile, payment.to));
    const lookAlike = alike === undefined ? undefined : addressSchema.parse(parseRow(alike));
    return {
      profile,
      recipient: known === undefined ? undefined : recipientSchema.parse(parseRow(known)),
      lookAlike: lookAlike === payment.to ? undefined : lookAlike,
    };
  }

  /** Counts a request that only asked. Must teach nothing: whoever may ask could make any payment look usual. */
  recordAttempt(tx: Transaction, userId: string, { profile }: FeatureHistory, atMs: number): void {
    putRow(tx, profileKey(userId), userId, withAttempt(profile, atMs));
  }

  /** Learns from one request; what was denied only counts as an attempt. */
  record(
    tx: Transaction,
    userId: string,
    history: FeatureHistory,
    features: Features | undefined,
    request: RiskRequest,
    assessment: Assessment,
  ): void {
    const denied = assessment.level === 'Denied';
    const profile = denied
      ? withAttempt(history.profile, request.atMs)
      : withLesson(withAttempt(history.profile, request.atMs), features, request.payment);
    putRow(tx, profileKey(userId), userId, profile);
    if (denied) return;
    const { to } = request.payment;
    const before = history.recipient;
    const recipient: RecipientHistory = {
      address: to,
      firstSeenMs: before?.firstSeenMs ?? request.atMs,
      lastSeenMs: request.atMs,
      count: (before?.count ?? 0) + 1,
    };
    putRow(tx, this.#addressKey(userId, profile, to), userId, recipient);
    // The first address with these outer digits stays the one that later ones are told apart from.
    if (before === undefined && history.lookAlike === undefined) {
      putRow(tx, this.#alikeKey(userId, profile, to), userId, to);
    }
  }

  #addressKey(userId: string, profile: Profile, address: Address): string {
    return this.#rowKey(userId, profile, 'address', address);
  }

  #alikeKey(userId: string, profile: Profile, address: Address): string {
    const digits = address.slice(2).toLowerCase();
    return this.#rowKey(userId, profile, 'alike', digits.slice(0, 4) + digits.slice(-4));
  }

  #rowKey(userId: string, profile: Profile, kind: string, name: string): string {
    const key = base64UrlToBytes(profile.indexKey);
    try {
      const input = lengthPrefixed(utf8ToBytes(kind), utf8ToBytes(name));
      return `${userId}/${bytesToBase64Url(hmacSm3(this.#engine, key, input))}`;
    } finally {
      wipe(key);
    }
  }
}

function profileKey(userId: string): string {
  return `${userId}/profile`;
}

function parseRow(plaintext: Uint8Array): unknown {
  try {
    return JSON.parse(bytesToUtf8(plaintext));
  } finally {
    wipe(plaintext);
  }
}

function putRow(tx: Transaction, rowKey: string, userId: string, value: unknown): void {
  const plaintext = utf8ToBytes(JSON.stringify(value));
  try {
    tx.put('feature_history', rowKey, userId, plaintext);
  } finally {
    wipe(plaintext);
  }
}

function withAttempt(profile: Profile, atMs: number): Profile {
  return {
    ...profile,
    assessments: profile.assessments + 1,
    recentAtMs: [...profile.recentAtMs, atMs].slice(-MAX_RECENT),
  };
}

function withLesson(profile: Profile, features: Features | undefined, payment: Payment): Profile {
  const { typing, localHour, timeZone, device } = features ?? {};
  return {
    ...profile,
    amounts: withAmount(profile.amounts, payment),
    hours: profile.hours.map((count, hour) => (hour === localHour ? count + 1 : count)),
    holdMs: addSamples(profile.holdMs, typing?.holdMs ?? []),
    flightMs: addSamples(profile.flightMs, typing?.flightMs ?? []),
    timeZones: withPlace(profile.timeZones, timeZone?.name),
    devices: withPlace(profile.devices, device && deviceName(device)),
  };
}

function withAmount(amounts: Profile['amounts'], { chainId, amountWei }: Payment): Profile['amounts'] {
  const wei = amounts.find((chain) => chain.chainId === chainId)?.wei ?? [];
  const chain = { chainId, wei: [...wei, amountWei.toString()].slice(-MAX_AMOUNTS) };
  return [...amounts.filter((other) => other.chainId !== chainId), chain].slice(-MAX_CHAINS);
}

/** Keeps the latest few, newest last. */
function withPlace(places: readonly string[], place: string | undefined): string[] {
  if (place === undefined) return [...places];
  return [...places.filter((other) => other !== place), place].slice(-MAX_PLACES);
}
