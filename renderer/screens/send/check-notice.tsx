// What stands between the form and the review: a refusal, a network that did not answer, or a node that says it would
// fail. The node's words are marked as its own.
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { TroubleNotice, troubleText } from '../../app/networks/trouble-notice.tsx';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { bringIntoView } from '../../ui/into-view.ts';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Known } from './form-actions.ts';
import type { SendRun, SendStore, Simulated } from './send-store.ts';
import { besideFields, useRefusal } from './use-refusal.ts';

export interface CheckNoticeProps {
  readonly store: SendStore;
  readonly known: Known;
  readonly onGoOn: () => void;
}

export function CheckNotice({ store, known, onGoOn }: CheckNoticeProps) {
  const { m } = useI18n();
  const run = useToTell(store, known);
  const notice = useRef<HTMLDivElement>(null);
  const spoken = spokenText(m, run);
  useEffect(() => {
    if (spoken === undefined) return;
    announce(spoken);
    bringIntoView(notice.current);
  }, [spoken]);
  if (spoken === undefined) return null;
  return (
    <div ref={notice}>
      <NoticeOf run={run} onGoOn={onGoOn} />
    </div>
  );
}

/** A refusal that a field tells of, where it can be mended, is not told twice. */
function useToTell(store: SendStore, known: Known): SendRun {
  const run = useStore(store, (state) => state.run);
  const atFields = [useRefusal(store, known, 'recipient'), useRefusal(store, known, 'amount')];
  if (run.status !== 'refused') return run;
  const refusals = besideFields(run.refusals, atFields);
  return refusals.length === 0 ? { status: 'idle' } : { status: 'refused', refusals };
}

function NoticeOf({ run, onGoOn }: { run: SendRun; onGoOn: () => void }) {
  const { m } = useI18n();
  switch (run.status) {
    case 'refused':
      return (
        <Notice kind="warn" title={m.send.refusedTitle}>
          {run.refusals.map((refusal) => (
            <p key={refusal}>{m.send.refusals[refusal]}</p>
          ))}
        </Notice>
      );
    case 'troubled':
      return (
        <>
          <TroubleNotice title={m.send.troubledTitle} trouble={run.trouble} />
          <p className="field-hint">{m.send.troubledText}</p>
        </>
      );
    case 'would-fail':
      return (
        <Notice
          kind="stop"
          title={m.send.wouldFailTitle}
          actions={
            <Button small weight="danger" onPress={onGoOn}>
              {m.send.goOn}
            </Button>
          }
        >
          <p className="break" dir="auto">
            {simulatedText(m, run.simulated)}
          </p>
          <p>{m.send.wouldFailText}</p>
        </Notice>
      );
    case 'idle':
    case 'checking':
    case 'preparing':
      return null;
  }
}

function spokenText(m: Messages, run: SendRun): string | undefined {
  switch (run.status) {
    case 'refused':
      return [m.send.refusedTitle, ...run.refusals.map((refusal) => m.send.refusals[refusal])].join('. ');
    case 'troubled':
      return `${m.send.troubledTitle}. ${troubleText(m, run.trouble)}`;
    case 'would-fail':
      return `${m.send.wouldFailTitle}. ${simulatedText(m, run.simulated)}`;
    case 'idle':
    case 'checking':
    case 'preparing':
      return undefined;
  }
}

export function simulatedText({ send }: Messages, simulated: Simulated): string {
  switch (simulated.result) {
    case 'done':
      return send.wouldPass;
    case 'refused-by-token':
      return send.reverts['refused-by-token'];
    case 'reverted': {
      const { revert } = simulated;
      if (revert.kind === 'text') return send.reverts.text({ text: revert.text });
      if (revert.kind === 'panic')
        return send.reverts.panic({ code: `0x${BigInt(revert.code).toString(16)}` });
      if (revert.kind === 'custom') return send.reverts.custom({ name: revert.name ?? revert.selector });
      return send.reverts.silent;
    }
  }
}
