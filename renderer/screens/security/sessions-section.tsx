// Who is connected to the TEE at the moment, and through which program; each can be ended.
import { useState } from 'react';
import { useStore } from 'zustand';
import { useAuthorized } from '../../app/authorized.ts';
import { isUnderWay, performChange } from '../../app/section.ts';
import { SectionBody, SectionHead } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useLoad } from '../../app/use-section.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialogs.tsx';
import { loadSessions } from './load-actions.ts';
import type { SecurityStores, SessionEntry } from './security-store.ts';

type Store = SecurityStores['sessions'];

export function SessionsSection({ store }: { store: Store }) {
  const { m } = useI18n();
  const texts = m.security.sessions;
  useLoad(store, loadSessions);
  return (
    <>
      <SectionHead title={texts.title} lead={texts.lead} />
      <SectionBody store={store}>
        {(sessions) => (
          <ul className="entries">
            {sessions.map((session) => (
              <SessionItem key={session.ref} store={store} session={session} />
            ))}
          </ul>
        )}
      </SectionBody>
    </>
  );
}

function SessionItem({ store, session }: { store: Store; session: SessionEntry }) {
  const { m, format } = useI18n();
  const texts = m.security.sessions;
  return (
    <li className="entry">
      <div className="entry-text">
        <p className="entry-name">
          <span dir="auto">{session.clientName}</span>
          {session.current ? <Badge kind="good">{texts.current}</Badge> : null}
        </p>
        <p className="soft" dir="auto">
          {session.userName === undefined ? texts.anonymous : texts.user(session.userName)}
        </p>
        <p className="faint">
          {texts.times(format.dateTime(session.openedAtMs), format.dateTime(session.lastUsedAtMs))}
        </p>
      </div>
      {session.current ? null : <Terminate store={store} session={session} />}
    </li>
  );
}

function Terminate({ store, session }: { store: Store; session: SessionEntry }) {
  const { m } = useI18n();
  const texts = m.security.sessions;
  const tee = useTee();
  const authorized = useAuthorized();
  const busy = useStore(store, ({ change }) => isUnderWay(change));
  const [asking, setAsking] = useState(false);
  const terminate = async (): Promise<void> => {
    setAsking(false);
    await performChange(store, { tee, authorized }, 'TERMINATE_SESSION', { ref: session.ref });
    await loadSessions(store, tee);
  };
  return (
    <>
      <Button small isPending={busy} onPress={() => setAsking(true)}>
        {texts.terminate}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={texts.terminateTitle(session.clientName)}
        confirm={texts.terminateConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => void terminate()}
      >
        <p>{texts.terminateText}</p>
      </ConfirmDialog>
    </>
  );
}
