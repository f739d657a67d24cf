// The keys of the database, derived from DB_MASTER_KEY (DESIGN §3). They live here until `destroy`, and nowhere else.
import type { AeadKeys } from '../crypto/aead.ts';
import type { CryptoEngine } from '../crypto/engine.ts';
import { hkdfSm3 } from '../crypto/hkdf.ts';
import { wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';

/** 1: SM4-ECB under a key per record, with HMAC-SM3. 2: SM4-CTR with HMAC-SM3. */
export const RECORD_SUITES = [1, 2] as const;
export type RecordSuite = (typeof RECORD_SUITES)[number];

/** `derive_key(label)` for records; each label has an encryption and a MAC key per suite. */
export const RECORD_LABELS = [
  'db_user_data',
  'db_risk_logs',
  'db_feature_history',
  'db_wallet_keys',
  'db_device_identity',
] as const;
export type RecordLabel = (typeof RECORD_LABELS)[number];

/** What keys under `db_audit_chain` are for; each its own, so that no MAC can stand for another. */
const AUDIT_PURPOSES = ['chain', 'head', 'state', 'row-key', 'key-check'] as const;
export type AuditPurpose = (typeof AUDIT_PURPOSES)[number];

const ENC_KEY_BYTES = 16;
const MAC_KEY_BYTES = 32;
const NO_SALT = new Uint8Array(0);

export class StorageKeys {
  readonly #records = new Map<string, AeadKeys>();
  readonly #audit = new Map<AuditPurpose, Uint8Array>();

  /**
   * key(label, suite, use) = HKDF-SM3(DB_MASTER_KEY, no salt, info `label/suite-n/use`) and
   * key(purpose) = HKDF-SM3(DB_MASTER_KEY, no salt, info `db_audit_chain/purpose`); RFC 5869.
   * `masterKey` is 32 bytes and stays the caller's to zero. @throws BAD_PARAMETERS on another length
   */
  constructor(engine: CryptoEngine, masterKey: Uint8Array) {
    if (masterKey.length !== 32) throw new TeeError('BAD_PARAMETERS');
    const derive = (info: string, length: number) => hkdfSm3(engine, masterKey, NO_SALT, info, length);
    for (const label of RECORD_LABELS) {
      for (const suite of RECORD_SUITES) {
        this.#records.set(`${label}/${suite}`, {
          encKey: derive(`${label}/suite-${suite}/enc`, ENC_KEY_BYTES),
          macKey: derive(`${label}/suite-${suite}/mac`, MAC_KEY_BYTES),
        });
      }
    }
    for (const purpose of AUDIT_PURPOSES) {
      this.#audit.set(purpose, derive(`db_audit_chain/${purpose}`, MAC_KEY_BYTES));
    }
  }

  /** @throws BAD_STATE after `destroy` */
  record(label: RecordLabel, suite: RecordSuite): AeadKeys {
    return present(this.#records.get(`${label}/${suite}`));
  }

  /** @throws BAD_STATE after `destroy` */
  audit(purpose: AuditPurpose): Uint8Array {
    return present(this.#audit.get(purpose));
  }

  /** Zeroes every key. */
  destroy(): void {
    for (const { encKey, macKey } of this.#records.values()) wipe(encKey, macKey);
    wipe(...this.#audit.values());
    this.#records.clear();
    this.#audit.clear();
  }
}

function present<T>(key: T | undefined): T {
  if (key === undefined) throw new TeeError('BAD_STATE');
  return key;
}
