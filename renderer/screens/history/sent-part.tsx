// Of one signature: whether it was sent, what became of it, and what can still be done.
import { useStore } from 'zustand';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import type { SignatureSummary, Signed } from '../../../tee-sim/protocol/review.ts';
import { useNetworkServices } from '../../app/networks/network-services.ts';
import { ReplaceLinks } from '../../app/networks/replace-links.tsx';
import { SendSigned } from '../../app/networks/send-signed.tsx';
import { TransactionStatus } from '../../app/networks/transaction-status.tsx';
import { useI18n } from '../../i18n/use-i18n.ts';
import { hexText } from './sent-state.ts';

export interface SentPartProps {
  readonly walletId: WalletId;
  readonly summary: SignatureSummary;
  readonly signed: Signed;
}

export function SentPart({ walletId, summary, signed }: SentPartProps) {
  const { m } = useI18n();
  const { transactions } = useNetworkServices();
  const sentHash = signed.transaction?.hash ?? signed.userOperationHash;
  const hash = sentHash && hexText(sentHash);
  const tracked = useStore(transactions, ({ byHash }) => (hash === undefined ? undefined : byHash[hash]));
  return (
    <section className="panel-part stack" aria-label={m.history.sent.title}>
      <h3>{m.history.sent.title}</h3>
      <Fate summary={summary} signed={signed} tracked={tracked?.hash} />
      {tracked === undefined ? null : <ReplaceLinks walletId={walletId} transaction={tracked} />}
    </section>
  );
}

interface FateProps extends Omit<SentPartProps, 'walletId'> {
  readonly tracked: string | undefined;
}

/** What others than this app carry on is not known here, and said to be so. */
function Fate({ summary, signed, tracked }: FateProps) {
  const { m } = useI18n();
  const { chainId, kind, signedAtMs } = summary;
  const { transaction } = signed;
  if (transaction !== undefined && chainId !== undefined) {
    const { hash, raw } = transaction;
    return (
      <SendSigned signed={{ chainId, hash: hexText(hash), raw: hexText(raw) }} signedAtMs={signedAtMs} />
    );
  }
  if (tracked !== undefined) return <TransactionStatus hash={tracked} />;
  return kind === 'transaction' ? null : <p>{m.history.sent.elsewhere[kind]}</p>;
}
