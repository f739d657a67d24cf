// SIGN: what looks like fraud is denied at any level, whoever of all that take part it is.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Features } from '../../../../tee-sim/protocol/features.ts';
import { calmFeatures } from '../risk/samples.ts';
import { refused } from './device.ts';
import {
  data,
  OWN_SECOND,
  permit,
  RECIPIENT,
  type Review,
  SigningDevice,
  USDC,
  ZERO,
} from './signing-device.ts';

type Device = NonNullable<Features['device']>;

let device: SigningDevice;
beforeEach(() => {
  device = new SigningDevice();
});
afterEach(() => device.tee.dispose());

const rulesOf = ({ assessment }: Review): string[] => assessment.factors.map(({ rule }) => rule);

describe('what looks like fraud', () => {
  it.each([
    ['the zero address', () => device.transfer(ZERO, 5n), 'zero-address'],
    ['a token’s own contract', () => device.transfer(USDC, 5n), 'token-contract-as-recipient'],
    [
      'a token’s own contract, of that token',
      () => device.call(USDC, data.transfer(USDC, 5n)),
      'token-contract-as-recipient',
    ],
    ['an allowance of the zero address', () => device.call(USDC, data.approve(ZERO, 5n)), 'zero-address'],
  ])('%s is denied at any level, and a row that can be found', (_name, prepare, rule) => {
    const review = prepare();
    expect(review.level).toBe('Denied');
    expect(rulesOf(review)).toContain(rule);
    expect(device.signAtMaximum(review)).toMatchObject({ code: 'ACCESS_DENIED', layer: 4, body: undefined });
    const [row] = device.log('suspicious');
    expect(row).toMatchObject({ event: 'suspicious', command: 'SIGN_TRANSACTION', layer: 4 });
    expect(JSON.stringify(row?.['assessment'])).toContain(rule);
    expect(device.left().signatures).toBe(0);
  });

  const known = `0xabcd${'1'.repeat(32)}7890`;
  const alike = `0xabcd${'2'.repeat(32)}7890`;

  it.each([
    ['that gets coins', () => device.transfer(alike, 5n)],
    ['that gets tokens', () => device.call(USDC, data.transfer(alike, 5n))],
    ['that may spend', () => device.call(USDC, data.approve(alike, 5n))],
    [
      'that may take with a permit',
      () => device.message({ kind: 'typed-data', json: permit({ message: { spender: alike } }) }),
    ],
    ['that is called', () => device.call(alike, '0x12345678')],
    [
      'that takes the account over',
      () =>
        device.prepare('PREPARE_DELEGATION', { authorization: { chainId: 1, address: alike, nonce: '0' } }),
    ],
    ['inside a UserOperation', () => device.operation(data.execute(alike, 5n, '0x'))],
    [
      'of tokens inside a UserOperation',
      () => device.operation(data.execute(USDC, 0n, data.transfer(alike, 5n))),
    ],
  ])('an address %s and looks like a known one', (_name, prepare) => {
    device.signed(device.transfer(known, 5n));
    const review = prepare();
    expect(review.assessment.factors).toContainEqual(
      expect.objectContaining({
        rule: 'look-alike-address',
        values: { known: expect.stringMatching(/^0xabcd1/i) },
      }),
    );
    expect(review.level).toBe('Denied');
    expect(refused(device.signAtMaximum(review))).toMatch(
      /^ACCESS_DENIED (fraud-suspected|risk-too-high) 4$/,
    );
  });

  it('is found before anything was paid: of a contact and of an account of an own wallet', () => {
    const imitation = `${OWN_SECOND.slice(0, 6)}${'2'.repeat(32)}${OWN_SECOND.slice(-4)}`.toLowerCase();
    expect(device.transfer(imitation, 5n).level).not.toBe('Denied');
    device.plain('DERIVE_ACCOUNTS', { walletId: device.walletId, count: 1 });
    expect(device.transfer(imitation, 5n).level).toBe('Denied');
    expect(device.transfer(alike, 5n).level).not.toBe('Denied');
    device.plain('PUT_CONTACT', { address: known, name: 'Mum' });
    const review = device.transfer(alike, 5n);
    expect(review.level).toBe('Denied');
    expect(rulesOf(review)).toContain('look-alike-address');
    expect(refused(device.signAtMaximum(review))).toBe('ACCESS_DENIED fraud-suspected 4');
    expect(rulesOf(device.transfer(known, 5n))).not.toContain('look-alike-address');
    device.plain('PUT_CONTACT', { address: alike, name: 'the other Mum' });
    expect(rulesOf(device.transfer(alike, 5n))).not.toContain('look-alike-address');
    device.signed(device.transfer(known, 5n));
    expect(device.transfer(alike, 5n).level).toBe('Denied');
  });

  it('is found also where the known one was only paid inside a UserOperation', () => {
    const operations = [RECIPIENT, known].map((to) =>
      device.operation(data.execute(USDC, 0n, data.transfer(to, 5n))),
    );
    for (const review of operations) device.signed(review);
    expect(device.transfer(alike, 5n).level).toBe('Denied');
  });

  it('is denied when it comes to be known only after the review, whose score was higher', () => {
    const features = calmFeatures();
    const away = calmFeatures({ device: { ...(features.device as Device), platform: 'Win32' } });
    const pay = (to: string, wei: bigint, from: Features): void => {
      device.signed(device.transfer(to, wei, {}, { features: from }));
      device.tee.advance(20_000);
    };
    const others = Array.from({ length: 12 }, (_, i) => `0x${(i + 16).toString(16).repeat(20)}`);
    for (const to of others.slice(0, 5)) pay(to, 1n, features);
    const review = device.transfer(alike, 1_000n, {}, { features: away });
    for (const to of others.slice(5, 11)) pay(to, 1_000n, away);
    pay(known, 1_000n, away);
    expect(review).toMatchObject({ level: 'Maximum', assessment: { score: 70 } });
    expect(refused(device.signAtMaximum(review))).toBe('ACCESS_DENIED fraud-suspected 4');
  });
});
