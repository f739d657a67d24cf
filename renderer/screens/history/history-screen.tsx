// History: what was signed with a wallet, newest first.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { SIGNATURE_KINDS } from '../../../tee-sim/protocol/review.ts';
import { useServedUser } from '../../app/role.ts';
import { useRouteParameter } from '../../app/routes.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { SaveFile } from '../../ui/signed-parts.tsx';
import { ExportButton } from './export-button.tsx';
import { loadHistory, showWallet } from './history-actions.ts';
import type { HistoryStore } from './history-store.ts';
import { SignatureList } from './signature-list.tsx';
import { SignaturePanel } from './signature-panel.tsx';

export interface HistoryScreenProps {
  readonly store: HistoryStore;
  readonly saveFile: SaveFile;
}

export function HistoryScreen({ store, saveFile }: HistoryScreenProps) {
  const { m } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const userId = useServedUser();
  const wanted = useRouteParameter('wallet');
  useEffect(() => {
    if (state === 'connected' && userId !== undefined) void loadHistory(store, tee, wanted);
  }, [store, tee, state, userId, wanted]);
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
        <Body store={store} />
      </section>
      <SignaturePanel store={store} saveFile={saveFile} />
    </>
  );
}

function Bar({ store, saveFile }: HistoryScreenProps) {
  const { m, format } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const { kind, list, total, walletId, wallets } = useStore(store);
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
      <span className="soft history-total">{m.history.total(total, format.integer(total))}</span>
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
