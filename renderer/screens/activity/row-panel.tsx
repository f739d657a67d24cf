// One entry, decrypted on demand: what it records, its feature data, and how it lies on disk.
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock, prettyJson } from '../../ui/code-block.tsx';
import { ConfirmDialog, SidePanel } from '../../ui/dialogs.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FeatureFacts } from '../../ui/feature-facts.tsx';
import { LogKindLabel } from '../../ui/log-badge.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TraceDisclosure } from '../../ui/trace-view.tsx';
import { closeRow, eraseFeatures } from './activity-actions.ts';
import type { ActivityStore, Opened } from './activity-store.ts';
import { AssessedFacts } from './assessed-facts.tsx';
import { DecisionFacts } from './decision-facts.tsx';
import { readDecision } from './log-record.ts';
import { ContactFacts, SigningFacts } from './signing-facts.tsx';

export function RowPanel({ store }: { store: ActivityStore }) {
  const { m, format } = useI18n();
  const detail = useStore(store, (state) => state.detail);
  return (
    <SidePanel
      isOpen={detail !== undefined}
      title={detail === undefined ? '' : m.activity.detailTitle(format.integer(detail.logId))}
      lead={detail?.status === 'shown' ? m.activity.detailLead : undefined}
      onClose={() => closeRow(store)}
    >
      {detail?.status === 'busy' ? <Blank busy>{m.activity.decrypting}</Blank> : null}
      {detail?.status === 'failed' ? (
        <FailureNotice kind="stop" failure={detail.failure} trace={detail.trace} />
      ) : null}
      {detail?.status === 'shown' ? <OpenedRow store={store} opened={detail.opened} /> : null}
    </SidePanel>
  );
}

function OpenedRow({ store, opened }: { store: ActivityStore; opened: Opened }) {
  const { m, format } = useI18n();
  const { summary, person, record } = opened;
  return (
    <>
      <section className="panel-part">
        <h3>{m.activity.record}</h3>
        <Facts>
          <Fact term={m.log.kind}>
            <LogKindLabel kind={summary.kind} />
          </Fact>
          <Fact term={m.log.time}>{format.dateTime(summary.atMs)}</Fact>
          {person === undefined ? null : <Fact term={m.activity.person}>{person}</Fact>}
          <DecisionFacts record={record} />
          <AssessedFacts record={record} />
          <SigningFacts record={record} />
          <ContactFacts record={record} />
          <Fact
            term={m.activity.stored}
            note={m.activity.storedText(format.bytes(summary.sizeBytes), format.integer(summary.suite))}
          >
            <code className="hex">{summary.ciphertextHead}…</code>
          </Fact>
        </Facts>
        <TraceDisclosure trace={readDecision(record).trace} />
        <Disclosure title={m.activity.rawRecord}>
          <CodeBlock label={m.activity.rawRecord} text={prettyJson(record)} />
        </Disclosure>
      </section>
      <FeaturePart store={store} opened={opened} />
    </>
  );
}

function FeaturePart({ store, opened }: { store: ActivityStore; opened: Opened }) {
  const { m } = useI18n();
  const { features, summary } = opened;
  return (
    <section className="panel-part">
      <h3>{m.activity.features}</h3>
      {summary.features === 'none' ? <p className="soft">{m.activity.featuresNone}</p> : null}
      {summary.features === 'erased' ? <Notice kind="info">{m.activity.featuresErased}</Notice> : null}
      {features === undefined ? null : (
        <>
          <FeatureFacts features={features} />
          <Disclosure title={m.activity.rawFeatures}>
            <CodeBlock label={m.activity.rawFeatures} text={JSON.stringify(features, null, 2)} />
          </Disclosure>
        </>
      )}
      <Erase store={store} opened={opened} />
    </section>
  );
}

function Erase({ store, opened }: { store: ActivityStore; opened: Opened }) {
  const { m, format } = useI18n();
  const tee = useTee();
  const erasure = useStore(store, (state) => state.erasure);
  const [asking, setAsking] = useState(false);
  const outcome = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone: without this the keyboard would be lost outside the panel.
  useEffect(() => {
    if (erasure.status === 'done') outcome.current?.focus();
  }, [erasure.status]);
  const { id, features } = opened.summary;
  return (
    <div className="stack" role="status" ref={outcome} tabIndex={-1}>
      {erasure.status === 'done' ? (
        <Notice kind="good">{m.activity.erased(format.integer(erasure.erasureLogId))}</Notice>
      ) : null}
      {erasure.status === 'unknown' ? <Notice kind="warn">{m.activity.unknownOutcome}</Notice> : null}
      {erasure.status === 'failed' ? <FailureNotice failure={erasure.failure} trace={erasure.trace} /> : null}
      {features === 'stored' ? (
        <div>
          <Button
            small
            weight="danger"
            isPending={erasure.status === 'busy' || erasure.status === 'unknown'}
            onPress={() => setAsking(true)}
          >
            {m.activity.erase}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        isOpen={asking}
        title={m.activity.eraseTitle}
        confirm={m.activity.eraseConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void eraseFeatures(store, tee, id);
        }}
      >
        <p>{m.activity.eraseText}</p>
      </ConfirmDialog>
    </div>
  );
}
