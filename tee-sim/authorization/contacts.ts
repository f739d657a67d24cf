// Each user's own address book: a row for each address, and one that names them all. A name makes an address no safer
// to pay; but what only looks like one of them is taken for its imitation.
import { type UserId, userIdSchema } from '../protocol/factors.ts';
import type { Address } from '../protocol/payment.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import { contactNameSchema } from '../protocol/wallets.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { type RecordSource, RecordTable } from './record-table.ts';
import { storedAddressSchema } from './wallets.ts';

/** So many names a user may keep. */
export const MAX_CONTACTS = 500;

const contactRecordSchema = z.strictObject({
  userId: userIdSchema,
  address: storedAddressSchema,
  name: contactNameSchema,
  addedAtMs: timeMsSchema,
});
export type ContactRecord = z.output<typeof contactRecordSchema>;

/** In the order in which they were added. */
const bookSchema = z.strictObject({ addresses: z.array(storedAddressSchema).max(MAX_CONTACTS) });

export class ContactStore {
  readonly #contacts: RecordTable<ContactRecord, z.input<typeof contactRecordSchema>>;
  readonly #books: RecordTable<z.output<typeof bookSchema>, z.input<typeof bookSchema>>;

  constructor(storage: Pick<ReadStorage, 'get' | 'scan'>) {
    this.#contacts = new RecordTable(storage, 'contacts', contactRecordSchema);
    this.#books = new RecordTable(storage, 'contacts', bookSchema);
  }

  /** @throws CORRUPT_OBJECT damaged-record */
  find(userId: UserId, address: Address): ContactRecord | undefined {
    return this.#contacts.get(rowKey(userId, address));
  }

  count(userId: UserId): number {
    return this.addresses(userId).length;
  }

  /** By name. @throws CORRUPT_OBJECT damaged-record */
  ofUser(userId: UserId): ContactRecord[] {
    return this.addresses(userId)
      .flatMap((address) => this.find(userId, address) ?? [])
      .sort((a, b) => a.name.localeCompare(b.name) || (a.address < b.address ? -1 : 1));
  }

  put(tx: Transaction, record: ContactRecord): void {
    const { userId, address } = record;
    this.#contacts.put(tx, rowKey(userId, address), userId, record);
    const addresses = this.addresses(userId, tx);
    if (!addresses.includes(address)) this.#putBook(tx, userId, [...addresses, address]);
  }

  remove(tx: Transaction, { userId, address }: Pick<ContactRecord, 'userId' | 'address'>): void {
    this.#contacts.remove(tx, rowKey(userId, address));
    const left = this.addresses(userId, tx).filter((other) => other !== address);
    this.#putBook(tx, userId, left);
  }

  /** In the order in which they were added. @throws CORRUPT_OBJECT damaged-record */
  addresses(userId: UserId, source?: RecordSource): readonly Address[] {
    return this.#books.get(bookKey(userId), source)?.addresses ?? [];
  }

  #putBook(tx: Transaction, userId: UserId, addresses: Address[]): void {
    this.#books.put(tx, bookKey(userId), userId, { addresses });
  }
}

function rowKey(userId: UserId, address: Address): string {
  return `${userId}/${address}`;
}

function bookKey(userId: UserId): string {
  return `book/${userId}`;
}
