// What can be done about something sent. Only what the contract takes in its state is offered.
import { useState } from 'react';
import { useStore } from 'zustand';
import { toTeeFailure } from '../../../tee-sim/protocol/codes.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialogs.tsx';
import { announce } from '../../ui/live.tsx';
import type { Trouble } from './answer.ts';
import { useNetworkServices } from './network-services.ts';
import type { TransactionFactsProps } from './transaction-facts.tsx';
import { actionsOf, explorerAddress, type TransactionAction } from './transaction-phase.ts';
import { discardTransaction, refreshTransaction, sendTransactionAgain } from './transactions-store.ts';
import { TroubleNotice } from './trouble-notice.tsx';

export function TransactionActions({ transaction, network }: TransactionFactsProps) {
  const address = explorerAddress(transaction, network);
  const actions = actionsOf(transaction, address);
  const [notOpened, setNotOpened] = useState<Trouble>();
  const { m } = useI18n();
  if (actions.length === 0) return null;
  return (
    <>
      <div className="row">
        {actions.map((action) => (
          <Action
            key={action}
            action={action}
            hash={transaction.hash}
            isFirst={transaction.state === 'prepared'}
            address={address}
            onNotOpened={setNotOpened}
          />
        ))}
      </div>
      {actions.includes('sendAgain') ? <p className="faint">{m.transactions.sendAgainHint}</p> : null}
      {notOpened === undefined ? null : (
        <TroubleNotice title={m.transactions.notOpened} trouble={notOpened} />
      )}
    </>
  );
}

interface ActionProps {
  readonly action: TransactionAction;
  readonly hash: string;
  /** It never left: then it is not sent again, but sent. */
  readonly isFirst: boolean;
  readonly address: string | undefined;
  readonly onNotOpened: (trouble: Trouble | undefined) => void;
}

function Action({ action, hash, isFirst, address, onNotOpened }: ActionProps) {
  const { m } = useI18n();
  const { calls, transactions, openExternal } = useNetworkServices();
  const isBusy = useStore(transactions, ({ actions }) => actions[hash]?.status === 'busy');
  switch (action) {
    case 'refresh':
      return (
        <Button small isPending={isBusy} onPress={() => void refreshTransaction(transactions, calls, hash)}>
          {m.transactions.refresh}
        </Button>
      );
    case 'sendAgain':
      return (
        <Button small isPending={isBusy} onPress={() => void sendTransactionAgain(transactions, calls, hash)}>
          {isFirst ? m.transactions.sendNow : m.transactions.sendAgain}
        </Button>
      );
    case 'discard':
      return <Discard hash={hash} isBusy={isBusy} />;
    case 'open':
      return (
        <Button
          small
          onPress={() => {
            onNotOpened(undefined);
            void openExternal({ url: address ?? '' }).catch((error: unknown) =>
              onNotOpened({ by: 'app', failure: toTeeFailure(error, 'API') }),
            );
          }}
        >
          {m.transactions.open}
        </Button>
      );
  }
}

function Discard({ hash, isBusy }: { hash: string; isBusy: boolean }) {
  const { m } = useI18n();
  const { calls, transactions } = useNetworkServices();
  const [asking, setAsking] = useState(false);
  const discard = async (): Promise<void> => {
    setAsking(false);
    if (await discardTransaction(transactions, calls, hash)) announce(m.transactions.discarded);
  };
  return (
    <>
      <Button small weight="danger" isPending={isBusy} onPress={() => setAsking(true)}>
        {m.transactions.discard}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={m.transactions.discardTitle}
        confirm={m.transactions.discardConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => void discard()}
      >
        <p>{m.transactions.discardText}</p>
      </ConfirmDialog>
    </>
  );
}
