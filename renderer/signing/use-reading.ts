// Whether a review was seen: to its end, and then for long enough. Approval waits for both.
import { type RefObject, useEffect, useState } from 'react';
import { useI18n } from '../i18n/use-i18n.ts';
import { announce } from '../ui/live.tsx';
import { approvalWaitMs, READING_MS } from './review-time.ts';

export type Reading = 'unseen' | 'reading' | 'read';

/** Anew for each review, which ends at `end`. What lies behind `bar`, at the window's foot, is not in sight. */
export function useReading(
  reviewId: string,
  end: RefObject<Element | null>,
  bar: RefObject<Element | null>,
): Reading {
  const { m } = useI18n();
  const [seen, setSeen] = useState<string>();
  const [read, setRead] = useState<string>();
  useEffect(() => {
    const look = (): void => {
      if (end.current !== null && bar.current !== null && wasReached(end.current, bar.current))
        setSeen(reviewId);
    };
    return whenMoved(look);
  }, [reviewId, end, bar]);
  useEffect(() => {
    if (seen !== reviewId) return undefined;
    const seenAtMs = performance.now();
    let timer = setTimeout(function look() {
      const waitMs = approvalWaitMs(seenAtMs, performance.now());
      // Timers may be early, and a window in the background has them late.
      if (waitMs > 0) {
        timer = setTimeout(look, waitMs);
        return;
      }
      setRead(reviewId);
      announce(m.sign.approveReady);
    }, READING_MS);
    return () => clearTimeout(timer);
  }, [seen, reviewId, m]);
  if (read === reviewId) return 'read';
  return seen === reviewId ? 'reading' : 'unseen';
}

/** Also by somebody who scrolled past it at once. Half a pixel is nothing to be read. */
function wasReached(end: Element, bar: Element): boolean {
  const foot = Math.min(bar.getBoundingClientRect().top, window.innerHeight);
  return end.getBoundingClientRect().bottom <= foot + 0.5;
}

/** Calls `look` once the new review has its place, and whenever it moves, until the returned function is called. */
function whenMoved(look: () => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const frame = requestAnimationFrame(look);
  // Scrolling does not bubble, and the size of the window decides what scrolls.
  document.addEventListener('scroll', look, { signal, capture: true, passive: true });
  window.addEventListener('resize', look, { signal });
  return () => {
    cancelAnimationFrame(frame);
    ended.abort();
  };
}
