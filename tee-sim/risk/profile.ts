// What a person is like: a bounded profile of their latest requests. Pure.
import { assetSchema } from '../protocol/bindings.ts';
import { bytesToBase64Url } from '../protocol/bytes.ts';
import type { Features } from '../protocol/features.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { RiskSubject } from './assess.ts';
import { addSamples, type Running, runningSchema } from './statistics.ts';

const MAX_RECENT = 32;
const MAX_AMOUNTS = 32;
/** Rows from before there were assets kept more. */
const MAX_STORED_AMOUNTS = 64;
/** So many chains' coins, and chains of one address. */
export const MAX_CHAINS = 8;
/** Tokens have room of their own, so that no number of them makes a coin's usual amounts forgotten. */
const MAX_TOKENS = 16;
const MAX_PLACES = 8;

export const profileSchema = z.strictObject({
  /** Keys the row names of this person's addresses. */
  indexKey: z.string(),
  assessments: z.number().int().min(0),
  /** Times of the latest requests, oldest first, ms. */
  recentAtMs: z.array(timeMsSchema).max(MAX_RECENT),
  /** Latest amounts by chain and asset, oldest first, in base units as decimal text. */
  amounts: z
    .array(
      z.strictObject({
        chainId: z.number(),
        asset: assetSchema.default('native'),
        wei: z.array(z.string()).max(MAX_STORED_AMOUNTS),
      }),
    )
    .max(MAX_CHAINS + MAX_TOKENS),
  /** Requests by hour of the person's own day. */
  hours: z.array(z.number().int().min(0)).length(24),
  holdMs: runningSchema,
  flightMs: runningSchema,
  timeZones: z.array(z.string()).max(MAX_PLACES),
  devices: z.array(z.string()).max(MAX_PLACES),
});
export type Profile = z.output<typeof profileSchema>;

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

/** One request more. */
export function withAttempt(profile: Profile, atMs: number): Profile {
  return {
    ...profile,
    assessments: profile.assessments + 1,
    recentAtMs: [...profile.recentAtMs, atMs].slice(-MAX_RECENT),
  };
}

/** What a request that was not denied tells of its person. */
export function withLesson(profile: Profile, features: Features | undefined, subject: RiskSubject): Profile {
  const { typing, localHour, timeZone, device } = features ?? {};
  return {
    ...profile,
    amounts: withAmounts(profile.amounts, subject),
    hours: profile.hours.map((count, hour) => (hour === localHour ? count + 1 : count)),
    holdMs: addSamples(profile.holdMs, typing?.holdMs ?? []),
    flightMs: addSamples(profile.flightMs, typing?.flightMs ?? []),
    timeZones: withPlace(profile.timeZones, timeZone?.name),
    devices: withPlace(profile.devices, device && deviceName(device)),
  };
}

/** What no chain binds leaves none. */
function withAmounts(
  known: Profile['amounts'],
  { chainId, amounts }: Pick<RiskSubject, 'chainId' | 'amounts'>,
): Profile['amounts'] {
  if (chainId === undefined) return known;
  let all = known;
  for (const { asset, amount } of amounts) {
    const isSame = (one: Profile['amounts'][number]): boolean =>
      one.chainId === chainId && one.asset === asset;
    const wei = [...(all.find(isSame)?.wei ?? []), amount.toString()].slice(-MAX_AMOUNTS);
    all = [...all.filter((one) => !isSame(one)), { chainId, asset, wei }];
  }
  const coins = all.filter(({ asset }) => asset === 'native');
  const tokens = all.filter(({ asset }) => asset !== 'native');
  return [...coins.slice(-MAX_CHAINS), ...tokens.slice(-MAX_TOKENS)];
}

/** Keeps the latest few, newest last. */
function withPlace(places: readonly string[], place: string | undefined): string[] {
  if (place === undefined) return [...places];
  return [...places.filter((other) => other !== place), place].slice(-MAX_PLACES);
}
