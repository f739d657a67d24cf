// The rules of the assessment, one function each: a factor with its points, or nothing.
// A rule says only what its data supports; where data is missing it stays silent, and `features-missing` speaks.
import type { Factor } from '../protocol/assessment.ts';
import type { DecodedFlag } from '../protocol/decoded.ts';
import type { Features } from '../protocol/features.ts';
import type { RiskRequest, RiskSubject } from './assess.ts';
import type { FeatureHistory } from './history.ts';
import { deviceName, type Profile } from './profile.ts';
import { medianOf, moments, standardDeviation } from './statistics.ts';

type Rule = (
  features: Features | undefined,
  request: RiskRequest,
  history: FeatureHistory,
) => Factor | undefined;

/** Fewer keystrokes than this say nothing about a rhythm. */
const MIN_KEYSTROKES = 12;
/** People's hold and flight times spread by at least a tenth of their mean; below half of that it is a machine. */
const MACHINE_VARIATION = 0.05;
/** Nobody presses and releases keys faster than this on average, ms. */
const MACHINE_HOLD_MS = 8;
const MIN_AMOUNTS = 5;
const MIN_HOURS = 10;
const MIN_BASELINE_KEYSTROKES = 60;
const BURST_WINDOW_MS = 60_000;
const BURST_COUNT = 5;

const firstPayment: Rule = (_features, _request, { strangers }) =>
  strangers.size > 0 ? factor('first-payment-to-address', 12) : undefined;

const amountAboveUsual: Rule = (_features, { subject }, { profile }) => {
  const [worst] = subject.amounts
    .flatMap((each) => comparedWith(profile, subject.chainId, each) ?? [])
    .sort((a, b) => (a.tenths > b.tenths ? -1 : 1));
  if (worst === undefined || worst.tenths < 30n) return undefined;
  const { tenths, asset, median } = worst;
  const points = tenths >= 1_000n ? 40 : tenths >= 100n ? 28 : 15;
  // Beyond a million the exact multiple tells a person nothing more.
  const times = tenths > 10_000_000n ? 1_000_000 : Number(tenths) / 10;
  const usual = median.toString();
  return factor('amount-above-usual', points, {
    times,
    asset,
    ...(asset === 'native' ? { medianWei: usual } : { medianUnits: usual }),
  });
};

/** So many tenths of the median of the same asset on the same chain; `undefined` where too few are known. */
function comparedWith(
  { amounts }: Profile,
  chainId: number | undefined,
  { asset, amount }: RiskSubject['amounts'][number],
) {
  const usual = amounts.find((one) => one.chainId === chainId && one.asset === asset)?.wei ?? [];
  if (usual.length < MIN_AMOUNTS) return undefined;
  const median = medianOf(usual.map(BigInt));
  return { asset, median, tenths: (amount * 10n) / (median === 0n ? 1n : median) };
}

const recipientPasted: Rule = (features, { subject: { recipient } }, { strangers }) =>
  features?.entry?.recipient === 'pasted' && recipient !== undefined && strangers.has(recipient)
    ? factor('recipient-pasted', 6)
    : undefined;

const machineLike: Rule = (features, { driverContext }) => {
  const how = machineSign(features, driverContext?.idleSeconds);
  return how === undefined ? undefined : factor('machine-like-input', 45, { how });
};

function machineSign(features: Features | undefined, idleSeconds: number | undefined): string | undefined {
  const { typing, entry, timing } = features ?? {};
  if (entry?.recipient === 'programmatic' || entry?.amount === 'programmatic') return 'programmatic';
  if (typing === undefined) return undefined;
  const keysPressed = Math.max(typing.holdMs.length, typing.flightMs.length);
  // The driver saw no input for longer than the form was open: the reported typing did not happen here.
  if (keysPressed > 0 && timing !== undefined && (idleSeconds ?? 0) * 1_000 > timing.onScreenMs + 5_000) {
    return 'system-idle';
  }
  if (typing.holdMs.length >= MIN_KEYSTROKES) {
    const hold = moments(typing.holdMs);
    if (hold.mean < MACHINE_HOLD_MS) return 'too-fast';
    if (standardDeviation(hold) < MACHINE_VARIATION * hold.mean) return 'no-variance';
  }
  if (typing.flightMs.length >= MIN_KEYSTROKES) {
    const flight = moments(typing.flightMs);
    if (standardDeviation(flight) < MACHINE_VARIATION * flight.mean) return 'no-variance';
  }
  return undefined;
}

