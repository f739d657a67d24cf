// The window's identity as a client of the TEE: an SM2 key, made once and wrapped by the OS keychain (a file only this
// user can read, where no keychain protects). Signs the proof of OPEN_SESSION and nothing else; never leaves main.
import type { ApiHandlers } from '../preload/contract.ts';
import { nobleEngine } from '../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import { bytesToBase64Url, wipe } from '../tee-sim/protocol/bytes.ts';
import { openSessionProofInput } from '../tee-sim/protocol/envelope.ts';
import type { Log } from './log-entry.ts';
import { type Keychain, WrappedKey } from './wrapped-key.ts';

const engine = nobleEngine;

interface Options {
  readonly path: string;
  readonly keychain: Keychain;
  /** Of the client's bundle, as main itself took it. */
  readonly measurement: Uint8Array;
  readonly log: Log;
}

export interface ClientIdentity {
  /** @throws ACCESS_DENIED · CORRUPT_OBJECT · STORAGE_NOT_AVAILABLE, all client-proof from COMMS */
  readonly prove: ApiHandlers['tee']['proveClient'];
}

/**
 * The key has a place of its own whatever the source of the master key is: QA's file or variable opens the TEE's data
 * and says nothing of who calls it. One that is lost is made anew, and is then a client that the TEE does not know.
 */
export function createClientIdentity({ path, keychain, measurement, log }: Options): ClientIdentity {
  const stored = new WrappedKey({
    kind: 'client-identity',
    path,
    keychain,
    dataExists: () => false,
    draw: () => engine.sm2GenerateKeyPair(randomBytes).privateKey,
    log,
  });
  const oneAtATime = inTurn();
  return {
    prove: async (request) => {
      // Two first proofs at once would make two keys.
      const { key } = await oneAtATime(() => stored.load());
      try {
        const signature = engine.sm2Sign(
          key,
          openSessionProofInput({ ...request, measurement }),
          randomBytes,
        );
        const certificate = engine.sm2PublicKey(key);
        return { certificate: bytesToBase64Url(certificate), signature: bytesToBase64Url(signature) };
      } finally {
        wipe(key);
      }
    },
  };
}

/** Runs each piece of work after the one before it, whatever became of that. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
