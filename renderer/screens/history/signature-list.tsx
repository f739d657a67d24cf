// The signatures as far as they were loaded, newest first; each opens by a press.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import { useTee } from '../../app/tee-context.ts';
import { decodedSentence, type Telling } from '../../i18n/decoded-sentence.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { NumberGroups } from '../../ui/number-groups.tsx';
import { loadMore, openSignature } from './history-actions.ts';
import { type HistoryStore, shownSignatures } from './history-store.ts';

/** Characters of a message that a row has room for. */
const EXCERPT = 120;

export function SignatureList({ store }: { store: HistoryStore }) {
  const { m, format } = useI18n();
  const tee = useTee();
  const state = useStore(store);
  const { known, list, signatures = [], total } = state;
  const shown = useMemo(() => shownSignatures(state), [state]);
  const telling = useMemo(() => ({ m, format, known }), [m, format, known]);
  return (
    <>
      {shown.length === 0 ? <Blank>{m.history.noMatch}</Blank> : null}
      <ol className="signature-list" aria-label={m.history.listLabel}>
        {shown.map((signature) => (
          <li key={signature.number}>
            <SignatureRow
              telling={tellingOf(telling, signature)}
              signature={signature}
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

/** As they are called now, then as they were when it was signed. */
export function tellingOf(telling: Telling, { known }: Pick<SignatureSummary, 'known'>): Telling {
  return { ...telling, known: [...(telling.known ?? []), ...known] };
}

interface SignatureRowProps {
  readonly telling: Telling;
  readonly signature: SignatureSummary;
  readonly onOpen: () => void;
}

function SignatureRow({ telling, signature, onOpen }: SignatureRowProps) {
  const { m, format } = telling;
  const { decoded, kind, note, number, signedAtMs, userName } = signature;
  const what = decodedSentence(telling, decoded);
  return (
    <button type="button" className="signature-row" onClick={onOpen}>
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
      <Badge>{m.decoded.signatures[kind]}</Badge>
    </button>
  );
}
