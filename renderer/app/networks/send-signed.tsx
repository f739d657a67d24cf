// What became of a signed transaction, or the way to send it: also much later, and after a crash. The same bytes are
// one transaction however often they are handed over.
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { bytesToHex } from '../../../tee-sim/protocol/bytes.ts';
import type { Signed } from '../../../tee-sim/protocol/review.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { routeAddress } from '../routes.ts';
import { useKnownNetworks } from './network-services.ts';
import { loadNetworksOnce, networkOf } from './networks-store.ts';
import { isLost, useSent } from './sent-before.ts';
import { TransactionStatus } from './transaction-status.tsx';
import { broadcastTransaction, loadTransactions, type SignedTransaction } from './transactions-store.ts';
import { TroubleNotice } from './trouble-notice.tsx';

export interface SendSignedProps {
  readonly signed: SignedTransaction;
  /** Absent: just now, in this window. */
  readonly signedAtMs?: number | undefined;
  /** The person asked for it when they approved it: it is sent without another press. */
  readonly isWanted?: boolean;
}

export function SendSigned(props: SendSignedProps) {
  const { m } = useI18n();
  const { calls, networks, transactions } = useKnownNetworks();
  const { hash } = props.signed;
  const sent = useStore(transactions);
  const configured = useStore(networks);
  if (sent.byHash[hash] !== undefined) return <TransactionStatus hash={hash} />;
  // Of something older it is said to be not sent only where main also says that no list of it was lost.
  const isKnown = sent.isLoaded && (props.signedAtMs === undefined || configured.known !== undefined);
  if (isKnown) return <NotSent {...props} />;
  const failed = [sent.list, configured.list].find(({ status }) => status === 'failed');
  if (failed?.status !== 'failed') return <p className="faint">{m.common.loading}</p>;
  const again = (): void => {
    if (!sent.isLoaded) void loadTransactions(transactions, calls);
    void loadNetworksOnce(networks, calls);
  };
  return (
    <TroubleNotice
      title={m.history.sent.notKnown}
      trouble={failed.trouble}
      actions={
        <Button small onPress={again}>
          {m.common.retry}
        </Button>
      }
    />
  );
}

export function NotSentBadge() {
  const { m } = useI18n();
  return <Badge>{m.history.sent.notSent}</Badge>;
}

/** The list of what was sent is not whole, so it is not said that this was not. */
export function NotKnownBadge() {
  const { m } = useI18n();
  return <Badge kind="serious">{m.transactions.phases.unknown.name}</Badge>;
}

export interface SendHereProps {
  readonly chainId: number | undefined;
  readonly transaction: Signed['transaction'];
}

/** As `SendSigned`, for what was signed just now; nothing where no network of its chain is configured. */
export function SendHere({ chainId, transaction }: SendHereProps) {
  const { m } = useI18n();
  const { networks } = useKnownNetworks();
  const known = useStore(networks, (state) => state.known);
  if (transaction === undefined || chainId === undefined) return null;
  if (networkOf(known, chainId) === undefined) return null;
  const { hash, raw } = transaction;
  return (
    <section className="stack" aria-label={m.history.sent.title}>
      <h3 className="section-label">{m.history.sent.title}</h3>
      <SendSigned signed={{ chainId, hash: `0x${bytesToHex(hash)}`, raw: `0x${bytesToHex(raw)}` }} />
    </section>
  );
}

function NotSent({ signed, signedAtMs, isWanted = false }: SendSignedProps) {
  const { m } = useI18n();
  const { calls, networks, transactions } = useKnownNetworks();
  const known = useStore(networks, (state) => state.known);
  const action = useStore(transactions, ({ actions }) => actions[signed.hash]);
  const network = networkOf(known, signed.chainId);
  const send = (): void => void broadcastTransaction(transactions, calls, signed);
  useOnce(isWanted && network !== undefined, send);
  const { sent } = m.history;
  const isUnknown = isLost(useSent(), { signedAtMs });
  return (
    <div className="stack">
      <div className="row">{isUnknown ? <NotKnownBadge /> : <NotSentBadge />}</div>
      <p>{isUnknown ? sent.lostText : signedAtMs === undefined ? m.send.notSentText : sent.notSentText}</p>
      {isUnknown ? (
        <Facts>
          <Fact term={m.transactions.hash}>
            <code className="mono break" translate="no">
              {signed.hash}
            </code>
          </Fact>
        </Facts>
      ) : null}
      {action?.status === 'failed' ? (
        <TroubleNotice title={m.transactions.failed} trouble={action.trouble} />
      ) : null}
      {known === undefined || network !== undefined ? null : (
        <p className="faint">
          {sent.noNetwork(String(signed.chainId))}{' '}
          <a href={routeAddress('networks')}>{m.balances.openNetworks}</a>
        </p>
      )}
      {network === undefined ? null : (
        <div className="row">
          <Button small weight="primary" isPending={action?.status === 'busy'} onPress={send}>
            {m.transactions.sendNow}
          </Button>
          <span className="faint">{sent.through(network.name)}</span>
        </div>
      )}
    </div>
  );
}

/** As soon as it may be, and never a second time. */
function useOnce(isTime: boolean, act: () => void): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (!isTime || isDone.current) return;
    isDone.current = true;
    act();
  });
}
