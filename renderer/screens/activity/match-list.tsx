// What a search found so far, newest first, or that it found nothing.
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import type { ActivityStore, Search } from './activity-store.ts';
import { LogGrid } from './log-grid.tsx';

export function MatchList({ store, search }: { store: ActivityStore; search: Search }) {
  const { m } = useI18n();
  const { entries, filter, status } = search;
  if (entries.length === 0) {
    if (status === 'busy') return <Blank busy>{m.activity.search.nothingYet}</Blank>;
    if (status !== 'done') return <Blank icon="list">{m.activity.search.nothingSoFar}</Blank>;
    return (
      <Blank icon="list" title={m.activity.search.emptyTitle}>
        {m.activity.search.emptyText}
      </Blank>
    );
  }
  return (
    <LogGrid
      store={store}
      label={m.activity.search.listLabel}
      count={entries.length}
      rowAt={(index) => ({ id: entries[index]?.id ?? 0, row: entries[index]?.summary ?? 'damaged' })}
      of={{ total: entries.length, above: 0 }}
      beginning={filter}
    />
  );
}
