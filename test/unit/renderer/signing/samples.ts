// What the tests of signing have in common: who signs, for whom, and how it was asked for.
import type { Features } from '../../../../tee-sim/protocol/features.ts';

export const RECIPIENT = '0x52908400098527886E0F7030069857D2E4169EE7';
/** The phrase that every developer's tool knows, and its first address. */
export const JUNK = 'test test test test test test test test test test test junk';
export const JUNK_ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
export const FEATURES: Features = {
  typing: { holdMs: [80, 95, 70], flightMs: [120, 180], corrections: 1 },
  entry: { recipient: 'typed', amount: 'typed' },
  pointer: { moves: 20, pathEfficiency: 0.8, speedPxPerS: 500 },
  timing: { onScreenMs: 9_000, hesitationMs: 900 },
  localHour: 14,
};
