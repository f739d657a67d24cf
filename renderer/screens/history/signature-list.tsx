// The signatures as far as they were loaded, newest first; each opens by a press.
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import { NotKnownBadge, NotSentBadge } from '../../app/networks/send-signed.tsx';
import { type Sent, useSent } from '../../app/networks/sent-before.ts';
import { TransactionBadge } from '../../app/networks/transaction-status.tsx';
import { useTee } from '../../app/tee-context.ts';
import { decodedSentence, type Telling } from '../../i18n/decoded-sentence.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { NumberGroups } from '../../ui/number-groups.tsx';
import { startAtTop } from '../../ui/use-view-focus.ts';
import { loadMore, openSignature } from './history-actions.ts';
import { type HistoryStore, showAll, shownSignatures } from './history-store.ts';
import { sentStateOf, trackedOf } from './sent-state.ts';

/** Characters of a message that a row has room for. */
const EXCERPT = 120;

export function SignatureList({ store }: { store: HistoryStore }) {
  const { m, format } = useI18n();
  const tee = useTee();
  const state = useStore(store);
  const { known, list, marked, signatures = [], total } = state;
  const sent = useSent();
  const shown = useMemo(() => shownSignatures(state, sent), [state, sent]);
  const telling = useMemo(() => ({ m, format, known }), [m, format, known]);
  return (
    <>
      {shown.length === 0 ? <NoMatch store={store} /> : null}
      <ol className="signature-list" aria-label={m.history.listLabel}>
        {shown.map((signature) => (
          <li key={signature.number}>
            <SignatureRow
              telling={tellingOf(telling, signature)}
              signature={signature}
              sent={sent}
              isMarked={signature.number === marked}
              onOpen={() => void openSignature(store, tee, signature)}
            />
          </li>
        ))}
      </ol>
      {signatures.length < total ? (
        <div className="row">
          <Button small isPending={list.status === 'busy'} onPress={() => void loadMore(store, tee)}>
            {m.history.more}
          </Button>
          <span className="faint">
            {m.history.shown({ shown: format.integer(signatures.length), total: format.integer(total) })}
          </span>
        </div>
      ) : null}
    </>
  );
}

/** All of them may be behind a filter: one press, and they are there. */
function NoMatch({ store }: { store: HistoryStore }) {
  const { m, format } = useI18n();
  const { signatures = [], total } = useStore(store);
  const isAll = signatures.length === total;
  return (
    <>
      <Blank>{isAll ? m.history.noMatch : m.history.noMatchLoaded(format.integer(signatures.length))}</Blank>
      <div className="row history-show-all">
        <Button
          small
          onPress={() => {
            showAll(store);
            startAtTop();
          }}
        >
          {m.history.showAll}
        </Button>
      </div>
    </>
  );
}

/** As they are called now, then as they were when it was signed. */
export function tellingOf(telling: Telling, { known }: Pick<SignatureSummary, 'known'>): Telling {
  return { ...telling, known: [...(telling.known ?? []), ...known] };
}

interface SignatureRowProps {
  readonly telling: Telling;
  readonly signature: SignatureSummary;
  readonly sent: Sent;
  readonly isMarked: boolean;
  readonly onOpen: () => void;
}

function SignatureRow({ telling, signature, sent, isMarked, onOpen }: SignatureRowProps) {
  const { m, format } = telling;
  const { decoded, kind, note, number, signedAtMs, userName } = signature;
  const what = decodedSentence(telling, decoded);
  const row = useInSight(isMarked);
  return (
    <button
      ref={row}
      type="button"
      className="signature-row"
      aria-current={isMarked ? 'true' : undefined}
      onClick={onOpen}
    >
      <span className="signature-number faint tabular">{format.integer(number)}</span>
      <span className="signature-what">
        <span>
          <NumberGroups text={what} />
        </span>
        {decoded.text === undefined ? null : (
          <span className="soft signature-text" dir="auto">
            {decoded.text.slice(0, EXCERPT)}
          </span>
        )}
        <span className="soft signature-about">
          {format.dateTime(signedAtMs)} · <span dir="auto">{userName}</span>
          {note === '' ? null : (
            <>
              {' · '}
              <span dir="auto">{note}</span>
            </>
          )}
        </span>
      </span>
      <span className="signature-badges">
        <SentBadge signature={signature} sent={sent} />
        <Badge>{m.decoded.signatures[kind]}</Badge>
      </span>
    </button>
  );
}

/** Where the keyboard is, too: when the panel closes it comes back here. */
function useInSight(isMarked: boolean) {
  const row = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!isMarked) return;
    row.current?.focus({ preventScroll: true });
    row.current?.scrollIntoView({ block: 'center' });
  }, [isMarked]);
  return row;
}

/** Nothing of what is sent nowhere, and of what nobody knows. */
function SentBadge({ signature, sent }: Pick<SignatureRowProps, 'signature' | 'sent'>) {
  const tracked = trackedOf(signature, sent);
  if (tracked !== undefined) return <TransactionBadge transaction={tracked} />;
  switch (sentStateOf(signature, sent)) {
    case 'not-sent':
      return <NotSentBadge />;
    case 'unknown':
      return <NotKnownBadge />;
    default:
      return null;
  }
}
