// Payments, feature data and histories that the risk tests vary.
import type { Features } from '../../../../tee-sim/protocol/features.ts';
import { type Payment, paymentSchema } from '../../../../tee-sim/protocol/payment.ts';
import { emptyProfile, type FeatureHistory, type Profile } from '../../../../tee-sim/risk/history.ts';
import { moments } from '../../../../tee-sim/risk/statistics.ts';

export const ALICE = '0x00000000000000000000000000000000000a11ce';
export const NOW = 1_800_000_000_000;

export function payment(change: Partial<{ to: string; amountWei: string; chainId: number }> = {}): Payment {
  return paymentSchema.parse({ chainId: 1, to: ALICE, amountWei: '1000', note: '', ...change });
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
    amounts: [{ chainId: 1, wei: new Array<string>(12).fill('1000') }],
    hours: Array.from({ length: 24 }, (_, hour) => (hour >= 13 && hour <= 15 ? 30 : 0)),
    holdMs: moments(humanTimes(200)),
    flightMs: moments(humanTimes(200, 180)),
    timeZones: ['Asia/Shanghai'],
    devices: ['Linux/8'],
    ...change,
  };
  const { to } = payment();
  return {
    profile,
    recipient: { address: to, firstSeenMs: 1, lastSeenMs: NOW - 86_400_000, count: 12 },
    lookAlike: undefined,
  };
}
