// The forms of the address book: a new address, and another name for one.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Contact } from '../../../tee-sim/protocol/wallets.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { recipientState } from '../../app/recipient.ts';
import { forgetChange, isUnderWay, performChange } from '../../app/section.ts';
import { ChangeFailure } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import {
  type ContactProblems,
  contactNameProblem,
  contactOf,
  contactProblems,
  pastedAddress,
} from './contact-rules.ts';
import { type ContactsStore, loadContacts } from './contacts-store.ts';

/** Puts a name to an address; `undefined` while it is not done. */
function usePut(store: ContactsStore, onClose: () => void) {
  const services = { tee: useTee(), authorized: useAuthorized() };
  const change = useStore(store, (state) => state.change);
  return {
    change,
    put: async (contact: { readonly address: string; readonly name: string }): Promise<void> => {
      const done = await performChange(store, services, 'PUT_CONTACT', contact);
      if (done === undefined) return;
      onClose();
      await loadContacts(store, services.tee);
    },
    cancel: (): void => {
      forgetChange(store);
      onClose();
    },
  };
}

interface AddContactProps {
  readonly store: ContactsStore;
  readonly contacts: readonly Contact[];
  readonly onClose: () => void;
}

export function AddContact({ store, contacts, onClose }: AddContactProps) {
  const { m } = useI18n();
  const { change, put, cancel } = usePut(store, onClose);
  const [address, setAddress] = useState('');
  const [name, setName] = useState('');
  const [attempted, setAttempted] = useState(false);
  const problems = contactProblems({ address, name }, contacts);
  const submit = (): void => {
    setAttempted(true);
    if (Object.keys(problems).length === 0) void put({ address: address.trim(), name: name.trim() });
  };
  return (
    <FormDialog
      isOpen
      title={m.contacts.addTitle}
      submit={m.contacts.addSubmit}
      isPending={isUnderWay(change)}
      onSubmit={submit}
      onCancel={cancel}
    >
      <TextField
        name="address"
        mono
        label={m.contacts.address}
        value={address}
        onChange={(typed) => setAddress(pastedAddress(typed))}
        hint={addressHint(m, address)}
        error={addressError(m, problems.address, attempted, contactOf(address, contacts)?.name)}
      />
      <TextField
        name="contactName"
        label={m.contacts.name}
        value={name}
        onChange={setName}
        error={attempted && problems.name !== undefined ? m.contacts.errors[problems.name] : undefined}
      />
      <ChangeFailure change={change} />
    </FormDialog>
  );
}

function addressHint(m: Messages, address: string): string {
  switch (recipientState(address)) {
    case 'checked':
      return m.contacts.addressChecked;
    case 'unchecked':
      return m.contacts.addressUnchecked;
    case 'incomplete':
    case 'wrong-checksum':
      return m.contacts.addressHint;
  }
}

/** Before somebody tried to send it, only what is wrong beyond doubt is called wrong. */
function addressError(
  m: Messages,
  problem: ContactProblems['address'],
  attempted: boolean,
  known = '',
): string | undefined {
  switch (problem) {
    case undefined:
      return undefined;
    case 'addressKnown':
      return m.contacts.errors.addressKnown(known);
    case 'addressChecksum':
      return m.contacts.errors.addressChecksum;
    case 'addressEmpty':
    case 'addressForm':
      return attempted ? m.contacts.errors[problem] : undefined;
  }
}

interface RenameContactProps {
  readonly store: ContactsStore;
  readonly contact: Contact;
  readonly onClose: () => void;
}

export function RenameContact({ store, contact, onClose }: RenameContactProps) {
  const { m } = useI18n();
  const { change, put, cancel } = usePut(store, onClose);
  const [name, setName] = useState(contact.name);
  const problem = contactNameProblem(name);
  return (
    <FormDialog
      isOpen
      title={m.contacts.renameTitle(contact.name)}
      submit={m.contacts.save}
      isPending={isUnderWay(change)}
      isSubmitDisabled={problem !== undefined}
      onSubmit={() => void put({ address: contact.address, name: name.trim() })}
      onCancel={cancel}
    >
      <TextField
        name="contactName"
        label={m.contacts.name}
        value={name}
        onChange={setName}
        error={problem === undefined ? undefined : m.contacts.errors[problem]}
      />
      <ChangeFailure change={change} />
    </FormDialog>
  );
}
