// Which page of the log a row is on, and how to ask for it by key. Pure.

import { type LogId, logIdSchema } from '../../../tee-sim/protocol/schema.ts';
import type { LogPage } from './activity-store.ts';

export const PAGE_ROWS = 50;
/** Browsers lay out some 16 million pixels at 200 % zoom: a stretch of rows stays well below. */
export const STRETCH_ROWS = 100_000;
/** Pages kept; the others are fetched again when they come into view. */
export const KEPT_PAGES = 40;

export function pageOf(id: number): number {
  return Math.floor((id - 1) / PAGE_ROWS);
}

/** `LIST_RISK_LOGS` with this answers page `page`: ids 50·page + 1 … 50·page + 50. */
export function pageQuery(page: number): { beforeId: LogId; limit: number } {
  return { beforeId: logIdSchema.parse((page + 1) * PAGE_ROWS + 1), limit: PAGE_ROWS };
}

/** The ids that are shown: at most `STRETCH_ROWS`, from `topId` (or the newest) downwards. */
export function stretchOf(total: number, topId: number | undefined): { top: number; rows: number } {
  const top = Math.min(Math.max(topId ?? total, 0), total);
  return { top, rows: Math.min(top, STRETCH_ROWS) };
}

/** The part of an answer that belongs to page `page`. */
export function partOfPage({ rows, damaged }: LogPage, page: number): LogPage {
  return {
    rows: rows.filter(({ id }) => pageOf(id) === page),
    damaged: damaged.filter((id) => pageOf(id) === page),
  };
}

/** The newest id of an answer, and the oldest; `undefined` of an empty one. */
export function rangeOf({ rows, damaged }: LogPage): { newest: LogId; oldest: LogId } | undefined {
  const ids = [...rows.map(({ id }) => id), ...damaged].sort((a, b) => b - a);
  const [newest, oldest] = [ids[0], ids.at(-1)];
  return newest === undefined || oldest === undefined ? undefined : { newest, oldest };
}

/** Keeps the pages nearest to the one just loaded. */
export function keepNear<T>(pages: Readonly<Record<number, T>>, page: number): Record<number, T> {
  const near = Object.entries(pages)
    .sort(([a], [b]) => Math.abs(Number(a) - page) - Math.abs(Number(b) - page))
    .slice(0, KEPT_PAGES);
  return Object.fromEntries(near);
}
