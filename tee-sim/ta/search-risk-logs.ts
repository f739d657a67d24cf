// SEARCH_RISK_LOGS: finds rows of the log by what is in them. One call looks at a bounded number of rows, so that
// a search through a million of them holds up nobody else's request.
import { assessmentSchema, type LogFilter, type LogSummary } from '../protocol/assessment.ts';
import { bytesToUtf8, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import type { CommandResult, ParsedParams } from '../protocol/commands.ts';
import { featuresSchema } from '../protocol/features.ts';
import { type LogId, z } from '../protocol/schema.ts';
import type { ReadStorage } from '../storage/storage.ts';
import type { Handler } from './call.ts';

/** What one call may cost, in rows whose place in the chain is checked: a few hundredths of a second. */
export const SEARCH_COST = 1_000;
/** To decrypt a record costs as much as to check so many rows, and its features once more as much. */
const OPENING_COST = 3;
/** More than this of a record costs as much again. */
const OPENED_BYTES = 4_096;
/** No match is added once their text has this many characters: an answer has room for 4 MiB. */
const ENOUGH_CHARACTERS = 1_048_576;
const LISTED_ROWS = 50;

type Log = Pick<ReadStorage, 'getLog' | 'listLogs'>;
type Params = ParsedParams<'SEARCH_RISK_LOGS'>;
type Match = CommandResult<'SEARCH_RISK_LOGS'>['rows'][number];

/** As ASSESS_PAYMENT writes it. */
const assessedSchema = z.looseObject({ assessment: assessmentSchema });

/** A damaged row is named in the result and ends nothing. @throws what else storage throws */
export const searchRiskLogs: Handler<'SEARCH_RISK_LOGS'> = (call, { storage }) => {
  const { params } = call;
  const rows: Match[] = [];
  const damaged: LogId[] = [];
  const { total } = storage.listLogs({ limit: 1 });
  let [cost, characters, scanned] = [0, 0, 0];
  let lastId: LogId | undefined;
  for (const { id, summary } of newestFirst(storage, params.beforeId)) {
    lastId = id;
    scanned += 1;
    const found = summary === undefined ? 'damaged' : matchOf(storage, summary, params);
    if (found === 'damaged') damaged.push(id);
    else if (found !== undefined) {
      rows.push(found);
      characters += sizeOf(found);
    }
    cost += costOf(summary, params);
    if (cost >= SEARCH_COST || rows.length >= params.limit || characters >= ENOUGH_CHARACTERS) break;
  }
  const result = { rows, damaged, scanned, total };
  return { result: lastId === undefined || lastId === 1 ? result : { ...result, nextBeforeId: lastId } };
};

/** Every id below `beforeId`, without a summary where the row does not hold. */
function* newestFirst(
  log: Log,
  beforeId: LogId | undefined,
): Generator<{ id: LogId; summary: LogSummary | undefined }> {
  let below = beforeId;
  for (;;) {
    const { rows, damaged } = log.listLogs({ beforeId: below, limit: LISTED_ROWS });
    const entries = [
      ...rows.map((summary) => ({ id: summary.id, summary })),
      ...damaged.map((id) => ({ id, summary: undefined })),
    ].sort((a, b) => b.id - a.id);
    yield* entries;
    below = entries.at(-1)?.id;
    if (below === undefined) return;
  }
}

/** The row with what was asked for of it; nothing when the filter holds it back. */
function matchOf(log: Log, summary: LogSummary, params: Params): Match | 'damaged' | undefined {
  if (!fits(summary, params.filter)) return undefined;
  if (!needsRecord(params)) return { summary };
  try {
    return openMatch(log, summary, params);
  } catch (error) {
    if (isUnreadable(error)) return 'damaged';
    throw error;
  }
}

/** What does not hold, and what holds and is not what this version writes: neither may end a search. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof TeeError) return error.code === 'CORRUPT_OBJECT';
  return error instanceof SyntaxError || error instanceof z.ZodError;
}

/** Zeroes what storage decrypted. @throws CORRUPT_OBJECT · SyntaxError and ZodError for unreadable content */
function openMatch(log: Log, summary: LogSummary, { filter, content }: Params): Match | undefined {
  const parts = content === 'record-and-features' ? content : 'record';
  const opened = log.getLog(summary.id, parts);
  try {
    const record = bytesToUtf8(opened.record);
    if (filter.levels !== undefined && !filter.levels.some((level) => level === levelOf(record))) {
      return undefined;
    }
    if (content === 'none') return { summary };
    if (opened.features === undefined) return { summary, record };
    const features = featuresSchema.parse(JSON.parse(bytesToUtf8(opened.features)));
    return { summary, record, features };
  } finally {
    wipe(opened.record, opened.features);
  }
}

/** What can be told without decrypting. */
function fits({ kind, atMs }: LogSummary, { kinds, levels, fromMs, beforeMs }: LogFilter): boolean {
  if (kinds !== undefined && !kinds.includes(kind)) return false;
  if (levels !== undefined && kind !== 'assessment') return false;
  return atMs >= (fromMs ?? atMs) && (beforeMs === undefined || atMs < beforeMs);
}

function needsRecord({ filter, content }: Params): boolean {
  return filter.levels !== undefined || content !== 'none';
}

function levelOf(record: string): string | undefined {
  return assessedSchema.safeParse(JSON.parse(record)).data?.assessment.level;
}

function sizeOf({ record = '', features }: Match): number {
  return record.length + (features === undefined ? 0 : JSON.stringify(features).length);
}

function costOf(summary: LogSummary | undefined, params: Params): number {
  if (summary === undefined || !needsRecord(params) || !fits(summary, params.filter)) return 1;
  const opened = params.content === 'record-and-features' ? 2 : 1;
  return 1 + OPENING_COST * opened * Math.ceil(summary.sizeBytes / OPENED_BYTES);
}
