// What was signed, and how it is handed on.
import { useEffect, useMemo, useRef } from 'react';
import { SendHere } from '../../app/networks/send-signed.tsx';
import { routeAddress } from '../../app/routes.ts';
import { useTee } from '../../app/tee-context.ts';
import { decodedSentence } from '../../i18n/decoded-sentence.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import type { SignedShown } from '../../signing/review-store.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberGroups } from '../../ui/number-groups.tsx';
import { type SaveFile, SignedParts } from '../../ui/signed-parts.tsx';
import { TraceDisclosure } from '../../ui/trace-view.tsx';
import { Verified } from '../../ui/verified.tsx';
import { signAnother } from './sign-actions.ts';
import type { SignStore } from './sign-store.ts';

export interface ResultCardProps {
  readonly store: SignStore;
  readonly shown: SignedShown;
  readonly saveFile: SaveFile;
}

export function ResultCard({ store, shown, saveFile }: ResultCardProps) {
  const { m, format } = useI18n();
  const { exchange, review, signed } = shown;
  const tee = useTee();
  const what = useMemo(
    () => decodedSentence({ m, format, known: review.known }, review.decoded),
    [m, format, review],
  );
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start' });
    announce(m.sign.announceSigned({ what }));
  }, [m, what]);
  const { signedLead } = m.sign;
  return (
    <section className="card stack" aria-labelledby="signed-title">
      <div>
        <p className="review-eyebrow review-done">{m.sign.signedTitle}</p>
        <h2 id="signed-title" className="review-what" ref={title} tabIndex={-1}>
          <NumberGroups text={what} />
        </h2>
        <p className="card-lead">
          {signed.transaction === undefined ? signedLead.message : signedLead.transaction}
        </p>
      </div>
      <SignedParts signed={signed} saveFile={saveFile} />
      <SendHere chainId={review.chainId} transaction={signed.transaction} />
      {exchange === undefined ? (
        <Notice kind="info" title={m.sign.recoveredTitle}>
          <p>{m.sign.recoveredText}</p>
        </Notice>
      ) : (
        <Verified exchange={exchange} />
      )}
      <TraceDisclosure trace={exchange?.trace} />
      <p className="faint">
        {m.sign.number({ number: format.integer(signed.number), log: format.integer(signed.logId) })}
      </p>
      <div className="row">
        <Button weight="primary" onPress={() => void signAnother(store, tee)}>
          {m.sign.another}
        </Button>
        <a
          className="button"
          href={routeAddress('history', { wallet: review.walletId, number: String(signed.number) })}
        >
          {m.sign.openHistory}
        </a>
      </div>
    </section>
  );
}
