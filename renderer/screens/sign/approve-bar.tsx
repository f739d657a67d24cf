// Decline or approve. Declining comes first and always works; approving waits until there was time to read.
import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { useAuthorized } from '../../app/authorized.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-notice.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { approvalWaitMs, READING_MS, remainingMs } from './review-time.ts';
import { approve, decline, isReviewOver, prepareAgain } from './sign-actions.ts';
import { isUnderWay, type Reviewed, type SignStore } from './sign-store.ts';

export function ApproveBar({ store, reviewed }: { store: SignStore; reviewed: Reviewed }) {
  const { m, format } = useI18n();
  const { state } = useConnection();
  const services = useServices();
  const run = useStore(store, (sign) => sign.run);
  const { review } = reviewed;
  const isOver = useIsOver(reviewed) || isReviewOver(run);
  const isReady = useReadingTime(review.reviewId);
  const hint = useId();
  const busy = isUnderWay(run);
  const isDenied = review.level === 'Denied';
  const said = isDenied
    ? m.sign.deniedLevel
    : isReady
      ? m.sign.validity({ time: format.longDuration(review.validForMs) })
      : m.sign.approveWait;
  return (
    <div className="stack">
      {isOver && !busy ? <OverNotice store={store} /> : null}
      <div className="approve-bar">
        <Button isPending={busy} onPress={() => decline(store)}>
          {m.sign.decline}
        </Button>
        {isOver || isDenied ? null : (
          <Button
            weight="primary"
            describedBy={hint}
            isPending={busy || !isReady || state !== 'connected'}
            onPress={() => void approve(store, services)}
          >
            {busy ? <Spinner /> : null}
            {busy ? m.sign.approving : m.sign.approve}
          </Button>
        )}
        {isOver ? null : (
          <span className="faint" id={hint}>
            {said}
          </span>
        )}
      </div>
    </div>
  );
}

/** Time ran out, or the TEE does not know it any more: one press, and there is a new one. */
function OverNotice({ store }: { store: SignStore }) {
  const { m } = useI18n();
  const run = useStore(store, (sign) => sign.run);
  const failure = 'failure' in run && isReviewOver(run) ? run.failure : undefined;
  const services = useServices();
  useEffect(() => announce(m.sign.overTitle), [m]);
  return (
    <Notice
      kind="info"
      title={m.sign.overTitle}
      actions={
        <Button small weight="primary" onPress={() => void prepareAgain(store, services)}>
          {m.sign.prepareAgain}
        </Button>
      }
    >
      <p>{failure === undefined ? m.sign.overText : failureText(m, failure).what}</p>
    </Notice>
  );
}

function useServices() {
  const tee = useTee();
  const authorized = useAuthorized();
  return { tee, authorized, monotonicNowMs: () => performance.now() };
}

/** Whether a review was in sight long enough; anew for each. */
function useReadingTime(reviewId: string): boolean {
  const { m } = useI18n();
  const [read, setRead] = useState<string>();
  useEffect(() => {
    const shownAtMs = performance.now();
    let timer = setTimeout(function look() {
      const waitMs = approvalWaitMs(shownAtMs, performance.now());
      // Timers may be early, and a window in the background has them late.
      if (waitMs > 0) {
        timer = setTimeout(look, waitMs);
        return;
      }
      setRead(reviewId);
      announce(m.sign.approveReady);
    }, READING_MS);
    return () => clearTimeout(timer);
  }, [reviewId, m]);
  return read === reviewId;
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
