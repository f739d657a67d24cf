// The policy in force and every version before it. Version 0 is what the TEE comes with and is not stored.
// Must never let what a transaction wrote count before that transaction is committed.
import type { CryptoEngine } from '../crypto/engine.ts';
import { utf8ToBytes } from '../protocol/bytes.ts';
import { defaultPolicy, type Policy, policySchema } from '../protocol/policy.ts';
import { timeMsSchema, z } from '../protocol/schema.ts';
import type { ReadStorage, Transaction } from '../storage/storage.ts';
import { RecordTable } from './record-table.ts';
import { DEVICE_OWNER } from './users.ts';

const policyVersionSchema = z.strictObject({
  version: z.number().int().min(1),
  policy: policySchema,
  changedAtMs: timeMsSchema,
});

export interface PolicyVersion {
  readonly version: number;
  readonly policy: Policy;
  /** Absent for version 0. */
  readonly changedAtMs?: number;
  /** SM3 of the JSON text `{"version":…,"policy":…}`, 32 bytes; its keys in the order of the schema. */
  readonly digest: Uint8Array;
}

const CURRENT = 'current';

export class PolicyStore {
  readonly #engine: Pick<CryptoEngine, 'sm3'>;
  readonly #records: RecordTable<z.output<typeof policyVersionSchema>, z.input<typeof policyVersionSchema>>;
  #inForce: PolicyVersion;

  /** @throws CORRUPT_OBJECT damaged-record */
  constructor(storage: Pick<ReadStorage, 'get' | 'scan'>, engine: Pick<CryptoEngine, 'sm3'>) {
    this.#engine = engine;
    this.#records = new RecordTable(storage, 'policies', policyVersionSchema);
    this.#inForce = this.#readCurrent();
  }

  get current(): Policy {
    return this.#inForce.policy;
  }

  get version(): number {
    return this.#inForce.version;
  }

  /** What the attestation states as `policyDigest`. */
  get digest(): Uint8Array {
    return this.#inForce.digest.slice();
  }

  /** @throws CORRUPT_OBJECT damaged-record */
  get(version: number): PolicyVersion | undefined {
    if (version === 0) return this.#withDigest({ version, policy: defaultPolicy });
    const stored = this.#records.get(rowKey(version));
    return stored && this.#withDigest(stored);
  }

  /** Stores the next version and returns its number. It is in force once `reload` follows the commit. */
  change(tx: Transaction, policy: Policy, atMs: number): number {
    const version = this.version + 1;
    const record = { version, policy, changedAtMs: atMs };
    for (const key of [CURRENT, rowKey(version)]) this.#records.put(tx, key, DEVICE_OWNER, record);
    return version;
  }

  /** Puts in force what is stored. @throws CORRUPT_OBJECT damaged-record */
  reload(): void {
    this.#inForce = this.#readCurrent();
  }

  #readCurrent(): PolicyVersion {
    const stored = this.#records.get(CURRENT);
    return this.#withDigest(stored ?? { version: 0, policy: defaultPolicy });
  }

  #withDigest(stored: Omit<PolicyVersion, 'digest'>): PolicyVersion {
    const { version, policy } = stored;
    // Parsed, so that the keys stand in the order of the schema whoever wrote them.
    const text = JSON.stringify({ version, policy: policySchema.parse(policy) });
    return { ...stored, digest: this.#engine.sm3(utf8ToBytes(text)) };
  }
}

function rowKey(version: number): string {
  return `v${version}`;
}
