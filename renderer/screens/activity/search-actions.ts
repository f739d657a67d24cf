// Looks through the log for what the filter lets through: many short calls, that can be stopped and gone on with.
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import type { ActivityStore, FoundEntry, Search } from './activity-store.ts';
import { type FilterForm, isFiltering, toLogFilter } from './log-filter.ts';

/** Matches that are kept and shown; more than a person reads. */
export const SHOWN_MATCHES = 20_000;
const CALL_LIMIT = 200;

/** Takes a filter on, and begins to search; an earlier search ends. With days in the wrong order there is none. */
export async function applyFilter(store: ActivityStore, tee: Tee, form: FilterForm): Promise<void> {
  const filter = isFiltering(form) ? toLogFilter(form) : undefined;
  if (filter === undefined) {
    store.setState({ filter: form, search: undefined });
    return;
  }
  const search: Search = {
    status: 'busy',
    filter,
    entries: [],
    damaged: 0,
    scanned: 0,
    total: store.getState().total,
    beforeId: undefined,
    failure: undefined,
    trace: undefined,
  };
  store.setState({ filter: form, search });
  await run(store, tee, search);
}

export function stopSearch(store: ActivityStore): void {
  const { search } = store.getState();
  if (search?.status === 'busy') store.setState({ search: { ...search, status: 'stopped' } });
}

/** Goes on where a search was stopped, or failed. */
export async function continueSearch(store: ActivityStore, tee: Tee): Promise<void> {
  const { search } = store.getState();
  if (search?.status !== 'stopped' && search?.status !== 'failed') return;
  const resumed: Search = { ...search, status: 'busy', failure: undefined, trace: undefined };
  store.setState({ search: resumed });
  await run(store, tee, resumed);
}

/** One call after the other, for as long as the store still holds this very search. */
async function run(store: ActivityStore, tee: Tee, begun: Search): Promise<void> {
  let search = begun;
  while (search.status === 'busy' && store.getState().search === search) {
    let next: Search;
    try {
      const { beforeId, filter } = search;
      const params = { filter, beforeId, limit: CALL_LIMIT, content: 'none' } as const;
      next = withFound(search, (await tee.invoke('SEARCH_RISK_LOGS', params)).result);
    } catch (error) {
      next = { ...search, status: 'failed', ...refusedBy(error) };
    }
    if (store.getState().search !== search) return;
    store.setState({ search: next });
    search = next;
  }
}

function withFound(search: Search, found: CommandResult<'SEARCH_RISK_LOGS'>): Search {
  const { damaged, nextBeforeId, rows, scanned, total } = found;
  const entries = [...search.entries, ...newestFirst(found)];
  const isFull = entries.length >= SHOWN_MATCHES;
  return {
    ...search,
    status: nextBeforeId === undefined ? 'done' : isFull ? 'full' : 'busy',
    entries: rows.length + damaged.length === 0 ? search.entries : entries,
    damaged: search.damaged + damaged.length,
    scanned: search.scanned + scanned,
    // What is added meanwhile is above where the search began.
    total: search.beforeId === undefined ? total : search.total,
    beforeId: nextBeforeId,
  };
}

function newestFirst({ rows, damaged }: CommandResult<'SEARCH_RISK_LOGS'>): FoundEntry[] {
  return [
    ...rows.map(({ summary }) => ({ id: summary.id, summary })),
    ...damaged.map((id) => ({ id, summary: undefined })),
  ].sort((a, b) => b.id - a.id);
}
