// Numbers, sizes, times and amounts as people of a language write them. Pure.
import type { Language } from './languages.ts';

/** 1 ETH = 10¹⁸ wei (Ethereum Yellow Paper §2.1). */
const ETHER_DECIMALS = 18;

/** Everything a component needs to turn values into text. */
export interface Format {
  integer(value: number | bigint): string;
  decimal(value: number, digits?: number): string;
  percent(ratio: number): string;
  bytes(count: number): string;
  /** From microseconds to minutes, in the unit that reads best. */
  duration(milliseconds: number): string;
  /** Whole seconds to days, in the largest units that are exact. */
  longDuration(milliseconds: number): string;
  dateTime(atMs: number): string;
  time(atMs: number): string;
  hour(hour: number): string;
  list(items: readonly string[]): string;
  /** Exact, with no digit dropped. */
  ether(wei: bigint): string;
  /** Base units as whole ones, of which each has 10^decimals: exact, with no digit dropped. */
  units(amount: bigint, decimals: number): string;
}

function unit(language: Language, name: string, digits: number): (value: number) => string {
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  });
  return (value) => format.format(value);
}

export function createFormat(language: Language): Format {
  const integer = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const hour = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const decimals = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }),
  );
  const kilobyte = unit(language, 'kilobyte', 1);
  return {
    integer: (value) => integer.format(value),
    decimal: (value, digits = 1) => (decimals[digits] ?? integer).format(value),
    percent: (ratio) => percent.format(ratio),
    bytes: (count) => (count < 1_000 ? `${integer.format(count)} B` : kilobyte(count / 1_000)),
    duration: durationFormat(language),
    longDuration: longDurationFormat(language),
    dateTime: (atMs) => dateTime.format(atMs),
    time: (atMs) => time.format(atMs),
    hour: (value) => hour.format(value * 3_600_000),
    list: (items) => list.format(items),
    ether: (wei) => `${unitsText(integer, wei, ETHER_DECIMALS)} ETH`,
    units: (amount, decimals) => unitsText(integer, amount, decimals),
  };
}

function durationFormat(language: Language): (milliseconds: number) => string {
  const microseconds = unit(language, 'microsecond', 0);
  const milliseconds = [0, 1].map((digits) => unit(language, 'millisecond', digits));
  const seconds = [0, 1].map((digits) => unit(language, 'second', digits));
  const minutes = unit(language, 'minute', 0);
  return (ms) => {
    if (ms < 1) return microseconds(ms * 1_000);
    if (ms < 1_000) return (milliseconds[ms < 100 ? 1 : 0] ?? microseconds)(ms);
    if (ms < 60_000) return (seconds[ms < 10_000 ? 1 : 0] ?? microseconds)(ms / 1_000);
    const wholeSeconds = Math.floor(ms / 1_000);
    const rest = wholeSeconds % 60;
    const whole = minutes(Math.floor(wholeSeconds / 60));
    return rest === 0 ? whole : `${whole} ${(seconds[0] ?? microseconds)(rest)}`;
  };
}

const LONG_UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Rounded up, so that what still lasts is never said to be over. */
function longDurationFormat(language: Language): (milliseconds: number) => string {
  const formats = LONG_UNITS.map(([name, seconds]) => {
    const options = { style: 'unit', unit: name, unitDisplay: 'long' } as const;
    return { seconds, format: new Intl.NumberFormat(language, options) };
  });
  return (ms) => {
    let rest = Math.ceil(ms / 1_000);
    const parts: string[] = [];
    for (const { seconds, format } of formats) {
      const count = Math.floor(rest / seconds);
      rest -= count * seconds;
      if (count > 0 || (seconds === 1 && parts.length === 0)) parts.push(format.format(count));
    }
    return parts.join(' ');
  };
}

function unitsText(integer: Intl.NumberFormat, amount: bigint, decimals: number): string {
  const one = 10n ** BigInt(decimals);
  const fraction = (amount % one).toString().padStart(decimals, '0').replace(/0+$/, '');
  const whole = integer.format(amount / one);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** `9f3a 04c1 …`: hex in groups that can be compared by eye. */
export function groupHex(hex: string, size = 4): string {
  return (hex.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(' ');
}
