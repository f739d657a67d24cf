// What the address book shows.
import type { Contact } from '../../../tee-sim/protocol/wallets.ts';
import { createSection, loadSection, type SectionStore } from '../../app/section.ts';
import type { Tee } from '../../app/tee.ts';

export type ContactsStore = SectionStore<readonly Contact[]>;

export function createContactsStore(): ContactsStore {
  return createSection();
}

/** By name, as people sort. Never rejects. */
export function loadContacts(store: ContactsStore, tee: Tee): Promise<void> {
  return loadSection(store, async () => {
    const { contacts } = (await tee.invoke('LIST_CONTACTS', {})).result;
    return [...contacts].sort((a, b) => a.name.localeCompare(b.name) || (a.address < b.address ? -1 : 1));
  });
}
