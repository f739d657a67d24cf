// A TEE client that talks through the bridge, and knows what this build expects of the other end.
import type { TeeTransport } from '../../tee-sim/client/attestor.ts';
import type { ClientProver } from '../../tee-sim/client/client-proof.ts';
import { type TextStorage, textPins } from '../../tee-sim/client/pins.ts';
import { TeeClient } from '../../tee-sim/client/tee-client.ts';
import type { CryptoEngine, RandomBytes } from '../../tee-sim/crypto/engine.ts';
import { base64UrlToBytes, bytesToBase64Url, hexToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { CheckedBridge } from './bridge.ts';

/** Where the pin lies in the app origin's storage. */
const PIN_KEY = 'airaccount.pin';

export interface ClientOptions {
  readonly bridge: CheckedBridge;
  readonly engine: CryptoEngine;
  readonly random: RandomBytes;
  readonly storage: TextStorage;
  readonly monotonicNowMs: () => number;
}

/** Measurements in hex. @throws RangeError unless they are */
export function newClient(options: ClientOptions, expected: { tee: string; client: string }): TeeClient {
  const { bridge, engine, random, storage, monotonicNowMs } = options;
  const transport: TeeTransport = {
    attest: (clientNonce) => bridge.tee.attest({ clientNonce: bytesToBase64Url(clientNonce) }),
    invoke: (envelope) => bridge.tee.invoke({ envelope }),
  };
  return new TeeClient({
    transport,
    prover: bridgeProver(bridge),
    engine,
    random,
    monotonicNowMs,
    pins: textPins(storage, PIN_KEY),
    expected: { tee: hexToBytes(expected.tee), client: hexToBytes(expected.client) },
  });
}

/** Main holds the client's key, and knows what it measured. */
function bridgeProver({ tee }: CheckedBridge): ClientProver {
  return {
    prove: async ({ bootId, challenge, login, secretDigest }) => {
      const { certificate, signature } = await tee.proveClient({
        bootId: bytesToBase64Url(bootId),
        challenge: bytesToBase64Url(challenge),
        login,
        secretDigest: bytesToBase64Url(secretDigest),
      });
      return { certificate: base64UrlToBytes(certificate), signature: base64UrlToBytes(signature) };
    },
  };
}
