// Boots the TEE: opens storage, makes the boot's keys, and wires channel, sessions and TA together.
// Must never leave the master key or the storage open when it fails.
import { MAIN_WINDOW } from '../authorization/layer-1-client-access.ts';
import type { PasswordKdf } from '../authorization/password.ts';
import type { TeeClock } from '../authorization/tee-clock.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { engineByName } from '../crypto/engines.ts';
import { bytesToHex, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { DriverContext, SignedText } from '../protocol/envelope.ts';
import type { bootMessageSchema } from '../protocol/port.ts';
import type { z } from '../protocol/schema.ts';
import { openStorage } from '../storage/open.ts';
import type { SecureStorage } from '../storage/storage.ts';
import type { CallingClient } from '../ta/call.ts';
import { attest } from './attestation.ts';
import { Channel } from './channel.ts';
import { type MachineClocks, startClock } from './clock.ts';
import { bootIdentity, TEE_USER } from './device-identity.ts';
import { EpochManager } from './epochs.ts';
import { NonceCache } from './nonces.ts';
import { refusal } from './refusals.ts';
import { wireTa } from './wire-ta.ts';

export type BootRequest = z.output<typeof bootMessageSchema>;

/** What the TEE has of the machine it runs on. */
export interface Machine extends MachineClocks {
  readonly random: RandomBytes;
  /** argon2id unless a test brings a cheaper one. */
  readonly kdf?: PasswordKdf;
}

/** A TEE that booted properly. */
export interface Tee {
  /** Who asked, as the driver says; without it, the window. @throws BUSY rate-limited */
  attest(clientNonce: Uint8Array, channelId?: string): SignedText;
  /** `client` sent it, as the driver measured that; without it, the window did. */
  invoke(
    envelope: string,
    driverContext: DriverContext | undefined,
    client?: CallingClient | undefined,
  ): SignedText;
  /** The machine was locked or goes to sleep: locks every session where the policy says so. */
  lock(why: 'system-lock' | 'suspend'): void;
  /** A local client is gone: ends the sessions that came over its channel. */
  closeChannel(channelId: string): void;
  /** To be called between requests, about once a second: turns epochs, ends sessions. */
  tick(): void;
  /** Zeroes every key and closes storage. */
  close(): void;
}

const BOOT_ID_BYTES = 16;

/**
 * Opens storage and starts the TEE. Zeroes `boot.masterKey` before it returns or throws.
 * @throws whatever `openStorage` throws, and CORRUPT_OBJECT when the device identity does not hold
 */
export function bootTee(boot: BootRequest, machine: Machine): Tee {
  const engine = engineByName(boot.engine);
  const storage = openAndWipe(boot, engine, machine.random);
  try {
    return startTee(boot, machine, engine, storage);
  } catch (error) {
    storage.close();
    throw error;
  }
}

function openAndWipe(boot: BootRequest, engine: CryptoEngine, random: RandomBytes): SecureStorage {
  const { dataDir, masterKey, recordSuite: suite } = boot;
  try {
    return openStorage({ dataDir, masterKey, engine, suite, random });
  } finally {
    wipe(masterKey);
  }
}

function startTee(boot: BootRequest, machine: Machine, engine: CryptoEngine, storage: SecureStorage): Tee {
  const { random, monotonicMs } = machine;
  const clock = startClock(machine, boot.clockOffsetMs);
  const bootId = random(BOOT_ID_BYTES);
  const facts = bootFacts(boot, clock, storage);
  const deviceIdentity = bootIdentity(storage, engine, random, clock.bootedAtMs, {
    bootId: bytesToHex(bootId),
    ...facts,
  });
  if (boot.afterPanic) logPanic(storage, clock);
  const { privateKey: responseKey, publicKey: responsePublicKey } = engine.sm2GenerateKeyPair(random);
  const epochs = new EpochManager(engine, random, clock.nowMs);
  const status = { ...facts, bootId, openedRequests: () => epochs.openedRequests };
  const { ta, sessions, policy, openings, destroy } = wireTa({
    engine,
    random,
    clock,
    storage,
    status,
    kdf: machine.kdf,
  });
  const nonces = new NonceCache();
  const parts = { engine, random, clock, monotonicMs, epochs, nonces, sessions, ta, responseKey };
  const channel = new Channel(parts);
  const { measurements } = boot;
  const mainWindow = { channelId: MAIN_WINDOW, measurement: measurements.client };
  const keys = { deviceIdentity, responsePublicKey };
  const policyDigest = () => policy.digest;
  const attested = { engine, random, clock, epochs, bootId, measurements, policyDigest, ...keys };
  return {
    attest: (clientNonce, channelId = MAIN_WINDOW) => {
      if (!openings.take('attest', channelId)) throw refusal('rate-limited');
      return attest(attested, clientNonce);
    },
    invoke: (envelope, context, client = mainWindow) => channel.answer(envelope, context, client),
    closeChannel: (channelId) => sessions.closeChannel(channelId),
    lock: (why) => {
      const { lockOnSystemLock, lockOnSuspend } = policy.current.sessionSecurity;
      if (why === 'suspend' ? lockOnSuspend : lockOnSystemLock) sessions.lockAll();
    },
    tick: () => {
      epochs.tick();
      sessions.endExpired();
    },
    close: () => {
      destroy();
      epochs.destroy();
      wipe(responseKey, deviceIdentity.privateKey);
      storage.close();
    },
  };
}

/** The TEE before this one ended without being asked to. */
function logPanic(storage: SecureStorage, clock: TeeClock): void {
  const record = utf8ToBytes(JSON.stringify({ event: 'panic' }));
  const log = { userId: TEE_USER, kind: 'panic', atMs: clock.bootedAtMs, record } as const;
  storage.write(() => ({ log, value: undefined }));
}

/** How this boot lies to what was logged before it; what the boot row records besides its id. */
function bootFacts(
  { engine, masterKeySource, measurements }: BootRequest,
  clock: TeeClock,
  storage: SecureStorage,
) {
  const lastLogAtMs = storage.lastLogAtMs === 0 ? undefined : storage.lastLogAtMs;
  const offMs = lastLogAtMs === undefined ? undefined : clock.bootedAtMs - lastLogAtMs;
  return {
    bootedAtMs: clock.bootedAtMs,
    lastLogAtMs,
    /** Switched off for so long, by the wall clock; negative when that went back. */
    offMs,
    clockWentBack: offMs !== undefined && offMs < 0,
    adoptedRows: storage.adoptedRows,
    engine,
    masterKeySource,
    measurements: { tee: bytesToHex(measurements.tee), client: bytesToHex(measurements.client) },
  };
}
