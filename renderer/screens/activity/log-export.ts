// Entries of the log as a file: CSV (RFC 4180) or JSON, times in UTC, amounts in wei with every digit. Entries are
// added one after the other, so that what is too much for one file goes on in the next. Pure.
import type { Assessment } from '../../../tee-sim/protocol/assessment.ts';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import type { LogId } from '../../../tee-sim/protocol/schema.ts';
import { csvRow } from '../../app/csv.ts';
import { readAssessedRecord, readSigningRecord } from './log-record.ts';

export const EXPORT_FORMATS = ['csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const MIME_TYPES = { csv: 'text/csv', json: 'application/json' } as const;

type Match = CommandResult<'SEARCH_RISK_LOGS'>['rows'][number];

/** A decrypted entry; of one that does not hold there is nothing but its number. */
export type ExportEntry = Match | { readonly damaged: LogId };

const COLUMNS = [
  'id',
  'holds',
  'timeUtc',
  'kind',
  'score',
  'level',
  'rules',
  'signatureKind',
  'what',
  'chainId',
  'recipient',
  'amountWei',
  'note',
  'features',
  'sizeBytes',
  'suite',
  'ciphertextHead',
] as const;
/** The last column, only where it was asked for. */
const FEATURE_DATA = 'featureData';
type Cells = Partial<Record<(typeof COLUMNS)[number] | typeof FEATURE_DATA, string | number | boolean>>;

/** What stands before the entries, between them, and after them. The mark tells spreadsheets that it is UTF-8. */
export const FRAMES = {
  csv: (withFeatures: boolean) => ({
    head: `\uFEFF${columns(withFeatures).join(',')}\r\n`,
    between: '',
    tail: '',
  }),
  json: () => ({ head: '[\n', between: ',\n', tail: '\n]\n' }),
} as const;

export function entryText(format: ExportFormat, entry: ExportEntry, withFeatures: boolean): string {
  if (format === 'json') return jsonEntry(entry, withFeatures);
  const cells = csvCells(entry);
  return csvRow(columns(withFeatures).map((column) => cells[column]));
}

/** A name that sorts by time and that every file system takes; `part` when there is more than one file. */
export function exportName(format: ExportFormat, atMs: number, part: number | undefined): string {
  const time = new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `airaccount-log-${time}Z${part === undefined ? '' : `-part-${part}`}.${format}`;
}

function columns(withFeatures: boolean): readonly (keyof Cells)[] {
  return withFeatures ? [...COLUMNS, FEATURE_DATA] : COLUMNS;
}

function csvCells(entry: ExportEntry): Cells {
  if ('damaged' in entry) return { id: entry.damaged, holds: false };
  const { summary, record = '', features } = entry;
  const { atMs, ...shown } = summary;
  const cells: Cells = { ...shown, holds: true, timeUtc: utc(atMs) };
  if (features !== undefined) cells.featureData = JSON.stringify(features);
  return { ...cells, ...contentCells(record) };
}

function contentCells(record: string): Cells {
  const assessed = readAssessedRecord(record);
  if (assessed !== undefined) {
    const { chainId, to, amountWei, note } = assessed.payment;
    return { ...riskCells(assessed.assessment), chainId, recipient: to, amountWei, note };
  }
  const signing = readSigningRecord(record);
  if (signing === undefined) return {};
  const { assessment, decoded, kind, note } = signing;
  const recipient = decoded.parties.find(({ role }) => role === 'recipient')?.address;
  const coins = decoded.amounts.filter(({ asset }) => asset === 'native');
  return {
    ...riskCells(assessment),
    signatureKind: kind,
    what: decoded.kind,
    ...(decoded.chainId === undefined ? {} : { chainId: decoded.chainId }),
    ...(recipient === undefined ? {} : { recipient }),
    ...(coins.length === 0
      ? {}
      : { amountWei: coins.reduce((sum, { amount }) => sum + amount, 0n).toString() }),
    note,
  };
}

function riskCells({ factors, level, score }: Assessment): Cells {
  return { score, level, rules: factors.map(({ rule, points }) => `${rule} ${points}`).join('; ') };
}

/** The record stands in it exactly as it is stored. */
function jsonEntry(entry: ExportEntry, withFeatures: boolean): string {
  if ('damaged' in entry) return JSON.stringify({ id: entry.damaged, holds: false });
  const { summary, record = 'null', features } = entry;
  const { id, atMs, ...shown } = summary;
  const head = JSON.stringify({ id, holds: true, timeUtc: utc(atMs), ...shown }).slice(0, -1);
  // Absent where nobody asked; null where there is none, or none any more.
  const featureData = withFeatures ? `,"${FEATURE_DATA}":${JSON.stringify(features ?? null)}` : '';
  return `${head},"record":${jsonText(record)}${featureData}}`;
}

function jsonText(record: string): string {
  try {
    JSON.parse(record);
    return record;
  } catch {
    return JSON.stringify(record);
  }
}

function utc(atMs: number): string {
  return new Date(atMs).toISOString();
}
