// What stands between a press and its outcome: denied, lost, failed, not known yet.
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { RestartButton } from '../app/restart-button.tsx';
import { useConnection } from '../app/tee-context.ts';
import type { Messages } from '../i18n/messages.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { FailureNotice, failureText } from '../ui/failure-notice.tsx';
import { bringIntoView } from '../ui/into-view.ts';
import { announce } from '../ui/live.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/progress.tsx';
import { denialTodo } from './denial.ts';
import type { ReviewSubject } from './prepare.ts';
import { isReviewOver } from './review-actions.ts';
import type { ReviewRun, ReviewStore } from './review-store.ts';

export interface RunNoticeProps {
  readonly store: ReviewStore;
  readonly subject?: ReviewSubject;
}

export function RunNotice({ store, subject = 'content' }: RunNoticeProps) {
  const { m } = useI18n();
  const run = useStore(store, (review) => review.run);
  const isReview = useStore(store, (review) => review.reviewed !== undefined);
  const notice = useRef<HTMLDivElement>(null);
  // That a review is over is said where it can be prepared again.
  const spoken = isReviewOver(run) ? undefined : spokenText(m, run, isReview);
  useEffect(() => {
    if (spoken === undefined) return;
    announce(spoken);
    bringIntoView(notice.current);
  }, [spoken]);
  if (spoken === undefined) return null;
  return (
    <div ref={notice}>
      <NoticeOf run={run} isReview={isReview} subject={subject} />
    </div>
  );
}

interface NoticeOfProps {
  readonly run: ReviewRun;
  readonly isReview: boolean;
  readonly subject: ReviewSubject;
}

function NoticeOf({ run, isReview, subject }: NoticeOfProps) {
  const { m } = useI18n();
  const { state } = useConnection();
  switch (run.status) {
    case 'idle':
    case 'preparing':
    case 'signing':
      return null;
    case 'review-lost':
      return (
        <Notice kind="warn" title={m.sign.reviewLostTitle}>
          <p>{m.sign.reviewLostText}</p>
        </Notice>
      );
    case 'unknown':
      return (
        <Notice
          kind="warn"
          title={m.sign.unknownTitle}
          actions={state === 'connected' ? <RestartButton /> : undefined}
        >
          <p>{m.sign.unknownText}</p>
          {state === 'connected' ? (
            <p className="row">
              <Spinner />
              {m.sign.askingOutcome}
            </p>
          ) : null}
        </Notice>
      );
    case 'denied':
      return (
        <FailureNotice
          kind="stop"
          title={m.sign.deniedTitle}
          todo={denialTodo(m, subject, run.failure)}
          failure={run.failure}
          trace={run.trace}
        >
          <p>{m.sign.deniedText}</p>
        </FailureNotice>
      );
    case 'failed':
    case 'not-carried-out':
      return <FailureNotice title={titleOf(m, run, isReview)} failure={run.failure} trace={run.trace} />;
  }
}

function titleOf({ sign }: Messages, { status }: ReviewRun, isReview: boolean): string {
  if (status === 'denied') return sign.deniedTitle;
  if (status === 'not-carried-out') return sign.notCarriedOutTitle;
  return isReview ? sign.signFailed : sign.prepareFailed;
}

function spokenText(m: Messages, run: ReviewRun, isReview: boolean): string | undefined {
  if (run.status === 'review-lost') return `${m.sign.reviewLostTitle}. ${m.sign.reviewLostText}`;
  if (run.status === 'unknown') return `${m.sign.unknownTitle}. ${m.sign.unknownText}`;
  return 'failure' in run ? `${titleOf(m, run, isReview)}. ${failureText(m, run.failure).what}` : undefined;
}
