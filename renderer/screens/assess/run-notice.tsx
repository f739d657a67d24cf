// What stands between a click and its answer when it is not simply there: failed, unknown, not carried out.
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { RestartButton } from '../../app/restart-button.tsx';
import { useConnection } from '../../app/tee-context.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { FailureNotice, failureText } from '../../ui/failure-notice.tsx';
import { bringIntoView } from '../../ui/into-view.ts';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { useSlow } from '../../ui/use-slow.ts';
import type { AssessStatus, AssessStore } from './assess-store.ts';

export function RunNotice({ store }: { store: AssessStore }) {
  const { m } = useI18n();
  const run = useStore(store, (assess) => assess.run);
  const { assess } = m;
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (run.status === 'unknown' || 'failure' in run) bringIntoView(notice.current);
  }, [run]);
  useEffect(() => {
    if (run.status === 'unknown') announce(`${assess.unknownTitle}. ${assess.unknownText}`);
    if ('failure' in run) announce(`${titleOf(run.status, m)}. ${failureText(m, run.failure).what}`);
  }, [run, m, assess]);
  const said = <NoticeOf run={run} />;
  return run.status === 'idle' || run.status === 'busy' ? said : <div ref={notice}>{said}</div>;
}

function NoticeOf({ run }: { run: AssessStatus }) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { assess } = m;
  switch (run.status) {
    case 'idle':
      return null;
    case 'busy':
      return <StillWaiting />;
    case 'unknown':
      return (
        <Notice
          kind="warn"
          title={assess.unknownTitle}
          actions={state === 'connected' ? <RestartButton /> : undefined}
        >
          <p>{assess.unknownText}</p>
          {state === 'connected' ? (
            <p className="row">
              <Spinner />
              {assess.askingOutcome}
            </p>
          ) : null}
        </Notice>
      );
    case 'denied':
      return (
        <FailureNotice kind="stop" title={assess.deniedTitle} failure={run.failure} trace={run.trace}>
          <p>{assess.deniedText}</p>
        </FailureNotice>
      );
    case 'not-carried-out':
    case 'failed':
      return <FailureNotice title={titleOf(run.status, m)} failure={run.failure} trace={run.trace} />;
  }
}

/** Says nothing at first: most answers come at once. */
function StillWaiting() {
  const { m } = useI18n();
  const isSlow = useSlow(true);
  const { slowTitle, slowText } = m.assess;
  useEffect(() => {
    if (isSlow) announce(`${slowTitle}. ${slowText}`);
  }, [isSlow, slowTitle, slowText]);
  if (!isSlow) return null;
  return (
    <Notice kind="info" title={slowTitle}>
      <p>{slowText}</p>
    </Notice>
  );
}

function titleOf(status: 'denied' | 'not-carried-out' | 'failed', { assess }: Messages): string {
  if (status === 'denied') return assess.deniedTitle;
  return status === 'failed' ? assess.failedTitle : assess.notCarriedOutTitle;
}
