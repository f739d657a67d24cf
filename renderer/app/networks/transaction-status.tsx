// What became of something sent, in words and said aloud when it changes, with what can be done about it.
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { TrackedTransaction } from '../../../preload/networks.ts';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge, type BadgeKind } from '../../ui/badge.tsx';
import { announce } from '../../ui/live.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { useKnownNetworks } from './network-services.ts';
import { networkOf } from './networks-store.ts';
import { TransactionActions } from './transaction-actions.tsx';
import { EarlierPayments } from './transaction-earlier.tsx';
import { TransactionFacts } from './transaction-facts.tsx';
import { earlierThan, phaseOf, type TransactionPhase } from './transaction-phase.ts';
import { showTransaction } from './transactions-store.ts';
import { TroubleNotice } from './trouble-notice.tsx';

const KINDS: Readonly<Record<TransactionPhase, BadgeKind>> = {
  prepared: 'plain',
  broadcasting: 'plain',
  pending: 'plain',
  confirming: 'good',
  confirmed: 'good',
  replaced: 'warn',
  dropped: 'warn',
  reverted: 'stop',
  rejected: 'stop',
  unknown: 'serious',
};

/** The phases in which something is still expected to come by itself. */
const WAITING: ReadonlySet<TransactionPhase> = new Set(['broadcasting', 'pending', 'confirming', 'unknown']);

/** One or two words, for lists. */
export function TransactionBadge({ transaction }: { transaction: TrackedTransaction }) {
  const { m } = useI18n();
  const phase = phaseOf(transaction);
  return <Badge kind={KINDS[phase]}>{m.transactions.phases[phase].name}</Badge>;
}

export interface TransactionStatusProps {
  readonly hash: string;
  /** In whose history the account's other payments are; absent where that is open anyway. */
  readonly walletId?: WalletId;
}

/** All of it. Shows nothing of a hash that is not tracked. */
export function TransactionStatus({ hash, walletId }: TransactionStatusProps) {
  const { transactions } = useKnownNetworks();
  const transaction = useStore(transactions, ({ byHash }) => byHash[hash]);
  return transaction === undefined ? null : (
    <Status key={hash} transaction={transaction} walletId={walletId} />
  );
}

interface StatusProps {
  readonly transaction: TrackedTransaction;
  readonly walletId: WalletId | undefined;
}

function Status({ transaction, walletId }: StatusProps) {
  const { m, format } = useI18n();
  const services = useKnownNetworks();
  const network = useStore(services.networks, ({ known }) => networkOf(known, transaction.chainId));
  const action = useStore(services.transactions, ({ actions }) => actions[transaction.hash]);
  const phase = phaseOf(transaction);
  const { name, text } = m.transactions.phases[phase];
  useSpokenChange(phase, m.transactions.announce({ name, text }));
  useEffect(
    () => showTransaction(services.transactions, transaction.hash),
    [services.transactions, transaction.hash],
  );
  const { confirmations, confirmationsNeeded, reorganizations, problem } = transaction;
  return (
    <div className="transaction">
      <div className="row">
        <Badge kind={KINDS[phase]}>
          {WAITING.has(phase) && !transaction.settled ? <Spinner /> : null}
          {name}
        </Badge>
        {phase === 'confirming' || phase === 'confirmed' ? (
          <span className="faint tabular">
            {m.transactions.progress({
              done: format.integer(Math.min(confirmations, confirmationsNeeded)),
              needed: format.integer(confirmationsNeeded),
            })}
          </span>
        ) : null}
      </div>
      <p>{text}</p>
      {phase === 'pending' ? <Behind transaction={transaction} walletId={walletId} /> : null}
      {reorganizations === 0 ? null : (
        <p className="warn-text">{m.transactions.reorganized(format.integer(reorganizations))}</p>
      )}
      {problem === undefined ? null : <TroubleNotice trouble={{ by: 'network', problem }} />}
      {action?.status === 'failed' ? (
        <TroubleNotice title={m.transactions.failed} trouble={action.trouble} />
      ) : null}
      <TransactionFacts transaction={transaction} network={network} />
      <TransactionActions transaction={transaction} network={network} />
    </div>
  );
}

function Behind({ transaction, walletId }: StatusProps) {
  const { transactions } = useKnownNetworks();
  const byHash = useStore(transactions, (state) => state.byHash);
  return <EarlierPayments hashes={earlierThan(transaction, byHash)} walletId={walletId} />;
}

/** Says aloud what it became, not what it was when it was first shown; each further confirmation is no news. */
function useSpokenChange(phase: TransactionPhase, words: string): void {
  const before = useRef(phase);
  useEffect(() => {
    if (before.current === phase) return;
    before.current = phase;
    announce(words);
  }, [phase, words]);
}
