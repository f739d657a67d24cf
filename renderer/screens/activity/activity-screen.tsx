// The encrypted log: its integrity, its rows, and one of them decrypted on demand.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { logIdSchema } from '../../../tee-sim/protocol/schema.ts';
import type { CheckedBridge } from '../../app/bridge.ts';
import { useIsDeviceOwner, useServedUser } from '../../app/role.ts';
import { useRouteParameter } from '../../app/routes.ts';
import type { Tee } from '../../app/tee.ts';
import { useAccount, useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useSlow } from '../../ui/use-slow.ts';
import { openRow, refreshLog } from './activity-actions.ts';
import type { ActivityStore } from './activity-store.ts';
import { ExportButton } from './export-controls.tsx';
import { FilterBar, SearchStatus } from './filter-bar.tsx';
import { IntegrityCard } from './integrity-card.tsx';
import { LogList } from './log-list.tsx';
import { MatchList } from './match-list.tsx';
import { RowPanel } from './row-panel.tsx';
import { applyFilter } from './search-actions.ts';
import { StretchControls } from './stretch-controls.tsx';

export interface ActivityScreenProps {
  readonly store: ActivityStore;
  readonly saveFile: CheckedBridge['app']['saveFile'];
}

export function ActivityScreen({ store, saveFile }: ActivityScreenProps) {
  const { m } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const isDeviceOwner = useIsDeviceOwner();
  const isAnybodyThere = useAccount()?.user !== undefined;
  const isServed = useServedUser() !== undefined;
  useEffect(() => {
    if (state === 'connected' && isDeviceOwner && isServed) void refreshLog(store, tee);
  }, [store, tee, state, isDeviceOwner, isServed]);
  const entry = useRouteParameter('entry');
  useEffect(() => {
    const wanted = logIdSchema.safeParse(Number(entry)).data;
    if (wanted === undefined || state !== 'connected' || !isDeviceOwner || !isServed) return;
    void openRow(store, tee, wanted);
  }, [store, tee, state, isDeviceOwner, isServed, entry]);
  return (
    <>
      <header className="screen-head">
        <h1>{m.activity.title}</h1>
        <p>{m.activity.lead}</p>
      </header>
      {isDeviceOwner || !isAnybodyThere ? (
        <>
          <IntegrityCard store={store} />
          <LogCard store={store} saveFile={saveFile} />
          <RowPanel store={store} />
        </>
      ) : (
        <section className="card">
          <Blank icon="lock">{m.activity.ownerOnly}</Blank>
        </section>
      )}
    </>
  );
}

function LogCard({ store, saveFile }: ActivityScreenProps) {
  const { m, format } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const { list, loaded, total } = useStore(store);
  const isRefreshing = list.status === 'busy';
  return (
    <section className="card log-card" aria-labelledby="log-title">
      <div className="card-head">
        <h2 id="log-title">{loaded ? m.activity.total(total, format.integer(total)) : m.activity.entries}</h2>
        <div className="row">
          <ExportButton store={store} saveFile={saveFile} />
          <Button
            small
            isPending={isRefreshing}
            isDisabled={state !== 'connected'}
            onPress={() => refresh(store, tee)}
          >
            <Icon name="refresh" />
            {m.common.refresh}
          </Button>
        </div>
      </div>
      <RefreshHint isRefreshing={isRefreshing} isStale={loaded && state !== 'connected'} />
      {list.status === 'failed' ? <FailureNotice failure={list.failure} trace={list.trace} /> : null}
      <LogBody store={store} />
    </section>
  );
}

/** Why the list cannot be refreshed just now; nothing while it can, or soon can again. */
function RefreshHint({ isRefreshing, isStale }: { isRefreshing: boolean; isStale: boolean }) {
  const { m } = useI18n();
  const isSlow = useSlow(isRefreshing);
  const text = isStale ? m.activity.notVerifiedText : isSlow ? m.activity.waitingText : undefined;
  return (
    <p className="soft refresh-hint" role="status">
      {text}
    </p>
  );
}

/** The list anew, and what the filter lets through. */
function refresh(store: ActivityStore, tee: Tee): void {
  void refreshLog(store, tee);
  const { filter, search } = store.getState();
  if (search !== undefined) void applyFilter(store, tee, filter);
}

function LogBody({ store }: { store: ActivityStore }) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { list, loaded, search, total } = useStore(store);
  if (loaded && total > 0) {
    return (
      <>
        <FilterBar store={store} />
        {search === undefined ? (
          <>
            <StretchControls store={store} />
            <LogList store={store} />
          </>
        ) : (
          <>
            <SearchStatus store={store} search={search} />
            <MatchList store={store} search={search} />
          </>
        )}
      </>
    );
  }
  if (loaded) {
    return (
      <Blank icon="list" title={m.activity.emptyTitle}>
        {m.activity.emptyText}
      </Blank>
    );
  }
  if (state !== 'connected') return <Blank icon="lock">{m.activity.offlineText}</Blank>;
  return list.status === 'failed' ? null : <Blank busy>{m.common.loading}</Blank>;
}
