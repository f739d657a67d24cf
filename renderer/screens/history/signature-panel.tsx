// One signature with all that it was, and its bytes again.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import { dropRouteParameter } from '../../app/routes.ts';
import { decodedSentence, type Telling } from '../../i18n/decoded-sentence.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { DecodedFacts } from '../../ui/decoded-facts.tsx';
import { NamedAddress } from '../../ui/decoded-parties.tsx';
import { DecodedSteps } from '../../ui/decoded-steps.tsx';
import { SidePanel } from '../../ui/dialogs.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { NoteAndFlags } from '../../ui/note-and-flags.tsx';
import { NumberGroups } from '../../ui/number-groups.tsx';
import { type SaveFile, SignedParts } from '../../ui/signed-parts.tsx';
import { closeSignature } from './history-actions.ts';
import type { HistoryStore } from './history-store.ts';
import { SentPart } from './sent-part.tsx';
import { tellingOf } from './signature-list.tsx';

export interface SignaturePanelProps {
  readonly store: HistoryStore;
  readonly saveFile: SaveFile;
}

export function SignaturePanel({ store, saveFile }: SignaturePanelProps) {
  const { m, format } = useI18n();
  const { detail, known, walletId } = useStore(store);
  const telling: Telling = useMemo(() => ({ m, format, known }), [m, format, known]);
  return (
    <SidePanel
      isOpen={detail !== undefined}
      title={detail === undefined ? '' : m.history.detailTitle({ number: format.integer(detail.number) })}
      lead={undefined}
      onClose={() => {
        closeSignature(store);
        dropRouteParameter('number');
      }}
    >
      {detail?.status === 'busy' ? <Blank busy>{m.activity.decrypting}</Blank> : null}
      {detail?.status === 'failed' ? (
        <FailureNotice kind="stop" failure={detail.failure} trace={detail.trace} />
      ) : null}
      {detail?.status === 'shown' ? (
        <>
          <About telling={tellingOf(telling, detail.opened.summary)} summary={detail.opened.summary} />
          {walletId === undefined ? null : (
            <SentPart walletId={walletId} summary={detail.opened.summary} signed={detail.opened.signed} />
          )}
          <section className="panel-part">
            <SignedParts signed={detail.opened.signed} saveFile={saveFile} />
          </section>
        </>
      ) : null}
    </SidePanel>
  );
}

function About({ telling, summary }: { telling: Telling; summary: SignatureSummary }) {
  const { m, format } = telling;
  const { account, decoded, feeWei, kind, logId, nonce, note, signedAtMs, userName } = summary;
  return (
    <section className="panel-part">
      <h3>
        <NumberGroups text={decodedSentence(telling, decoded)} />
      </h3>
      <Facts>
        <Fact term={m.history.kind}>{m.decoded.signatures[kind]}</Fact>
        <Fact term={m.history.when}>{format.dateTime(signedAtMs)}</Fact>
        <Fact term={m.history.who}>
          <span dir="auto">{userName}</span>
        </Fact>
        <Fact term={m.history.account}>
          <NamedAddress telling={telling} address={account.address} />
        </Fact>
        <DecodedFacts telling={telling} decoded={decoded} feeWei={feeWei} kind={kind} nonce={nonce} />
        <NoteAndFlags note={note} decoded={decoded} />
        <Fact term={m.sign.detailFacts.logged}>{format.integer(logId)}</Fact>
      </Facts>
      <DecodedSteps telling={telling} steps={decoded.inner} />
    </section>
  );
}
