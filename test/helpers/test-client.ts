// The client application of tests: a fixed SM2 key, and the proof that opens a session with it.
import { type ClientProver, keyProver } from '../../tee-sim/client/client-proof.ts';
import { nobleEngine as engine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { bytesToBase64Url, bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { clientIdSchema } from '../../tee-sim/protocol/clients.ts';
import { TA_UUID } from '../../tee-sim/protocol/commands.ts';
import { openSessionProofInput } from '../../tee-sim/protocol/envelope.ts';

const LOGIN = 'LOGIN_APPLICATION';

export class TestClientIdentity {
  readonly certificate: Uint8Array;
  readonly #privateKey: Uint8Array;

  /** The same `seed` is the same client; 1 is the wallet of tests. */
  constructor(seed = 1) {
    this.#privateKey = new Uint8Array(32).fill(seed);
    this.certificate = engine.sm2PublicKey(this.#privateKey);
  }

  get id() {
    return clientIdSchema.parse(bytesToHex(engine.sm3(this.certificate)));
  }

  /** For a `TeeClient`. */
  prover(measurement: Uint8Array): ClientProver {
    const { certificate } = this;
    return keyProver(engine, { privateKey: this.#privateKey, certificate, measurement }, randomBytes);
  }

  /** Params of OPEN_SESSION; `measurement` is what the driver will have measured. */
  openParams(proof: {
    readonly bootId: Uint8Array;
    readonly challenge: Uint8Array;
    readonly secret: Uint8Array;
    readonly measurement: Uint8Array;
  }) {
    const { bootId, challenge, secret, measurement } = proof;
    const secretDigest = engine.sm3(secret);
    const input = openSessionProofInput({ bootId, challenge, login: LOGIN, secretDigest, measurement });
    return {
      taUuid: TA_UUID,
      login: LOGIN,
      challenge: bytesToBase64Url(challenge),
      certificate: bytesToBase64Url(this.certificate),
      signature: bytesToBase64Url(engine.sm2Sign(this.#privateKey, input, randomBytes)),
    };
  }
}
