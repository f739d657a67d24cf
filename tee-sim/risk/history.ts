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
import { type Address, addressSchema } from '../protocol/payment.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import type { RiskRequest, RiskSubject } from './assess.ts';
import { emptyProfile, MAX_CHAINS, type Profile, profileSchema, withAttempt, withLesson } from './profile.ts';

const recipientSchema = z.strictObject({
  address: addressSchema,
  firstSeenMs: timeMsSchema,
  lastSeenMs: timeMsSchema,
  count: z.number().int().min(1),
  /** Where, and since when: paid on one chain, it is known on no other. Rows from before that was told apart name none. */
  chains: z
    .array(z.strictObject({ chainId: z.number(), firstSeenMs: timeMsSchema }))
    .max(MAX_CHAINS)
    .default([]),
});
export type RecipientHistory = z.output<typeof recipientSchema>;

/** Everything `assess` may compare with. */
export interface FeatureHistory {
  readonly profile: Profile;
  /** When the recipient was first paid on this chain; absent when never. */
  readonly firstPaidMs: number | undefined;
  /** Everybody who gets or may take something, and was never paid on this chain. */
  readonly strangers: ReadonlySet<Address>;
  /** A known or familiar address that one of the unknown ones starts and ends like, by four digits each. */
  readonly lookAlike: Address | undefined;
}

/** Whom a request is about, and where. */
export type Whom = Pick<RiskSubject, 'chainId' | 'recipient' | 'others' | 'contracts'>;

/** Loads and keeps `feature_history` rows. */
export class HistoryStore {
  readonly #engine: CryptoEngine;
  readonly #random: RandomBytes;

  constructor(engine: CryptoEngine, random: RandomBytes) {
    this.#engine = engine;
    this.#random = random;
  }

  /**
   * Each of `others` and `contracts` is judged for whom it looks like too; the first finding counts. `familiar` are the
   * addresses that this person knows without having paid them: they make nobody known, but nobody may look like them.
   * @throws CORRUPT_OBJECT damaged-record when a row does not hold
   */
  load(
    storage: Pick<ReadStorage, 'get'>,
    userId: string,
    { chainId, recipient, others = [], contracts = [] }: Whom,
    familiar: readonly Address[] = [],
  ): FeatureHistory {
    const stored = storage.get('feature_history', profileKey(userId));
    const profile =
      stored === undefined ? emptyProfile(this.#random(32)) : profileSchema.parse(parseRow(stored));
    const gaining = [...(recipient === undefined ? [] : [recipient]), ...others];
    const all = [...gaining, ...contracts];
    const seen = new Map(all.map((address) => [address, this.#seen(storage, userId, profile, address)]));
    const firstPaidMs = (address: Address | undefined): number | undefined =>
      address && seen.get(address)?.known?.chains.find((chain) => chain.chainId === chainId)?.firstSeenMs;
    const unknown = all.filter((address) => seen.get(address)?.known === undefined);
    const imitated = imitatedBy(unknown, familiar);
    const lookAlikes = unknown.map((address) => seen.get(address)?.lookAlike ?? imitated(address));
    return {
      profile,
      firstPaidMs: firstPaidMs(recipient),
      strangers: new Set(gaining.filter((address) => firstPaidMs(address) === undefined)),
      lookAlike: lookAlikes.find((known) => known !== undefined),
    };
  }

  /** Those of `addresses` that this person paid before: for lists. @throws CORRUPT_OBJECT damaged-record */
  recipients(
    storage: Pick<ReadStorage, 'get'>,
    userId: string,
    addresses: readonly Address[],
  ): ReadonlyMap<Address, RecipientHistory> {
    const stored = storage.get('feature_history', profileKey(userId));
    if (stored === undefined) return new Map();
    const profile = profileSchema.parse(parseRow(stored));
    const seen = addresses.flatMap((address) => this.#seen(storage, userId, profile, address).known ?? []);
    return new Map(seen.map((recipient) => [recipient.address, recipient]));
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
    const { atMs, subject } = request;
    const denied = assessment.level === 'Denied';
    const attempted = withAttempt(history.profile, atMs);
    const profile = denied ? attempted : withLesson(attempted, features, subject);
    putRow(tx, profileKey(userId), userId, profile);
    if (denied) return;
    const { chainId, recipient, others = [], contracts = [] } = subject;
    for (const address of [...(recipient === undefined ? [] : [recipient]), ...others, ...contracts]) {
      this.#learnAddress(tx, userId, profile, address, { chainId, atMs });
    }
  }

  #learnAddress(
    tx: Transaction,
    userId: string,
    profile: Profile,
    address: Address,
    { chainId, atMs }: { readonly chainId: number | undefined; readonly atMs: number },
  ): void {
    const { known, hasAlike } = this.#seen(tx, userId, profile, address);
    const recipient: RecipientHistory = {
      address,
      firstSeenMs: known?.firstSeenMs ?? atMs,
      lastSeenMs: atMs,
      count: (known?.count ?? 0) + 1,
      chains: withChain(known?.chains ?? [], chainId, atMs),
    };
    putRow(tx, this.#addressKey(userId, profile, address), userId, recipient);
    // The first address with these outer digits stays the one that later ones are told apart from.
    if (!hasAlike) putRow(tx, this.#alikeKey(userId, profile, address), userId, address);
  }

  /** On whatever chain: who is known on one imitates nobody on another. */
  #seen(storage: Pick<ReadStorage, 'get'>, userId: string, profile: Profile, address: Address) {
    const row = storage.get('feature_history', this.#addressKey(userId, profile, address));
    if (row !== undefined) {
      return { known: recipientSchema.parse(parseRow(row)), lookAlike: undefined, hasAlike: true };
    }
    const alike = storage.get('feature_history', this.#alikeKey(userId, profile, address));
    const lookAlike = alike && addressSchema.parse(parseRow(alike));
    return { known: undefined, lookAlike, hasAlike: lookAlike !== undefined };
  }

  #addressKey(userId: string, profile: Profile, address: Address): string {
    return this.#rowKey(userId, profile, 'address', address);
  }

  #alikeKey(userId: string, profile: Profile, address: Address): string {
    return this.#rowKey(userId, profile, 'alike', outerDigits(address));
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

/** The four digits at each end: all that most people compare. */
function outerDigits(address: Address): string {
  return (address.slice(2, 6) + address.slice(-4)).toLowerCase();
}

/** Who of `familiar` an unknown address looks like; one that is itself familiar looks like nobody. */
function imitatedBy(
  unknown: readonly Address[],
  familiar: readonly Address[],
): (address: Address) => Address | undefined {
  if (unknown.length === 0) return () => undefined;
  const byDigits = new Map(familiar.map((address) => [outerDigits(address), address]));
  const own = new Set(familiar);
  return (address) => (own.has(address) ? undefined : byDigits.get(outerDigits(address)));
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

/** The latest few, each with when it was first; what no chain binds is known on none. */
function withChain(
  chains: RecipientHistory['chains'],
  chainId: number | undefined,
  atMs: number,
): RecipientHistory['chains'] {
  if (chainId === undefined) return chains;
  const before = chains.find((chain) => chain.chainId === chainId);
  const others = chains.filter((chain) => chain !== before);
  return [...others, before ?? { chainId, firstSeenMs: atMs }].slice(-MAX_CHAINS);
}
