// What a person can do with the log. Each action leaves the store in a state that can be shown.
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import { type LogId, logIdSchema } from '../../../tee-sim/protocol/schema.ts';
import { awaitOutcome, lostOperation } from '../../app/await-outcome.ts';
import { refusedBy } from '../../app/refused.ts';
import type { Tee } from '../../app/tee.ts';
import type { ActivityStore } from './activity-store.ts';
import { keepNear, PAGE_ROWS, pageOf, pageQuery, partOfPage, rangeOf } from './log-pages.ts';

/** Rows per VERIFY_CHAIN call: a few hundredths of a second each, so that progress moves and cancel is prompt. */
const VERIFY_ROWS = 500;

/** The newest page and the number of rows; older pages that are loaded stay. */
export async function refreshLog(store: ActivityStore, tee: Tee): Promise<void> {
  if (store.getState().list.status === 'busy') return;
  store.setState({ list: { status: 'busy' } });
  try {
    const { result } = await tee.invoke('LIST_RISK_LOGS', { limit: PAGE_ROWS });
    const newest = rangeOf(result)?.newest;
    const page = pageOf(newest ?? 1);
    store.setState(({ pages }) => ({
      list: { status: 'idle' },
      loaded: true,
      total: newest ?? 0,
      pages: keepNear({ ...pages, [page]: partOfPage(result, page) }, page),
    }));
  } catch (error) {
    store.setState({ list: { status: 'failed', ...refusedBy(error) } });
  }
}

/** Loads one page unless it is there. A failure shows above the list. */
export async function loadPage(store: ActivityStore, tee: Tee, page: number): Promise<void> {
  if (page < 0 || store.getState().pages[page] !== undefined) return;
  try {
    const { result } = await tee.invoke('LIST_RISK_LOGS', pageQuery(page));
    store.setState(({ pages }) => ({
      pages: keepNear({ ...pages, [page]: partOfPage(result, page) }, page),
    }));
  } catch (error) {
    store.setState({ list: { status: 'failed', ...refusedBy(error) } });
  }
}

/** Shows the stretch of the log that begins at this id; `undefined` for its end. */
export function showFrom(store: ActivityStore, topId: number | undefined): void {
  const { total } = store.getState();
  store.setState({ topId: topId === undefined || topId >= total ? undefined : Math.max(1, topId) });
}

/** Has the TEE decrypt one row. */
export async function openRow(store: ActivityStore, tee: Tee, logId: LogId): Promise<void> {
  store.setState({ detail: { status: 'busy', logId }, erasure: { status: 'idle' } });
  await readRow(store, tee, logId);
}

async function readRow(store: ActivityStore, tee: Tee, logId: LogId): Promise<void> {
  try {
    const { result: opened } = await tee.invoke('GET_RISK_LOG', { logId });
    if (isOpen(store, logId)) store.setState({ detail: { status: 'shown', logId, opened } });
  } catch (error) {
    if (isOpen(store, logId)) store.setState({ detail: { status: 'failed', logId, ...refusedBy(error) } });
  }
}

/** Forgets what was decrypted. */
export function closeRow(store: ActivityStore): void {
  store.setState({ detail: undefined, erasure: { status: 'idle' } });
}

/** Has the TEE destroy the key of one row's feature data. */
export async function eraseFeatures(store: ActivityStore, tee: Tee, logId: LogId): Promise<void> {
  store.setState({ erasure: { status: 'busy' } });
  try {
    const { result } = await tee.invoke('ERASE_FEATURES', { logId });
    await showErased(store, tee, logId, result.erasureLogId);
  } catch (error) {
    const lost = lostOperation(error);
    if (lost === undefined) {
      store.setState({ erasure: { status: 'failed', ...refusedBy(error) } });
      return;
    }
    store.setState({ erasure: { status: 'unknown', operationId: lost.id } });
    const found = await awaitOutcome(tee, lost, 'ERASE_FEATURES');
    if (found.outcome === 'committed') await showErased(store, tee, logId, found.result.erasureLogId);
    else store.setState({ erasure: { status: 'failed', failure: found.failure, trace: undefined } });
  }
}

/** Has the TEE verify the whole chain, page by page, from the first row. Stops when `signal` says so. */
export async function verifyLog(
  store: ActivityStore,
  tee: Tee,
  signal: AbortSignal,
  wallNowMs: () => number,
): Promise<void> {
  let verified = 0;
  let fromId: LogId | undefined = logIdSchema.parse(1);
  store.setState({ integrity: { status: 'busy', verified, total: store.getState().total } });
  try {
    while (fromId !== undefined) {
      const { total, brokenAt, nextId, verified: more } = await verifyRows(tee, fromId);
      verified += more;
      if (brokenAt !== undefined) {
        store.setState({ integrity: { status: 'broken', brokenAt } });
        return;
      }
      if (signal.aborted && nextId !== undefined) {
        store.setState({ integrity: { status: 'cancelled', verified, total } });
        return;
      }
      store.setState({ integrity: { status: 'busy', verified, total } });
      fromId = nextId;
    }
    store.setState({ integrity: { status: 'verified', verified, atMs: wallNowMs() } });
  } catch (error) {
    store.setState({ integrity: { status: 'failed', ...refusedBy(error) } });
  }
}

async function verifyRows(tee: Tee, fromId: LogId): Promise<CommandResult<'VERIFY_CHAIN'>> {
  return (await tee.invoke('VERIFY_CHAIN', { fromId, maxRows: VERIFY_ROWS })).result;
}

async function showErased(store: ActivityStore, tee: Tee, logId: LogId, erasureLogId: LogId): Promise<void> {
  if (isOpen(store, logId)) {
    await readRow(store, tee, logId);
    store.setState({ erasure: { status: 'done', erasureLogId } });
  }
  store.setState(({ pages }) => ({ pages: dropPage(pages, pageOf(logId)) }));
  await loadPage(store, tee, pageOf(logId));
  await refreshLog(store, tee);
}

function isOpen(store: ActivityStore, logId: LogId): boolean {
  return store.getState().detail?.logId === logId;
}

function dropPage<T>(pages: Readonly<Record<number, T>>, page: number): Record<number, T> {
  return Object.fromEntries(Object.entries(pages).filter(([number]) => Number(number) !== page));
}
