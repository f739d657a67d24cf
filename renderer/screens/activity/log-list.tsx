// The whole log as a list, in stretches; loads the pages that come into view.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { loadPage } from './activity-actions.ts';
import type { ActivityStore } from './activity-store.ts';
import { LogGrid } from './log-grid.tsx';
import { pageOf, stretchOf } from './log-pages.ts';
import { rowOf } from './log-row.tsx';

/** Fast scrolling does not fetch what it passes over. */
const SETTLE_MS = 80;

export function LogList({ store }: { store: ActivityStore }) {
  const { m } = useI18n();
  const { total, topId, pages } = useStore(store);
  const { top, rows } = stretchOf(total, topId);
  const onView = useMissingPages(store, top);
  return (
    <LogGrid
      store={store}
      label={m.activity.listLabel}
      count={rows}
      rowAt={(index) => ({ id: top - index, row: rowOf(pages[pageOf(top - index)], top - index) })}
      of={{ total, above: total - top }}
      beginning={topId}
      onView={onView}
    />
  );
}

/** Loads what came into view, once scrolling has settled. */
function useMissingPages(store: ActivityStore, top: number): (first: number, last: number) => void {
  const tee = useTee();
  const { state } = useConnection();
  const [view, setView] = useState({ first: 0, last: 0 });
  const newest = top - view.first;
  const oldest = Math.max(1, top - view.last);
  useEffect(() => {
    if (state !== 'connected' || newest < 1) return;
    const timer = setTimeout(() => {
      for (let page = pageOf(newest); page >= pageOf(oldest); page -= 1) void loadPage(store, tee, page);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [store, tee, state, newest, oldest]);
  // Made once: a new one would be told of the same view again.
  const [onView] = useState(() => (first: number, last: number) => setView({ first, last }));
  return onView;
}
