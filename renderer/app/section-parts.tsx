// What every section says in the same way: that it is loading, that something failed, and what a change came to.
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { useI18n } from '../i18n/use-i18n.ts';
import { Blank } from '../ui/blank.tsx';
import { FailureNotice, failureText } from '../ui/failure-notice.tsx';
import { announce } from '../ui/live.tsx';
import { Notice } from '../ui/notice.tsx';
import { TraceDisclosure } from '../ui/trace-view.tsx';
import type { Change, SectionStore } from './section.ts';
import { useConnection } from './tee-context.ts';

export interface SectionBodyProps<T> {
  readonly store: SectionStore<T>;
  readonly children: (data: T) => ReactNode;
}

/** What the TEE last said, with what is wrong above it. */
export function SectionBody<T>({ store, children }: SectionBodyProps<T>) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { list, data, change } = useStore(store);
  return (
    <>
      <ChangeNotice change={change} />
      {list.status === 'failed' ? <FailureNotice failure={list.failure} trace={list.trace} /> : null}
      {data === undefined && list.status !== 'failed' ? (
        state === 'connected' ? (
          <Blank busy>{m.common.loading}</Blank>
        ) : (
          <Blank icon="lock">{m.security.offline}</Blank>
        )
      ) : null}
      {data === undefined ? null : children(data)}
    </>
  );
}

/** Says aloud, too, what became of the change. */
export function ChangeNotice({ change }: { change: Change }) {
  const { m } = useI18n();
  const { security } = m;
  const done = change.status === 'done' ? security.done[change.command] : undefined;
  const failed = 'failure' in change ? failureText(m, change.failure).what : undefined;
  const spoken = done ?? failed;
  useEffect(() => {
    if (spoken !== undefined) announce(spoken);
  }, [spoken]);
  if (done !== undefined) {
    return (
      <Notice kind="good">
        <p>{done}</p>
        <TraceDisclosure trace={change.status === 'done' ? change.trace : undefined} />
      </Notice>
    );
  }
  if (change.status === 'unknown') {
    return (
      <Notice kind="warn" title={security.unknownTitle}>
        <p>{security.unknownText}</p>
      </Notice>
    );
  }
  return <ChangeFailure change={change} />;
}

/** Only what went wrong: for the form that asked for the change. */
export function ChangeFailure({ change }: { change: Change }) {
  const { m } = useI18n();
  if (!('failure' in change)) return null;
  const title = change.status === 'not-carried-out' ? m.security.notCarriedOut : undefined;
  return <FailureNotice title={title} failure={change.failure} trace={change.trace} />;
}

export function SectionHead({
  title,
  lead,
  children,
}: {
  title: string;
  lead: string;
  children?: ReactNode;
}) {
  return (
    <div className="section-head">
      <div>
        <h2>{title}</h2>
        <p className="card-lead">{lead}</p>
      </div>
      {children}
    </div>
  );
}
