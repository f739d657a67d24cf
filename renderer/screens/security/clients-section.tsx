// The programs that may talk to the TEE, and what each is permitted.
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
import { Disclosure } from '../../ui/disclosure.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Hex } from '../../ui/hex.tsx';
import { Icon } from '../../ui/icon.tsx';
import { permissionWords } from './client-words.ts';
import { loadClients } from './load-actions.ts';
import { RegisterClient } from './register-client.tsx';
import type { ClientEntry, SecurityStores } from './security-store.ts';

type Store = SecurityStores['clients'];

export function ClientsSection({ store }: { store: Store }) {
  const { m } = useI18n();
  const texts = m.security.clients;
  const [registering, setRegistering] = useState(false);
  useLoad(store, loadClients);
  return (
    <>
      <SectionHead title={texts.title} lead={texts.lead}>
        <Button small onPress={() => setRegistering(true)}>
          <Icon name="plus" />
          {texts.register}
        </Button>
      </SectionHead>
      {registering ? <RegisterClient store={store} onClose={() => setRegistering(false)} /> : null}
      <SectionBody store={store}>
        {(clients) => (
          <ul className="entries">
            {clients.map((client) => (
              <ClientItem key={client.clientId} store={store} client={client} />
            ))}
          </ul>
        )}
      </SectionBody>
    </>
  );
}

function ClientItem({ store, client }: { store: Store; client: ClientEntry }) {
  const { m, format, language } = useI18n();
  const texts = m.security.clients;
  const isRevoked = client.revokedAtMs !== undefined;
  const words = permissionWords(m, format, language, client.permissions);
  return (
    <li className="entry">
      <div className="entry-text">
        <p className="entry-name">
          <span dir="auto">{client.name}</span>
          {client.current ? <Badge kind="good">{texts.current}</Badge> : null}
          {isRevoked ? <Badge kind="stop">{texts.revoked}</Badge> : null}
        </p>
        <p className="faint">
          {client.revokedAtMs === undefined
            ? texts.since(format.dateTime(client.registeredAtMs))
            : texts.revokedAt(format.dateTime(client.revokedAtMs))}
        </p>
        <Facts>
          <Fact term={texts.mayDo}>{words.operations}</Fact>
          <Fact term={texts.when}>{words.time}</Fact>
          <Fact term={texts.from}>{words.addresses}</Fact>
          <Fact term={texts.howOften}>{words.rate}</Fact>
        </Facts>
        <Disclosure title={texts.identity}>
          <Facts>
            <Fact term={texts.clientId} note={texts.clientIdNote}>
              <Hex value={client.clientId} />
            </Fact>
            <Fact term={texts.binaryHash} note={texts.binaryHashNote}>
              <Hex value={client.binaryHash} />
            </Fact>
          </Facts>
        </Disclosure>
      </div>
      {client.current || isRevoked ? null : <Revoke store={store} client={client} />}
    </li>
  );
}

function Revoke({ store, client }: { store: Store; client: ClientEntry }) {
  const { m } = useI18n();
  const texts = m.security.clients;
  const tee = useTee();
  const authorized = useAuthorized();
  const busy = useStore(store, ({ change }) => isUnderWay(change));
  const [asking, setAsking] = useState(false);
  const revoke = async (): Promise<void> => {
    setAsking(false);
    await performChange(store, { tee, authorized }, 'REVOKE_CLIENT', { clientId: client.clientId });
    await loadClients(store, tee);
  };
  return (
    <>
      <Button small weight="danger" isPending={busy} onPress={() => setAsking(true)}>
        {texts.revoke}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={texts.revokeTitle(client.name)}
        confirm={texts.revokeConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => void revoke()}
      >
        <p>{texts.revokeText}</p>
      </ConfirmDialog>
    </>
  );
}
