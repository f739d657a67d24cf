// A signed payment and what became of it: never more certain than main is, and never signed anew to be sent.
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useKnownNetworks, useNetworkServices } from '../../app/networks/network-services.ts';
import { ReplaceLinks } from '../../app/networks/replace-links.tsx';
import { isOnNetwork } from '../../app/networks/transaction-phase.ts';
import { TransactionStatus } from '../../app/networks/transaction-status.tsx';
import { TroubleNotice } from '../../app/networks/trouble-notice.tsx';
import { useIsDeviceOwner } from '../../app/role.ts';
import { routeAddress } from '../../app/routes.ts';
import { decodedSentence } from '../../i18n/decoded-sentence.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberGroups } from '../../ui/number-groups.tsx';
import { Spinner } from '../../ui/progress.tsx';
import type { SendServices } from './check-actions.ts';
import { sendAnother, sendSigned } from './send-actions.ts';
import type { Sending, SendStore, SignedPayment } from './send-store.ts';

export interface SentCardProps {
  readonly store: SendStore;
  readonly services: SendServices;
  readonly signed: SignedPayment;
}

export function SentCard({ store, services, signed }: SentCardProps) {
  const { m, format } = useI18n();
  const { review } = signed;
  const what = useMemo(
    () =>
      review === undefined
        ? m.send.found
        : decodedSentence({ m, format, known: review.known }, review.decoded),
    [m, format, review],
  );
  const title = useReadFirst(m.send.announceSigned({ what }));
  const sending = useStore(store, (state) => state.sending);
  const { transactions } = useNetworkServices();
  const wasSent = useStore(transactions, ({ byHash }) => isOnNetwork(byHash[signed.hash]));
  return (
    <section className="card stack" aria-labelledby="sent-title">
      <div>
        <p className="review-eyebrow review-done">{wasSent ? m.send.sentEyebrow : m.send.signedEyebrow}</p>
        <h2 id="sent-title" className="review-what" ref={title} tabIndex={-1}>
          <NumberGroups text={what} />
        </h2>
      </div>
      <Fate store={store} services={services} signed={signed} />
      <Links signed={signed} />
      <div className="row">
        <Button
          weight={sending.status === 'tracked' ? 'primary' : 'normal'}
          isPending={sending.status === 'busy'}
          onPress={() => void sendAnother(store, services)}
        >
          {m.send.another}
        </Button>
      </div>
    </section>
  );
}

function Fate({ store, services, signed }: SentCardProps) {
  const { m } = useI18n();
  const sending = useStore(store, (state) => state.sending);
  switch (sending.status) {
    case 'busy':
      return (
        <p className="row">
          <Spinner />
          {m.send.busy}
        </p>
      );
    case 'tracked':
      return <Tracked signed={signed} />;
    case 'not-sent':
    case 'failed':
      return (
        <>
          <NotSent store={store} services={services} signed={signed} sending={sending} />
          <Facts>
            <Fact term={m.send.hash}>
              <code className="mono break" translate="no">
                {signed.hash}
              </code>
            </Fact>
          </Facts>
        </>
      );
  }
}

function Tracked({ signed: { hash, walletId } }: { signed: SignedPayment }) {
  const { m } = useI18n();
  const { transactions } = useNetworkServices();
  const transaction = useStore(transactions, ({ byHash }) => byHash[hash]);
  // Somebody chose to discard it, here or in the history.
  return transaction === undefined ? (
    <p>{m.transactions.discarded}</p>
  ) : (
    <>
      <TransactionStatus hash={hash} walletId={walletId} />
      <ReplaceLinks walletId={walletId} transaction={transaction} />
    </>
  );
}

interface NotSentProps extends SentCardProps {
  readonly sending: Extract<Sending, { status: 'not-sent' | 'failed' }>;
}

function NotSent(props: NotSentProps) {
  const { m } = useI18n();
  const journal = useJournal(props.signed);
  // Main is still asked what it knows of it.
  if (journal === 'asked') return <p className="faint">{m.common.loading}</p>;
  return <Unsent {...props} journal={journal} />;
}

interface UnsentProps extends NotSentProps {
  readonly journal: 'whole' | 'lost' | 'not-known';
}

function Unsent({ store, services, sending, journal }: UnsentProps) {
  const { m } = useI18n();
  const isUncertain = journal !== 'whole' || (sending.status === 'failed' && !surelyStayed(sending));
  const title = isUncertain ? m.send.uncertainTitle : m.send.notSentTitle;
  useEffect(() => announce(title), [title]);
  return (
    <>
      <Notice
        kind="warn"
        title={title}
        actions={
          <Button small weight="primary" onPress={() => void sendSigned(store, services)}>
            {m.send.sendNow}
          </Button>
        }
      >
        {journal === 'lost' ? <p>{m.send.lostText}</p> : null}
        <p>{isUncertain ? m.send.uncertainText : m.send.notSentText}</p>
        <p>{m.send.leaveText}</p>
      </Notice>
      {sending.status === 'failed' ? <TroubleNotice trouble={sending.trouble} /> : null}
    </>
  );
}

/** What main's list of what was sent says. Of one found again nobody knows when it was signed: it may be in any lost one. */
function useJournal({ review }: SignedPayment): UnsentProps['journal'] | 'asked' {
  const { networks, transactions } = useKnownNetworks();
  const isAsked = useStore(transactions, ({ list }) => list.status === 'busy');
  const { known, list } = useStore(networks);
  if (review !== undefined) return 'whole';
  if (isAsked || (known === undefined && list.status !== 'failed')) return 'asked';
  if (known === undefined) return 'not-known';
  return known.lostJournal === undefined ? 'whole' : 'lost';
}

/** Main refused it before anything could leave. A bridge that broke, or a journal that could not be written, may be later. */
function surelyStayed({ trouble }: Extract<Sending, { status: 'failed' }>): boolean {
  if (trouble.by !== 'network') return false;
  return ['unknown-network', 'bad-transaction', 'no-endpoint'].includes(trouble.problem.reason);
}

function Links({ signed: { walletId, number, logId } }: { signed: SignedPayment }) {
  const { m, format } = useI18n();
  const isOwner = useIsDeviceOwner();
  const history = routeAddress('history', { wallet: walletId, number: String(number) });
  return (
    <p className="row">
      <a href={history}>{m.send.openHistory}</a>
      <span className="faint">{m.send.number({ number: format.integer(number) })}</span>
      {isOwner ? (
        <a href={routeAddress('activity', { entry: String(logId) })}>
          {m.send.openLog({ log: format.integer(logId) })}
        </a>
      ) : (
        <span className="faint">{m.send.openLog({ log: format.integer(logId) })}</span>
      )}
    </p>
  );
}

/** The keyboard and those who listen begin at what was signed. */
function useReadFirst(spoken: string) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start' });
    announce(spoken);
  }, [spoken]);
  return title;
}
