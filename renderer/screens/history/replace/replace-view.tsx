// Puts another transaction in the place of one that waits: says what that means, shows the TEE's review of it, has it
// signed, and sends it. What was signed and not sent is found in the history.
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { WalletId } from '../../../../tee-sim/protocol/bindings.ts';
import { useAuthorized } from '../../../app/authorized.ts';
import { useKnownNetworks } from '../../../app/networks/network-services.ts';
import { SendSigned } from '../../../app/networks/send-signed.tsx';
import type { ReplacementWay } from '../../../app/networks/transaction-phase.ts';
import { TroubleNotice } from '../../../app/networks/trouble-notice.tsx';
import { type Asked, useAsked } from '../../../app/networks/use-asked.ts';
import { useServedUser } from '../../../app/role.ts';
import { routeAddress } from '../../../app/routes.ts';
import { useConnection, useTee } from '../../../app/tee-context.ts';
import type { BehaviourCollector } from '../../../behaviour/collector.ts';
import { takeFeatures } from '../../../behaviour/use-observed-form.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { prepareContent } from '../../../signing/review-actions.ts';
import { ReviewCard } from '../../../signing/review-card.tsx';
import {
  createReviewStore,
  isUnderWay,
  type ReviewStore,
  type SignedShown,
} from '../../../signing/review-store.ts';
import { RunNotice } from '../../../signing/run-notice.tsx';
import { Blank } from '../../../ui/blank.tsx';
import { Button } from '../../../ui/button.tsx';
import { announce } from '../../../ui/live.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SubmitRow } from '../../../ui/submit-row.tsx';
import { useViewFocus } from '../../../ui/use-view-focus.ts';
import { hexText } from '../sent-state.ts';
import { OfferFacts, ReplacedSentence } from './offer-facts.tsx';
import { quoteReplacement, type ReplacementQuote } from './quote.ts';

export interface ReplaceViewProps {
  readonly walletId: WalletId;
  /** Of the one that waits. */
  readonly hash: string;
  readonly way: ReplacementWay;
  readonly collector: BehaviourCollector;
}

export function ReplaceView(props: ReplaceViewProps) {
  const { walletId, way } = props;
  const { m } = useI18n();
  const [store] = useState(createReviewStore);
  const { reviewed, signed } = useStore(store);
  const { asked, again } = useQuote(props);
  const [walletName, setWalletName] = useState<string>();
  const replaced = asked.status === 'answered' ? asked.value.replaced : undefined;
  const { replace } = m.history;
  // A review and what was sent bring themselves into view.
  useViewFocus(signed === undefined && reviewed === undefined ? 'offer' : undefined);
  return (
    <>
      <nav className="back" aria-label={m.wallets.backLabel}>
        <a href={routeAddress('history', { wallet: walletId })}>← {m.history.title}</a>
      </nav>
      <header className="screen-head">
        <h1>{replace.ways[way].title}</h1>
        <p>{replace.ways[way].lead}</p>
      </header>
      {signed !== undefined ? <Sent walletId={walletId} shown={signed} /> : null}
      {signed === undefined && reviewed !== undefined ? (
        <ReviewCard store={store} reviewed={reviewed} walletName={walletName} subject={way}>
          <Notice kind="info">
            <p>{replace.ways[way].review}</p>
            {replaced === undefined ? null : (
              <p>
                <ReplacedSentence replaced={replaced} told={replace.instead} />
              </p>
            )}
          </Notice>
        </ReviewCard>
      ) : null}
      {signed === undefined && reviewed === undefined ? (
        <Offer {...props} store={store} asked={asked} onAgain={again} onReview={setWalletName} />
      ) : null}
    </>
  );
}

function useQuote({ walletId, hash, way }: ReplaceViewProps) {
  const tee = useTee();
  const { calls } = useKnownNetworks();
  const { state } = useConnection();
  const userId = useServedUser();
  const { asked, ask } = useAsked<ReplacementQuote>();
  const again = (): void => {
    void ask((task) => quoteReplacement(calls, tee, { walletId, hash, way, task }));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once somebody is served, and on demand
  useEffect(() => {
    if (state === 'connected' && userId !== undefined) again();
  }, [state, userId]);
  return { asked, again };
}

interface OfferProps extends ReplaceViewProps {
  readonly store: ReviewStore;
  readonly asked: Asked<ReplacementQuote>;
  readonly onAgain: () => void;
  readonly onReview: (walletName: string) => void;
}

function Offer({ store, asked, way, collector, onAgain, onReview }: OfferProps) {
  const { m } = useI18n();
  const review = useReview(store, collector);
  const busy = useStore(store, ({ run }) => isUnderWay(run));
  const { replace } = m.history;
  if (asked.status === 'failed') {
    return (
      <TroubleNotice
        title={replace.failed}
        trouble={asked.trouble}
        actions={
          <Button small onPress={onAgain}>
            {m.common.retry}
          </Button>
        }
      />
    );
  }
  if (asked.status !== 'answered') return <Blank busy>{m.balances.asking}</Blank>;
  const { prepare, wallet } = asked.value;
  return (
    <section className="card stack" aria-label={replace.ways[way].title}>
      <p>{replace.ways[way].text}</p>
      <p>{replace.race}</p>
      <OfferFacts quote={asked.value} way={way} />
      <RunNotice store={store} subject={way} />
      <SubmitRow
        text={busy ? m.sign.submitting : m.sign.submit}
        hint={m.sign.submitHint}
        busy={busy}
        isReady
        onPress={() => {
          onReview(wallet.name);
          review(prepare);
        }}
      />
    </section>
  );
}

function useReview(store: ReviewStore, collector: BehaviourCollector) {
  const tee = useTee();
  const authorized = useAuthorized();
  return (prepare: ReplacementQuote['prepare']): void => {
    const features = takeFeatures(collector, { recipient: 0, amount: 0 });
    const services = { tee, authorized, monotonicNowMs: () => performance.now() };
    void prepareContent(store, services, prepare, features);
  };
}

interface SentProps {
  readonly walletId: WalletId;
  readonly shown: SignedShown;
}

function Sent({ walletId, shown: { review, signed } }: SentProps) {
  const { m } = useI18n();
  const { transaction } = signed;
  const { chainId } = review;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
    announce(m.sign.signedTitle);
  }, [m]);
  if (transaction === undefined || chainId === undefined) return null;
  return (
    <section className="card stack" aria-label={m.history.sent.title}>
      <h2 ref={title} tabIndex={-1}>
        {m.history.sent.title}
      </h2>
      <SendSigned
        isWanted
        signed={{ chainId, hash: hexText(transaction.hash), raw: hexText(transaction.raw) }}
      />
      <div className="row">
        <a className="button" href={routeAddress('history', { wallet: walletId })}>
          {m.sign.openHistory}
        </a>
      </div>
    </section>
  );
}
