// Whether a moment lies in a client's access time (S2's TimeWindow), by the clock on the wall of one time zone.
// Pure. Summer time needs no rule of its own: what counts is what the clocks there show.
import type { TimeWindow } from '../protocol/clients.ts';

const WEEK_DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Making a formatter costs far more than using it; only so many zones are kept. */
const MAX_FORMATTERS = 32;
const formatters = new Map<string, Intl.DateTimeFormat>();

export interface LocalTime {
  /** ISO 8601: Monday is 1. */
  readonly weekDay: number;
  readonly minuteOfDay: number;
}

/** What calendar and clock show in the zone. @throws RangeError for a zone that is none */
export function localTime(timeZone: string, atMs: number): LocalTime {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  return {
    weekDay: WEEK_DAYS.indexOf(parts.get('weekday') ?? '') + 1,
    minuteOfDay: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

export function isWithin(window: TimeWindow, { weekDay, minuteOfDay }: LocalTime): boolean {
  const { weekDays, fromMinute, toMinute } = window;
  return weekDays.includes(weekDay) && minuteOfDay >= fromMinute && minuteOfDay < toMinute;
}

/** `1,2,3 09:00-18:00 Asia/Shanghai`: week days as ISO 8601 counts them. */
export function windowText({ timeZone, weekDays, fromMinute, toMinute }: TimeWindow): string {
  return `${weekDays.join(',')} ${clockText(fromMinute)}-${clockText(toMinute)} ${timeZone}`;
}

/** `6 11:05` */
export function localTimeText({ weekDay, minuteOfDay }: LocalTime): string {
  return `${weekDay} ${clockText(minuteOfDay)}`;
}

function clockText(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  if (formatters.size >= MAX_FORMATTERS) formatters.clear();
  formatters.set(timeZone, made);
  return made;
}
