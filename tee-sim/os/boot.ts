// Boots the TEE: opens storage, makes the boot's keys, and wires channel, sessions and TA together.
// Must never leave the master key or the storage open when it fails.
import { SessionTable } from '../authorization/layer-2-sessions.ts';
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { engineByName } from '../crypto/engines.ts';
import { bytesToHex, wipe } from '../protocol/bytes.ts';
import type { DriverContext, SignedText } from '../protocol/envelope.ts';
import type { bootMessageSchema } from '../protocol/port.ts';
import type { z } from '../protocol/schema.ts';
import { HistoryStore } from '../risk/history.ts';
import { openStorage } from '../storage/open.ts';
import type { SecureStorage } from '../storage/storage.ts';
import { TrustedApplication } from '../ta/trusted-application.ts';
import { attest } from './attestation.ts';
import { Channel } from './channel.ts';
import { type MachineClocks, startClock, type TeeClock } from './clock.ts';
import { bootIdentity } from './device-identity.ts';
import { EpochManager } from './epochs.ts';
import { NonceCache } from './nonces.ts';

export type BootRequest = z.output<typeof bootMessageSchema>;

/** What the TEE has of the machine it runs on. */
export interface Machine extends MachineClocks {
  readonly random: RandomBytes;
}

/** A TEE that booted properly. */
export interface Tee {
  attest(clientNonce: Uint8Array): SignedText;
  invoke(envelope: string, driverContext: DriverContext | undefined): SignedText;
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
  const { privateKey: responseKey, publicKey: responsePublicKey } = engine.sm2GenerateKeyPair(random);
  const epochs = new EpochManager(engine, random, clock.nowMs);
  const sessions = new SessionTable(engine, random, clock.laterMs);
  const ta = new TrustedApplication(engine, storage, {
    sessions,
    history: new HistoryStore(engine, random),
    status: { ...facts, openedRequests: () => epochs.openedRequests },
  });
  const nonces = new NonceCache();
  const channel = new Channel({
    engine,
    random,
    clock,
    monotonicMs,
    epochs,
    nonces,
    sessions,
    ta,
    responseKey,
  });
  const { measurements } = boot;
  const attested = { engine, random, clock, epochs, bootId, measurements, deviceIdentity, responsePublicKey };
  return {
    attest: (clientNonce) => attest(attested, clientNonce),
    invoke: (envelope, driverContext) => channel.answer(envelope, driverContext),
    tick: () => {
      epochs.tick();
      sessions.endExpired();
    },
    close: () => {
      sessions.closeAll();
      epochs.destroy();
      wipe(responseKey, deviceIdentity.privateKey);
      storage.close();
    },
  };
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
