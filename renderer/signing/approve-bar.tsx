// Decline or approve, within reach while the review is read. Declining comes first and always works; approving waits
// until the review was seen to its end, and there was time to read.
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useAuthorized } from '../app/authorized.ts';
import { useConnection, useTee } from '../app/tee-context.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from '../ui/button.tsx';
import { failureText } from '../ui/failure-notice.tsx';
import { bringIntoView } from '../ui/into-view.ts';
import { announce } from '../ui/live.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/progress.tsx';
import { isFinalDenial } from './denial.ts';
import type { ReviewSubject } from './prepare.ts';
import { isReviewOver, type ReviewActions } from './review-actions.ts';
import { isUnderWay, type Reviewed, type ReviewStore } from './review-store.ts';
import { remainingMs } from './review-time.ts';
import { useReading } from './use-reading.ts';

export interface ApproveBarProps {
  readonly store: ReviewStore;
  readonly reviewed: Reviewed;
  readonly actions: ReviewActions;
  readonly subject: ReviewSubject;
  /** Below what is to be seen before it can be approved. */
  readonly end: RefObject<Element | null>;
}

export function ApproveBar({ store, reviewed, actions, subject, end }: ApproveBarProps) {
  const { m, format } = useI18n();
  const { state } = useConnection();
  const services = useServices();
  const run = useStore(store, (review) => review.run);
  const { review } = reviewed;
  const isOver = useIsOver(reviewed) || isReviewOver(run);
  const bar = useRef<HTMLDivElement>(null);
  const reading = useReading(review.reviewId, end, bar);
  const hint = useId();
  const busy = isUnderWay(run);
  const isDenied = review.level === 'Denied';
  const isFinal = isFinalDenial(run);
  const waits = { unseen: m.sign.approveUnseen, reading: m.sign.approveWait };
  const said =
    isDenied || isFinal
      ? m.sign.deniedLevel
      : reading === 'read'
        ? m.sign.validity({ time: format.longDuration(review.validForMs) })
        : waits[reading];
  return (
    <>
      {isOver && !busy ? <OverNotice store={store} actions={actions} /> : null}
      <div className="approve-bar" ref={bar}>
        {isFinal ? (
          // Where the approval was that had the focus: the next Enter must not ask for the same once more.
          <Button key="change" weight="primary" autoFocus onPress={() => actions.decline(store)}>
            {m.sign.change[subject]}
          </Button>
        ) : (
          <Button isPending={busy} onPress={() => actions.decline(store)}>
            {m.sign.decline}
          </Button>
        )}
        {isOver || isDenied || isFinal ? null : (
          <Button
            weight="primary"
            describedBy={hint}
            isPending={busy || reading !== 'read' || state !== 'connected'}
            onFocus={() => {
              if (reading === 'unseen') end.current?.scrollIntoView({ block: 'nearest' });
            }}
            onPress={() => void actions.approve(store, services)}
          >
            {busy ? <Spinner /> : null}
            {busy ? m.sign.approving : m.sign.approve}
          </Button>
        )}
        {isOver ? null : (
          <span className="approve-hint faint" id={hint}>
            {said}
          </span>
        )}
      </div>
    </>
  );
}

/** Time ran out, or the TEE does not know it any more: one press, and there is a new one. */
function OverNotice({ store, actions }: Pick<ApproveBarProps, 'store' | 'actions'>) {
  const { m } = useI18n();
  const run = useStore(store, (review) => review.run);
  const failure = 'failure' in run && isReviewOver(run) ? run.failure : undefined;
  const services = useServices();
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => announce(m.sign.overTitle), [m]);
  useEffect(() => bringIntoView(notice.current), []);
  return (
    <div ref={notice}>
      <Notice
        kind="info"
        title={m.sign.overTitle}
        actions={
          <Button small weight="primary" onPress={() => void actions.prepareAgain(store, services)}>
            {m.sign.prepareAgain}
          </Button>
        }
      >
        <p>{failure === undefined ? m.sign.overText : failureText(m, failure).what}</p>
      </Notice>
    </div>
  );
}

function useServices() {
  const tee = useTee();
  const authorized = useAuthorized();
  return { tee, authorized, monotonicNowMs: () => performance.now() };
}

/** The longest wait that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function useIsOver({ review, times }: Reviewed): boolean {
  const [over, setOver] = useState<string>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const leftMs = remainingMs(review, times, performance.now());
      if (leftMs === 0) setOver(review.reviewId);
      else timer = setTimeout(look, Math.min(leftMs, MAX_TIMER_MS));
    };
    look();
    return () => clearTimeout(timer);
  }, [review, times]);
  return over === review.reviewId;
}
