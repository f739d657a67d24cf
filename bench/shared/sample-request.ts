// The request that the benches send: one payment with about 1 KiB of feature data.
import { samplePayments } from '../../cli/sample-payments.ts';
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import type { Features } from '../../tee-sim/protocol/features.ts';

const FEATURE_BYTES = 1_024;
const [sample] = samplePayments;
if (sample === undefined) throw new Error('there is no sample');
const { payment } = sample;

export const features: Features = kibibyte(sample.features);

export function assessOnce(client: TeeClient) {
  return client.invoke('ASSESS_PAYMENT', { payment }, { features });
}

/** More keystrokes, until the JSON text has 1,024 bytes or a few more. */
function kibibyte(base: Features): Features {
  const holdMs = [...(base.typing?.holdMs ?? [])];
  const flightMs = [...(base.typing?.flightMs ?? [])];
  const grown = (): Features => ({ ...base, typing: { holdMs, flightMs, corrections: 1 } });
  while (JSON.stringify(grown()).length < FEATURE_BYTES) {
    holdMs.push(80 + ((holdMs.length * 37) % 50));
    flightMs.push(150 + ((flightMs.length * 53) % 110));
  }
  return grown();
}
