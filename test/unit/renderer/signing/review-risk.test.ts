import { expect, test } from 'vitest';
import { createFormat } from '../../../../renderer/i18n/format.ts';
import { messagesFor } from '../../../../renderer/i18n/languages.ts';
import { limitText, neededText } from '../../../../renderer/signing/review-risk.tsx';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';

// EIP-55's own example address.
const TOKEN = addressSchema.parse('0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359');
const known = [{ address: TOKEN, as: 'token', text: 'USDC', decimals: 6 }] as const;
const telling = { m: messagesFor('en'), format: createFormat('en'), known };
const COIN = 10n ** 18n;

test.each([
  [
    { reason: 'daily-limit', asset: 'native', most: 3n * COIN, used: COIN / 2n },
    'Your limit for 24 hours leaves 2.5 ETH of 3 ETH.',
  ],
  [
    { reason: 'daily-limit', asset: 'native', most: COIN, used: 2n * COIN },
    'Your limit for 24 hours leaves 0 ETH of 1 ETH.',
  ],
  [
    { reason: 'transaction-limit', asset: TOKEN, most: 1_500_000n },
    'One transaction of yours may take 1.5 USDC at most.',
  ],
  [
    { reason: 'no-limit-for-asset', asset: TOKEN },
    'Your access has limits, and none for USDC on this network: none of it may leave.',
  ],
  [{ reason: 'unbounded-spend' }, telling.m.decoded.limits['unbounded-spend']()],
] as const)('a limit in the way says what it leaves: %#', (limit, text) => {
  expect(limitText(telling, { chainId: 1 }, limit)).toBe(text);
});

test.each([
  ['Standard', undefined, telling.m.sign.needed.Standard],
  ['Maximum', undefined, telling.m.sign.needed.Maximum],
  ['Standard', { reason: 'unbounded-spend' }, telling.m.sign.limitNeeded],
  ['Maximum', { reason: 'unbounded-spend' }, telling.m.sign.limitNeeded],
  ['Denied', { reason: 'unbounded-spend' }, telling.m.sign.needed.Denied],
] as const)('no proof is promised to be enough where a limit is in the way: %s, %j', (level, limit, text) => {
  expect(neededText(telling.m, { level, limit })).toBe(text);
});
