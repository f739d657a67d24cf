// A TeeClient at a TEE that the test plays, and what it sends.
import { InvokeError } from '../../../../tee-sim/client/errors.ts';
import { memoryPins } from '../../../../tee-sim/client/pins.ts';
import { TeeClient, type TeeClientOptions } from '../../../../tee-sim/client/tee-client.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import type { Features } from '../../../../tee-sim/protocol/features.ts';
import { operationIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { FakeTee, MEASUREMENTS, PROVER } from './fake-tee.ts';

export const payment = { chainId: 1, to: `0x${'11'.repeat(20)}`, amountWei: '1000', note: '' };
export const features: Features = { localHour: 9, entry: { recipient: 'typed', amount: 'pasted' } };
export const operationId = operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ');

export const assessed = {
  logId: 7,
  assessedAtMs: 1,
  assessment: { score: 12, level: 'Standard', factors: [] },
  bounds: { enhancedFrom: 30, maximumFrom: 60, denyFrom: 85 },
};

export const erased = { logId: 1, erasureLogId: 2 };

export function setup() {
  const tee = new FakeTee();
  const time = { ms: 1_000 };
  const pins = memoryPins();
  const drawn: Uint8Array[] = [];
  const client = clientOf(tee, {
    random: (length) => {
      const bytes = randomBytes(length);
      drawn.push(bytes);
      return bytes;
    },
    pins,
    monotonicNowMs: () => time.ms,
  });
  return { tee, client, time, pins, drawn };
}

export function clientOf(tee: FakeTee, changes: Partial<TeeClientOptions> = {}): TeeClient {
  return new TeeClient({
    prover: PROVER,
    transport: tee,
    engine: nobleEngine,
    random: randomBytes,
    pins: memoryPins(),
    expected: MEASUREMENTS,
    monotonicNowMs: () => 0,
    ...changes,
  });
}

export async function connected() {
  const all = setup();
  await all.client.connect();
  return all;
}

export async function failureOf(work: Promise<unknown>): Promise<InvokeError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof InvokeError) return error;
  throw new Error('expected an InvokeError', { cause: error });
}
