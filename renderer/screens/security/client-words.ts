// What a client program may do, as sentences; and what is wrong with the form that registers one. Pure.
import type { ClientPermissions, TimeWindow } from '../../../tee-sim/protocol/clients.ts';
import type { Format } from '../../i18n/format.ts';
import type { Language } from '../../i18n/languages.ts';
import type { Messages } from '../../i18n/messages.ts';

export interface PermissionWords {
  readonly operations: string;
  readonly rate: string;
  readonly time: string;
  readonly addresses: string;
}

export function permissionWords(
  { security: { clients: texts, operations } }: Messages,
  format: Format,
  language: Language,
  permissions: ClientPermissions,
): PermissionWords {
  const { accessTimeWindow, allowedOperations, ipRestrictions, rateLimit } = permissions;
  const names = allowedOperations.map((operation) => operations[operation]);
  return {
    operations:
      allowedOperations.length === Object.keys(operations).length
        ? texts.everything
        : allowedOperations.length === 0
          ? texts.nothing
          : format.list(names),
    rate: texts.rate(format.integer(rateLimit.requests), format.longDuration(rateLimit.perMs)),
    time:
      accessTimeWindow === undefined ? texts.anyTime : windowText(texts, format, language, accessTimeWindow),
    addresses: ipRestrictions === undefined ? texts.anyAddress : format.list(ipRestrictions),
  };
}

function windowText(
  texts: Messages['security']['clients'],
  format: Format,
  language: Language,
  { fromMinute, timeZone, toMinute, weekDays }: TimeWindow,
): string {
  const dayName = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  // 2024-01-01 was a Monday.
  const days = [...new Set(weekDays)].sort().map((day) => dayName.format(Date.UTC(2024, 0, day)));
  return texts.timeWindow({
    days: format.list(days),
    from: clock(fromMinute),
    to: clock(toMinute),
    zone: timeZone,
  });
}

/** ISO 8601's way, 24:00 included. */
function clock(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

export interface ClientForm {
  readonly clientId: string;
  readonly name: string;
  readonly binaryHash: string;
}

/** As people may paste it: groups and capitals do not matter. */
export function hexDigestOf(text: string): string | undefined {
  const digest = text.replaceAll(/\s/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

export function isCompleteClient({ binaryHash, clientId, name }: ClientForm): boolean {
  const trimmed = name.trim();
  return (
    hexDigestOf(binaryHash) !== undefined &&
    hexDigestOf(clientId) !== undefined &&
    trimmed !== '' &&
    trimmed.length <= 64
  );
}
