// The review: what would happen in plain words first, then everything that stands behind them.
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { allFlags } from '../../tee-sim/protocol/decoded.ts';
import type { Review } from '../../tee-sim/protocol/review.ts';
import { decodedSentence, type Telling } from '../i18n/decoded-sentence.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { announce } from '../ui/live.tsx';
import { Notice } from '../ui/notice.tsx';
import { NumberGroups } from '../ui/number-groups.tsx';
import { TraceDisclosure } from '../ui/trace-view.tsx';
import { Verified } from '../ui/verified.tsx';
import { ApproveBar } from './approve-bar.tsx';
import type { ReviewSubject } from './prepare.ts';
import { type ReviewActions, reviewActions } from './review-actions.ts';
import { ReviewDetails } from './review-details.tsx';
import { ReviewFacts } from './review-facts.tsx';
import { neededText, ReviewRisk } from './review-risk.tsx';
import type { Reviewed, ReviewStore } from './review-store.ts';
import { RunNotice } from './run-notice.tsx';

export interface ReviewCardProps {
  readonly store: ReviewStore;
  readonly reviewed: Reviewed;
  /** Of the one that signs. */
  readonly walletName: string | undefined;
  readonly actions?: ReviewActions;
  readonly subject?: ReviewSubject;
  /** What is known of it besides, by others than the TEE. */
  readonly children?: ReactNode;
}

export function ReviewCard(props: ReviewCardProps) {
  const { store, reviewed, walletName, actions = reviewActions, subject = 'content', children } = props;
  const { m, format } = useI18n();
  const { exchange, review } = reviewed;
  const telling: Telling = useMemo(() => ({ m, format, known: review.known }), [m, format, review]);
  const what = decodedSentence(telling, review.decoded);
  const title = useReadFirst(review, what);
  const end = useRef<HTMLDivElement>(null);
  return (
    <section className="card review" aria-labelledby="review-title">
      <div>
        <p className="review-eyebrow">{m.sign.reviewTitle}</p>
        <h2 id="review-title" className="review-what" ref={title} tabIndex={-1}>
          <NumberGroups text={what} />
        </h2>
        <p className="card-lead">{m.sign.reviewLead}</p>
      </div>
      <Flags telling={telling} review={review} />
      {children}
      <div>
        <div className="review-columns">
          <ReviewFacts telling={telling} review={review} walletName={walletName} />
          <ReviewRisk telling={telling} review={review} subject={subject} />
        </div>
        <div ref={end} />
      </div>
      <div className="stack">
        <ReviewDetails review={review} />
        <TraceDisclosure trace={exchange.trace} />
        <Verified exchange={exchange} />
      </div>
      <RunNotice store={store} subject={subject} />
      <ApproveBar store={store} reviewed={reviewed} actions={actions} subject={subject} end={end} />
    </section>
  );
}

/** Only what the TEE flags, each once; nothing where it flags nothing. */
function Flags({ telling, review }: { telling: Telling; review: Review }) {
  const { m } = telling;
  const flags = [...allFlags(review.decoded)];
  if (flags.length === 0) return null;
  return (
    <Notice kind="stop" title={m.sign.flagsTitle}>
      <ul className="decoded-flags">
        {flags.map((flag) => (
          <li key={flag}>{m.decoded.flags[flag]}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** The keyboard and those who listen begin at what would happen; anew for each review. */
function useReadFirst(review: Review, what: string) {
  const { m } = useI18n();
  const title = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew for each review
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start' });
  }, [review.reviewId]);
  useEffect(() => {
    announce(m.sign.announceReview({ what, level: neededText(m, review) }));
  }, [m, what, review]);
  return title;
}
