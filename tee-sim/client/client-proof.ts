// How a client application proves who it is when it opens a session: with the key that its certificate names.
// Whoever holds that key decides; this library only carries the question and the answer.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import type { LOGIN_METHODS } from '../protocol/commands-users.ts';
import { openSessionProofInput } from '../protocol/envelope.ts';

/** What is to be signed, all but the client's own measurement: whoever signs knows that better. */
export interface ProofRequest {
  readonly bootId: Uint8Array;
  /** From GET_CHALLENGE, 32 bytes. */
  readonly challenge: Uint8Array;
  readonly login: (typeof LOGIN_METHODS)[number];
  /** SM3 of the session secret, 32 bytes. */
  readonly secretDigest: Uint8Array;
}

export interface ClientProof {
  /** The client's SM2 public key, 65 bytes; its SM3 is the client's id. */
  readonly certificate: Uint8Array;
  /** GB/T 32918.2 over `openSessionProofInput`, 64 bytes. */
  readonly signature: Uint8Array;
}

/** The window asks main, which holds the key; a command line signs by itself. */
export interface ClientProver {
  prove(request: ProofRequest): Promise<ClientProof>;
}

export interface ClientKey {
  /** 32 bytes; stays the caller's to zero. */
  readonly privateKey: Uint8Array;
  readonly certificate: Uint8Array;
  /** SM3 of the client's program, as the driver will measure it, 32 bytes. */
  readonly measurement: Uint8Array;
}

/** Signs with a key that is at hand. */
export function keyProver(
  engine: CryptoEngine,
  { privateKey, certificate, measurement }: ClientKey,
  random: RandomBytes,
): ClientProver {
  return {
    prove: async (request) => ({
      certificate,
      signature: engine.sm2Sign(privateKey, openSessionProofInput({ ...request, measurement }), random),
    }),
  };
}
