// The device identity key: made at the first boot, sealed in storage, never in a backup. Loading it also logs
// the boot, so that no boot goes unlogged and the first identity is committed with the log's first row.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { SecureStorage } from '../storage/storage.ts';
import { refusal } from './refusals.ts';

const ROW_KEY = 'device';
/** Owner of what the TEE itself logs and keeps; no session ever has this user. */
export const TEE_USER = 'tee';

export interface DeviceIdentity {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/**
 * Appends the `boot` row with `facts` as JSON, and returns the identity's SM2 key pair. The caller zeroes
 * `privateKey`. @throws CORRUPT_OBJECT damaged-record, damaged-database (rows without an identity) · what
 * storage throws
 */
export function bootIdentity(
  storage: SecureStorage,
  engine: CryptoEngine,
  random: RandomBytes,
  atMs: number,
  facts: Readonly<Record<string, unknown>>,
): DeviceIdentity {
  const stored = storage.get('device_identity', ROW_KEY);
  if (stored === undefined && storage.listLogs({ limit: 1 }).total > 0) {
    throw refusal('identity-missing');
  }
  const identity =
    stored === undefined
      ? engine.sm2GenerateKeyPair(random)
      : { privateKey: stored, publicKey: engine.sm2PublicKey(stored) };
  const record = utf8ToBytes(JSON.stringify({ event: 'boot', ...facts }));
  try {
    return storage.write((tx) => {
      if (stored === undefined) tx.put('device_identity', ROW_KEY, TEE_USER, identity.privateKey);
      return { log: { userId: TEE_USER, kind: 'boot', atMs, record }, value: identity };
    });
  } catch (error) {
    wipe(identity.privateKey);
    throw error;
  }
}
