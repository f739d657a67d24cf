// Adds or changes a network. Nothing is saved before every new node has said that it is of this chain; addresses with
// keys in them live in this form only, and only while it is open.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { NetworkView, OfferedNetwork } from '../../../preload/networks.ts';
import { useNetworkServices } from '../../app/networks/network-services.ts';
import { saveNetwork } from '../../app/networks/networks-store.ts';
import { TroubleNotice, troubleText } from '../../app/networks/trouble-notice.tsx';
import { useAsked } from '../../app/networks/use-asked.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { announce } from '../../ui/live.tsx';
import { EndpointFields } from './endpoint-fields.tsx';
import { DescribedFields } from './network-fields.tsx';
import {
  choiceOf,
  coinOf,
  emptyNetwork,
  filledFrom,
  hasProblems,
  type NetworkValues,
  networkFormProblems,
  valuesOfNetwork,
  valuesOfOffered,
} from './network-rules.ts';

export type FormTarget =
  | { readonly kind: 'new' }
  | { readonly kind: 'offered'; readonly offered: OfferedNetwork }
  | { readonly kind: 'edit'; readonly network: NetworkView };

export interface NetworkFormProps {
  readonly target: FormTarget;
  readonly onClose: () => void;
  readonly onSaved: (name: string) => void;
}

export function NetworkForm({ target, onClose, onSaved }: NetworkFormProps) {
  const { m } = useI18n();
  const { calls, networks } = useNetworkServices();
  const known = useStore(networks, (state) => state.known);
  const { asked, ask, forget } = useAsked<NetworkView>();
  const [typed, setTyped] = useState(() => firstValues(target));
  const [attempted, setAttempted] = useState(false);
  const replaces = target.kind === 'edit';
  const offered = known?.offered ?? [];
  const fixedCoin = coinOf(typed, offered);
  const values = fixedCoin === undefined ? typed : { ...typed, symbol: fixedCoin };
  const problems = networkFormProblems(values, replaces ? new Set() : takenBy(known?.networks));
  const submit = async (): Promise<void> => {
    setAttempted(true);
    if (hasProblems(problems)) return announce(m.networks.form.invalid);
    const saved = await ask(async (task) => {
      const answer = await saveNetwork(networks, calls, { network: choiceOf(values), replaces, task });
      if (!answer.ok) announce(troubleText(m, answer.trouble));
      return answer;
    });
    if (saved !== undefined) onSaved(saved.name);
  };
  const isBusy = asked.status === 'busy';
  const change = (edit: (now: NetworkValues) => NetworkValues): void => {
    // What was said was about other values.
    forget();
    setTyped(edit);
  };
  const fields = { values, problems, attempted, onChange: change };
  return (
    <FormDialog
      isOpen
      isWide
      title={titleOf(m, target)}
      lead={m.networks.form.lead}
      submit={isBusy ? m.networks.checking : m.networks.form.save}
      isPending={isBusy}
      isCancellable
      onSubmit={() => void submit()}
      onCancel={onClose}
    >
      <EndpointFields
        {...fields}
        list="endpoints"
        onAnswered={(chainId) => setTyped((now) => filledFrom(now, chainId, offered))}
      />
      <DescribedFields {...fields} isChainFixed={target.kind !== 'new'} fixedCoin={fixedCoin} />
      <EndpointFields {...fields} list="bundlers" />
      {asked.status === 'failed' ? (
        <div ref={bringIntoView}>
          <TroubleNotice trouble={asked.trouble} />
        </div>
      ) : null}
    </FormDialog>
  );
}

/** The form may be longer than the window. */
function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function firstValues(target: FormTarget): NetworkValues {
  switch (target.kind) {
    case 'new':
      return emptyNetwork();
    case 'offered':
      return valuesOfOffered(target.offered);
    case 'edit':
      return valuesOfNetwork(target.network);
  }
}

function takenBy(networks: readonly NetworkView[] = []): ReadonlySet<number> {
  return new Set(networks.map(({ chainId }) => chainId));
}

function titleOf(m: Messages, target: FormTarget): string {
  switch (target.kind) {
    case 'new':
      return m.networks.form.addTitle;
    case 'offered':
      return m.networks.chooseOffered(target.offered.name);
    case 'edit':
      return m.networks.form.editTitle(target.network.name);
  }
}
