// The client that a bench asks through: the device owner's, and one whose rate no bench reaches.
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import { OPERATIONS } from '../../tee-sim/protocol/clients.ts';
import { connectOwner, reconnect } from '../../test/helpers/connect-owner.ts';
import { TestClientIdentity } from '../../test/helpers/test-client.ts';

export const BENCH_CLIENT = new TestClientIdentity(3);

const UNLIMITED = { requests: 1_000_000, perMs: 1_000 };

/** Registers the owner over `window`, the first client of a new device, then `bench`, and logs in over that. */
export async function connectBench(
  window: TeeClient,
  bench: TeeClient,
  measurement: Uint8Array,
): Promise<void> {
  const owner = await connectOwner(window);
  const terms = {
    clientId: BENCH_CLIENT.id,
    name: 'bench',
    binaryHash: bytesToHex(measurement),
    permissions: { allowedOperations: [...OPERATIONS], rateLimit: UNLIMITED },
  };
  const proof = owner.proof(Date.now(), 'password', 'one-time-code');
  await window.invoke('REGISTER_CLIENT', terms, { proof });
  await reconnect(bench, owner);
}
