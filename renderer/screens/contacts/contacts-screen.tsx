// The address book: names for addresses, and what was paid to each.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Contact } from '../../../tee-sim/protocol/wallets.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { routeAddress } from '../../app/routes.ts';
import { isUnderWay, performChange } from '../../app/section.ts';
import { SectionBody } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useLoad } from '../../app/use-section.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { CopyableAddress } from '../../ui/address.tsx';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialogs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Identicon } from '../../ui/identicon.tsx';
import { AddContact, RenameContact } from './contact-dialogs.tsx';
import { type ContactsStore, loadContacts } from './contacts-store.ts';

export function ContactsScreen({ store }: { store: ContactsStore }) {
  const { m } = useI18n();
  const [isAdding, setAdding] = useState(false);
  const { data } = useStore(store);
  useLoad(store, loadContacts);
  const add = (
    <Button small={data?.length !== 0} weight="primary" onPress={() => setAdding(true)}>
      <Icon name="plus" />
      {m.contacts.add}
    </Button>
  );
  return (
    <>
      <header className="screen-head screen-head-row">
        <div>
          <h1>{m.contacts.title}</h1>
          <p>{m.contacts.lead}</p>
        </div>
        {data === undefined || data.length === 0 ? null : add}
      </header>
      <SectionBody store={store}>
        {(contacts) =>
          contacts.length === 0 ? (
            <section className="card">
              <Blank icon="people" level={2} title={m.contacts.emptyTitle}>
                {m.contacts.emptyText}
              </Blank>
              <div className="blank-actions">{add}</div>
            </section>
          ) : (
            <ul className="entries" aria-label={m.contacts.listLabel}>
              {contacts.map((contact) => (
                <ContactItem key={contact.address} store={store} contact={contact} />
              ))}
            </ul>
          )
        }
      </SectionBody>
      {isAdding ? <AddContact store={store} contacts={data ?? []} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

interface ContactItemProps {
  readonly store: ContactsStore;
  readonly contact: Contact;
}

function ContactItem({ store, contact }: ContactItemProps) {
  const { m, format } = useI18n();
  const [isRenaming, setRenaming] = useState(false);
  const { name, address, firstSeenMs, payments } = contact;
  return (
    <li className="entry contact">
      <Identicon address={address} />
      <div className="entry-text">
        <p className="entry-name" dir="auto">
          {name}
        </p>
        <CopyableAddress address={address} />
        <p className="faint">
          {firstSeenMs === undefined
            ? m.contacts.neverPaid
            : [
                m.contacts.payments(payments, format.integer(payments)),
                m.contacts.paidSince(format.dateTime(firstSeenMs)),
              ].join(' · ')}
        </p>
      </div>
      <div className="row">
        <a
          className="button button-small"
          href={routeAddress('sign', { to: address })}
          aria-label={m.contacts.payName(name)}
        >
          {m.contacts.pay}
        </a>
        <Button small onPress={() => setRenaming(true)}>
          {m.contacts.rename}
        </Button>
        <RemoveContact store={store} contact={contact} />
      </div>
      {isRenaming ? (
        <RenameContact store={store} contact={contact} onClose={() => setRenaming(false)} />
      ) : null}
    </li>
  );
}

function RemoveContact({ store, contact: { address, name } }: ContactItemProps) {
  const { m } = useI18n();
  const services = { tee: useTee(), authorized: useAuthorized() };
  const isBusy = useStore(store, ({ change }) => isUnderWay(change));
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    await performChange(store, services, 'REMOVE_CONTACT', { address });
    await loadContacts(store, services.tee);
  };
  return (
    <>
      <Button small weight="danger" isPending={isBusy} onPress={() => setAsking(true)}>
        {m.contacts.remove}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={m.contacts.removeTitle(name)}
        confirm={m.contacts.removeConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => void remove()}
      >
        <p>{m.contacts.removeText}</p>
      </ConfirmDialog>
    </>
  );
}
