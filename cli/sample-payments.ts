// The two payments of the demo. Their feature data is sample data, written for it: nobody typed it.
import type { Features } from '../tee-sim/protocol/features.ts';
import type { PaymentInput } from '../tee-sim/protocol/payment.ts';

export interface SamplePayment {
  readonly label: string;
  readonly payment: PaymentInput;
  readonly features: Features;
}

const device: Features['device'] = {
  platform: 'sample-workstation',
  cores: 8,
  screen: { width: 2_560, height: 1_440, pixelRatio: 1.25 },
  locale: 'en-SAMPLE',
};
const timeZone: Features['timeZone'] = { name: 'Sample/Afternoon', offsetMinutes: 60 };

/** Hold and flight times as people have them: uneven, with a pause to think now and then. */
const calmTyping: Features['typing'] = {
  holdMs: [92, 104, 81, 117, 96, 88, 131, 99, 85, 109, 94, 76, 122, 101, 90, 113, 84, 97, 106, 118],
  flightMs: [171, 214, 158, 402, 187, 163, 239, 195, 176, 288, 201, 149, 223, 612, 184, 207, 166, 251, 192],
  corrections: 2,
};

/** The same key held equally long, and equally far apart, every time. */
const machineTyping: Features['typing'] = {
  holdMs: Array.from({ length: 20 }, () => 4),
  flightMs: Array.from({ length: 19 }, () => 9),
  corrections: 0,
};

export const samplePayments: readonly SamplePayment[] = [
  {
    label: 'calm, typed by hand',
    payment: {
      chainId: 11_155_111,
      to: '0x52908400098527886e0f7030069857d2e4169ee7',
      amountWei: '25000000000000000',
      note: 'Lunch with the book club',
    },
    features: {
      typing: calmTyping,
      entry: { recipient: 'typed', amount: 'typed' },
      pointer: { pathEfficiency: 0.81, speedPxPerS: 640, moves: 212 },
      timing: { onScreenMs: 48_200, hesitationMs: 3_900 },
      device,
      timeZone,
      localHour: 13,
    },
  },
  {
    label: 'pasted, machine-like',
    payment: {
      chainId: 11_155_111,
      to: '0x8617e340b3d01fa5f11f306f4090fd50e238070d',
      amountWei: '9750000000000000000',
      note: 'Urgent settlement, account 7741',
    },
    features: {
      typing: machineTyping,
      entry: { recipient: 'pasted', amount: 'programmatic' },
      pointer: { pathEfficiency: 1, speedPxPerS: 9_200, moves: 2 },
      timing: { onScreenMs: 410, hesitationMs: 12 },
      device,
      timeZone,
      localHour: 3,
    },
  },
];

/** What of a sample must not be readable in anything that the TEE wrote. */
export function tracesOf({ payment, features }: SamplePayment): string[] {
  const { device: computer, timeZone: zone } = features;
  const traces = [payment.to.slice(2), payment.amountWei, payment.note];
  return [...traces, computer?.platform ?? '', computer?.locale ?? '', zone?.name ?? ''].filter(Boolean);
}
