// Networks: which nodes this app asks. Works without any, and says so.
import { useState } from 'react';
import { useStore } from 'zustand';
import { useKnownNetworks } from '../../app/networks/network-services.ts';
import { type KnownNetworks, loadNetworks, stillOffered } from '../../app/networks/networks-store.ts';
import { TroubleNotice } from '../../app/networks/trouble-notice.tsx';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { EmptyNetworks } from './empty-networks.tsx';
import { type FormTarget, NetworkForm } from './network-form.tsx';
import { NetworkItem } from './network-item.tsx';
import { OfferedList } from './offered-list.tsx';

export function NetworksScreen() {
  const { m } = useI18n();
  const { calls, networks } = useKnownNetworks();
  const { list, known } = useStore(networks);
  const [target, setTarget] = useState<FormTarget>();
  const [saved, setSaved] = useState<string>();
  const open = (wanted: FormTarget): void => {
    setSaved(undefined);
    setTarget(wanted);
  };
  const say = (text: string): void => {
    setSaved(text);
    announce(text);
  };
  return (
    <>
      <header className="screen-head screen-head-row">
        <div>
          <h1>{m.networks.title}</h1>
          <p>{m.networks.lead}</p>
        </div>
        {known === undefined || known.networks.length === 0 ? null : (
          <Button small weight="primary" onPress={() => open({ kind: 'new' })}>
            <Icon name="plus" />
            {m.networks.add}
          </Button>
        )}
      </header>
      {saved === undefined ? null : (
        <Notice kind="good">
          <p>{saved}</p>
        </Notice>
      )}
      {list.status === 'failed' ? (
        <TroubleNotice
          title={m.networks.notLoaded}
          trouble={list.trouble}
          actions={
            <Button small onPress={() => void loadNetworks(networks, calls)}>
              {m.common.retry}
            </Button>
          }
        />
      ) : null}
      {known === undefined ? (
        list.status === 'failed' ? null : (
          <Blank busy>{m.common.loading}</Blank>
        )
      ) : (
        <Lists known={known} onOpen={open} onRemoved={(name) => say(m.networks.removed(name))} />
      )}
      {target === undefined ? null : (
        <NetworkForm
          target={target}
          onClose={() => setTarget(undefined)}
          onSaved={(name) => {
            setTarget(undefined);
            say(m.networks.saved(name));
          }}
        />
      )}
    </>
  );
}

interface ListsProps {
  readonly known: KnownNetworks;
  readonly onOpen: (target: FormTarget) => void;
  readonly onRemoved: (name: string) => void;
}

function Lists({ known, onOpen, onRemoved }: ListsProps) {
  const { m, format } = useI18n();
  const offered = stillOffered(known);
  const isFirst = known.networks.length === 0;
  const { lostJournal } = known;
  return (
    <>
      {known.putAside.map((name) => (
        <Notice key={name} kind="warn" title={m.networks.putAside}>
          <p>{m.networks.putAsideText(name)}</p>
        </Notice>
      ))}
      {lostJournal === undefined ? null : (
        <Notice kind="warn" title={m.networks.lostJournal}>
          <p>
            {m.networks.lostJournalText({
              name: lostJournal.name,
              time: format.dateTime(lostJournal.atMs),
            })}
          </p>
        </Notice>
      )}
      {isFirst ? (
        <EmptyNetworks offered={offered} onOpen={onOpen} />
      ) : (
        <ul className="network-list" aria-label={m.networks.listLabel}>
          {known.networks.map((network) => (
            <NetworkItem
              key={network.chainId}
              network={network}
              onEdit={() => onOpen({ kind: 'edit', network })}
              onRemoved={() => {
                onRemoved(network.name);
                goToTop();
              }}
            />
          ))}
        </ul>
      )}
      {/* Where there is none yet, the one on this computer has a button of its own. */}
      <OfferedList
        offered={isFirst ? offered.filter(({ suggestedUrl }) => suggestedUrl === undefined) : offered}
        onOpen={onOpen}
      />
    </>
  );
}

/** The keyboard has to go somewhere from a button that is gone, and what was done is said at the top. */
function goToTop(): void {
  const main = document.querySelector('main');
  main?.focus();
  main?.scrollTo(0, 0);
}
