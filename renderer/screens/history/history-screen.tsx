// History: what was signed with a wallet, newest first.
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { walletIdSchema } from '../../../tee-sim/protocol/bindings.ts';
import { SIGNATURE_KINDS } from '../../../tee-sim/protocol/review.ts';
import { useSent } from '../../app/networks/sent-before.ts';
import { REPLACEMENT_WAYS } from '../../app/networks/transaction-phase.ts';
import { useServedUser } from '../../app/role.ts';
import { useRouteParameter } from '../../app/routes.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { SaveFile } from '../../ui/signed-parts.tsx';
import { useViewFocus } from '../../ui/use-view-focus.ts';
import { ExportButton } from './export-button.tsx';
import { closeSignature, loadHistory, showEntry, showWallet } from './history-actions.ts';
import { type HistoryStore, isFiltered, shownSignatures } from './history-store.ts';
import { ReplaceView } from './replace/replace-view.tsx';
import { SENT_FILTERS } from './sent-state.ts';
import { SignatureList } from './signature-list.tsx';
import { SignaturePanel } from './signature-panel.tsx';

export interface HistoryScreenProps {
  readonly store: HistoryStore;
  readonly saveFile: SaveFile;
  /** Of how a replacement is asked for. */
  readonly collector: BehaviourCollector;
}

export function HistoryScreen(props: HistoryScreenProps) {
  const walletId = walletIdSchema.safeParse(useRouteParameter('wallet')).data;
  const hash = useRouteParameter('replace');
  const wanted = useRouteParameter('way');
  const way = REPLACEMENT_WAYS.find((known) => known === wanted);
  const isReplacing = walletId !== undefined && way !== undefined && /^0x[0-9a-f]{64}$/.test(hash ?? '');
  useViewFocus(isReplacing ? `${hash} ${way}` : 'list');
  if (!isReplacing || hash === undefined) return <List {...props} />;
  return (
    <ReplaceView
      key={`${hash} ${way}`}
      walletId={walletId}
      hash={hash}
      way={way}
      collector={props.collector}
    />
  );
}

type ListProps = Omit<HistoryScreenProps, 'collector'>;

function List({ store, saveFile }: ListProps) {
  const { m } = useI18n();
  useWanted(store);
  // Whoever comes back finds the list.
  useEffect(() => () => closeSignature(store), [store]);
  return (
    <>
      <header className="screen-head">
        <h1>{m.history.title}</h1>
        <p>{m.history.lead}</p>
      </header>
      <section className="card stack" aria-labelledby="history-list-title">
        <h2 id="history-list-title" className="visually-hidden">
          {m.history.listLabel}
        </h2>
        <Bar store={store} saveFile={saveFile} />
        <Absent store={store} />
        <Body store={store} />
      </section>
      <SignaturePanel store={store} saveFile={saveFile} />
    </>
  );
}

/** Loads when somebody is served, and opens what the address names. */
function useWanted(store: HistoryStore): void {
  const tee = useTee();
  const { state } = useConnection();
  const userId = useServedUser();
  const wallet = useRouteParameter('wallet');
  const number = entryOf(useRouteParameter('number'));
  const loaded = useRef<string>(undefined);
  useEffect(() => {
    const isServed = state === 'connected' && userId !== undefined;
    const before = loaded.current;
    loaded.current = isServed ? `${userId} ${wallet}` : undefined;
    if (!isServed) return;
    // The panel was closed: the list stays as it is.
    if (number === undefined && before === loaded.current) return store.setState({ absent: undefined });
    let isWanted = true;
    void loadHistory(store, tee, wallet).then(async () => {
      if (isWanted && number !== undefined) await showEntry(store, tee, { walletId: wallet, number });
    });
    return () => {
      isWanted = false;
    };
  }, [store, tee, state, userId, wallet, number]);
}

/** `undefined` for what is no number of an entry. */
function entryOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function Absent({ store }: { store: HistoryStore }) {
  const { m, format } = useI18n();
  const absent = useStore(store, (state) => state.absent);
  const text = absent === undefined ? undefined : m.history.sent.absent(format.integer(absent));
  useEffect(() => {
    if (text !== undefined) announce(text);
  }, [text]);
  return text === undefined ? null : (
    <Notice kind="warn">
      <p>{text}</p>
    </Notice>
  );
}

function Bar({ store, saveFile }: ListProps) {
  const { m } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const { became, kind, list, walletId, wallets } = useStore(store);
  if (wallets === undefined || wallets.length === 0 || walletId === undefined) return null;
  return (
    <div className="history-bar">
      <SelectField
        label={m.history.wallet}
        value={walletId as string}
        options={wallets.map((each) => ({ id: each.walletId as string, name: each.name }))}
        onChange={(id) => {
          const wallet = wallets.find((each) => each.walletId === id);
          if (wallet !== undefined) void showWallet(store, tee, wallet.walletId);
        }}
      />
      <SelectField
        label={m.history.kind}
        value={kind}
        options={[
          { id: 'any' as const, name: m.history.anyKind },
          ...SIGNATURE_KINDS.map((id) => ({ id, name: m.decoded.signatures[id] })),
        ]}
        onChange={(chosen) => store.setState({ kind: chosen })}
      />
      <SelectField
        label={m.history.sent.filter}
        value={became}
        options={SENT_FILTERS.map((id) => ({ id, name: m.history.sent.filters[id] }))}
        onChange={(chosen) => store.setState({ became: chosen })}
      />
      <Total store={store} />
      <div className="row history-buttons">
        <ExportButton store={store} saveFile={saveFile} />
        <Button
          small
          isPending={list.status === 'busy'}
          isDisabled={state !== 'connected'}
          onPress={() => void showWallet(store, tee, walletId)}
        >
          <Icon name="refresh" />
          {m.common.refresh}
        </Button>
      </div>
    </div>
  );
}

/** With a filter, how many of those loaded it lets through. */
function Total({ store }: { store: HistoryStore }) {
  const { m, format } = useI18n();
  const state = useStore(store);
  const sent = useSent();
  const shown = useMemo(() => shownSignatures(state, sent).length, [state, sent]);
  const count = format.integer(state.total);
  return (
    <span className="soft history-total">
      {isFiltered(state)
        ? m.history.totalShown({ shown: format.integer(shown), count })
        : m.history.total(state.total, count)}
    </span>
  );
}

function Body({ store }: { store: HistoryStore }) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { list, signatures, total, wallets } = useStore(store);
  const failure =
    list.status === 'failed' ? <FailureNotice failure={list.failure} trace={list.trace} /> : null;
  if (wallets?.length === 0) {
    return (
      <Blank icon="wallet" title={m.history.noWalletTitle}>
        {m.history.noWalletText}
      </Blank>
    );
  }
  if (signatures === undefined) {
    if (failure !== null) return failure;
    return state === 'connected' ? (
      <Blank busy>{m.common.loading}</Blank>
    ) : (
      <Blank icon="lock">{m.security.offline}</Blank>
    );
  }
  return (
    <>
      {failure}
      {total === 0 ? (
        <Blank icon="key" title={m.history.emptyTitle}>
          {m.history.emptyText}
        </Blank>
      ) : (
        <SignatureList store={store} />
      )}
    </>
  );
}
