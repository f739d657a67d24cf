// The registry of client programs (S2's allowed_clients): who they are and what each is permitted.
// Records are never removed: a revoked client stays known as revoked.
import { bytesToHex } from '../protocol/bytes.ts';
import {
  type ClientId,
  clientIdSchema,
  clientNameSchema,
  clientPermissionsSchema,
  hexDigestSchema,
  presetPermissions,
} from '../protocol/clients.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { RecordTable } from './record-table.ts';

const clientRecordSchema = z.strictObject({
  clientId: clientIdSchema,
  name: clientNameSchema,
  /** SM3 of its program as registered or last confirmed, hex. */
  binaryHash: hexDigestSchema,
  permissions: clientPermissionsSchema,
  registeredAtMs: timeMsSchema,
  revokedAtMs: timeMsSchema.optional(),
});
export type ClientRecord = z.output<typeof clientRecordSchema>;

export class ClientRegistry {
  readonly #records: RecordTable<ClientRecord, z.input<typeof clientRecordSchema>>;
  /** A registry that has one record has one for good. */
  #seenSome = false;

  constructor(storage: Pick<ReadStorage, 'get' | 'scan'>) {
    this.#records = new RecordTable(storage, 'clients', clientRecordSchema);
  }

  /** Whether no client was ever registered. */
  get isEmpty(): boolean {
    if (!this.#seenSome) this.#seenSome = this.#records.all().length > 0;
    return !this.#seenSome;
  }

  /** Revoked ones too. */
  find(clientId: ClientId): ClientRecord | undefined {
    return this.#records.get(clientId);
  }

  /** Revoked ones too, in the order of registration. */
  list(): ClientRecord[] {
    return this.#records.all().sort((a, b) => a.registeredAtMs - b.registeredAtMs || compare(a, b));
  }

  /** Puts a new record, or a changed one; `byUserId` is who did. */
  put(tx: Transaction, record: ClientRecord, byUserId: string): void {
    this.#records.put(tx, record.clientId, byUserId, record);
  }
}

/** The wallet's own window as it is registered: the first client ever, or one whose key is new on this device. */
export function windowClient(
  clientId: ClientId,
  measurement: Uint8Array,
  registeredAtMs: number,
): ClientRecord {
  const permissions = presetPermissions('wallet', 'UTC');
  return { clientId, name: 'AirAccount', binaryHash: bytesToHex(measurement), permissions, registeredAtMs };
}

function compare(a: ClientRecord, b: ClientRecord): number {
  return a.clientId < b.clientId ? -1 : 1;
}