const unusualHour: Rule = (features, _request, { profile }) => {
  const hour = features?.localHour;
  const total = profile.hours.reduce((sum, count) => sum + count, 0);
  if (hour === undefined || total < MIN_HOURS) return undefined;
  const near = [hour + 23, hour, hour + 1].reduce((sum, h) => sum + (profile.hours[h % 24] ?? 0), 0);
  return near * 20 < total ? factor('unusual-hour', 12, { hour }) : undefined;
};

const timeZoneChanged: Rule = (features, _request, { profile }) => {
  const name = features?.timeZone?.name;
  if (name === undefined || profile.timeZones.length === 0 || profile.timeZones.includes(name))
    return undefined;
  return factor('time-zone-changed', 15, { now: name, usual: profile.timeZones.at(-1) ?? '' });
};

const deviceChanged: Rule = (features, _request, { profile }) => {
  const device = features?.device;
  if (device === undefined || profile.devices.length === 0) return undefined;
  return profile.devices.includes(deviceName(device)) ? undefined : factor('device-changed', 18);
};

const typingUnlikeBaseline: Rule = (features, _request, { profile }) => {
  const hold = features?.typing?.holdMs ?? [];
  const usual = profile.holdMs;
  if (hold.length < MIN_KEYSTROKES || usual.count < MIN_BASELINE_KEYSTROKES) return undefined;
  const meanMs = moments(hold).mean;
  if (Math.abs(meanMs - usual.mean) < 2.5 * standardDeviation(usual)) return undefined;
  return factor('typing-unlike-baseline', 15, {
    meanMs: Math.round(meanMs),
    usualMs: Math.round(usual.mean),
  });
};

const burst: Rule = (_features, { atMs }, { profile }) => {
  const count = profile.recentAtMs.filter((t) => t <= atMs && atMs - t < BURST_WINDOW_MS).length;
  return count >= BURST_COUNT
    ? factor('burst-of-requests', 15, { count, seconds: BURST_WINDOW_MS / 1_000 })
    : undefined;
};

const lookAlike: Rule = (_features, _request, { lookAlike: known }) =>
  known === undefined ? undefined : factor('look-alike-address', 55, { known });

/** Findings about what would be signed that are all the rule needs. */
function flagRule(rule: DecodedFlag & Factor['rule'], points: number): Rule {
  return (_features, { subject }) => (subject.flags.has(rule) ? factor(rule, points) : undefined);
}

const blindSignature: Rule = (_features, { subject }) =>
  subject.flags.has('blind') ? factor('blind-signature', 15) : undefined;

const featuresMissing: Rule = (features) => {
  if (features === undefined) return factor('features-missing', 25, { missing: 'all' });
  const parts = ['typing', 'entry', 'pointer', 'timing', 'device', 'timeZone', 'localHour'] as const;
  const missing = parts.filter((part) => features[part] === undefined);
  if (missing.length === 0) return undefined;
  return factor('features-missing', Math.min(25, missing.length * 4), { missing: missing.join(' ') });
};

export const rules: readonly Rule[] = [
  flagRule('zero-address', 85),
  flagRule('token-contract-as-recipient', 85),
  lookAlike,
  flagRule('unlimited-approval', 25),
  flagRule('approval-for-all', 25),
  flagRule('absurd-fee', 25),
  blindSignature,
  machineLike,
  amountAboveUsual,
  firstPayment,
  deviceChanged,
  timeZoneChanged,
  typingUnlikeBaseline,
  burst,
  unusualHour,
  recipientPasted,
  featuresMissing,
];

function factor(rule: Factor['rule'], points: number, values: Factor['values'] = {}): Factor {
  return { rule, points, values };
}
