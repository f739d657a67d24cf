// What a person chooses to see of the log, and what the TEE is asked for it. Days are the person's own. Pure.
import type { LEVELS, LogFilter, LogKind } from '../../../tee-sim/protocol/assessment.ts';

type Level = (typeof LEVELS)[number];

export interface FilterForm {
  readonly kind: LogKind | 'any';
  readonly level: Level | 'any';
  /** `YYYY-MM-DD`, or empty. */
  readonly fromDay: string;
  readonly toDay: string;
}

export const NO_FILTER: FilterForm = { kind: 'any', level: 'any', fromDay: '', toDay: '' };

/** Only assessments have a level: a kind that has none lets go of it. */
export function withKind(form: FilterForm, kind: FilterForm['kind']): FilterForm {
  return { ...form, kind, level: kind === 'any' || kind === 'assessment' ? form.level : 'any' };
}

export function withLevel(form: FilterForm, level: FilterForm['level']): FilterForm {
  return { ...form, level, kind: level === 'any' || form.kind === 'any' ? form.kind : 'assessment' };
}

export function isFiltering({ kind, level, fromDay, toDay }: FilterForm): boolean {
  return kind !== 'any' || level !== 'any' || fromDay !== '' || toDay !== '';
}

/** `undefined` when the days are in the wrong order. */
export function toLogFilter({ kind, level, fromDay, toDay }: FilterForm): LogFilter | undefined {
  const fromMs = startOfDay(fromDay, 0);
  const beforeMs = startOfDay(toDay, 1);
  if (fromMs !== undefined && beforeMs !== undefined && fromMs >= beforeMs) return undefined;
  return {
    ...(kind === 'any' ? {} : { kinds: [kind] }),
    ...(level === 'any' ? {} : { levels: [level] }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(beforeMs === undefined ? {} : { beforeMs }),
  };
}

/** When that day, or one `later`, begins here: days of 23 and 25 hours included. Nothing for what is no day. */
function startOfDay(day: string, later: number): number | undefined {
  const [, year, month, date] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const start = new Date(0, 0, 1);
  start.setFullYear(Number(year), Number(month) - 1, Number(date) + later);
  const ms = start.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
