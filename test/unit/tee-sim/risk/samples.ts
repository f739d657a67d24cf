// Subjects, feature data and histories that the risk tests vary.

import type { Asset } from '../../../../tee-sim/protocol/bindings.ts';
import type { DecodedFlag } from '../../../../tee-sim/protocol/decoded.ts';
import type { Features } from '../../../../tee-sim/protocol/features.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import type { RiskSubject } from '../../../../tee-sim/risk/assess.ts';
import type { FeatureHistory } from '../../../../tee-sim/risk/history.ts';
import { emptyProfile, type Profile } from '../../../../tee-sim/risk/profile.ts';
import { moments } from '../../../../tee-sim/risk/statistics.ts';

export const ALICE = '0x00000000000000000000000000000000000a11ce';
export const NOW = 1_800_000_000_000;

export interface SubjectChange {
  readonly to?: string | undefined;
  readonly amountWei?: string | bigint;
  readonly asset?: Asset;
  readonly chainId?: number | undefined;
  readonly flags?: readonly DecodedFlag[];
  readonly others?: readonly string[];
  readonly contracts?: readonly string[];
}

export function subject(change: SubjectChange = {}): RiskSubject {
  const { to, amountWei, chainId, asset } = {
    ...{ to: ALICE, amountWei: '1000', chainId: 1, asset: 'native' as const },
    ...change,
  };
  const parse = (text: string) => addressSchema.parse(text);
  return {
    chainId,
    recipient: to === undefined ? undefined : parse(to),
    others: change.others?.map(parse),
    contracts: change.contracts?.map(parse),
    amounts: BigInt(amountWei) === 0n ? [] : [{ asset, amount: BigInt(amountWei) }],
    flags: new Set(change.flags),
  };
}

/** A person's rhythm: a spread of a third around the mean. */
export function humanTimes(count: number, meanMs = 100): number[] {
  return Array.from({ length: count }, (_, i) => meanMs * (1 + ((i * 7) % 11) / 15 - 1 / 3));
}

export function calmFeatures(change: Partial<Features> = {}): Features {
  return {
    typing: { holdMs: humanTimes(40), flightMs: humanTimes(39, 180), corrections: 1 },
    entry: { recipient: 'typed', amount: 'typed' },
    pointer: { pathEfficiency: 0.8, speedPxPerS: 700, moves: 120 },
    timing: { onScreenMs: 30_000, hesitationMs: 1_500 },
    device: {
      platform: 'Linux',
      cores: 8,
      screen: { width: 1280, height: 800, pixelRatio: 1 },
      locale: 'en',
    },
    timeZone: { name: 'Asia/Shanghai', offsetMinutes: 480 },
    localHour: 14,
    ...change,
  };
}

/** Somebody who has paid this address a dozen times, always in the afternoon, from one machine. */
export function familiar(change: Partial<Profile> = {}): FeatureHistory {
  const profile: Profile = {
    ...emptyProfile(new Uint8Array(32)),
    assessments: 12,
    recentAtMs: [NOW - 86_400_000],
    amounts: [{ chainId: 1, asset: 'native', wei: new Array<string>(12).fill('1000') }],
    hours: Array.from({ length: 24 }, (_, hour) => (hour >= 13 && hour <= 15 ? 30 : 0)),
    holdMs: moments(humanTimes(200)),
    flightMs: moments(humanTimes(200, 180)),
    timeZones: ['Asia/Shanghai'],
    devices: ['Linux/8'],
    ...change,
  };
  return { profile, firstPaidMs: 1, strangers: new Set(), lookAlike: undefined };
}
