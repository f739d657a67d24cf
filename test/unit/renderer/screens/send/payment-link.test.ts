import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isPaymentLink,
  type LinkProblem,
  type PaymentRequest,
  readPaymentLink,
} from '../../../../../renderer/screens/send/payment-link.ts';
import { toChecksumAddress } from '../../../../../tee-sim/protocol/payment.ts';

const TO = toChecksumAddress(`0x${'c0ffee'.repeat(6)}c0de`);
const TOKEN = toChecksumAddress(`0x${'ab'.repeat(20)}`);

function taken(text: string): PaymentRequest {
  const link = readPaymentLink(text);
  if (!link.ok) throw new Error(`${text}: ${link.problem}`);
  return link.request;
}

function refused(text: string): LinkProblem {
  const link = readPaymentLink(text);
  if (link.ok) throw new Error(`${text} was taken`);
  return link.problem;
}

describe('an address', () => {
  test('is whom to pay, on any network, of any amount', () => {
    const any = { recipient: TO, chainId: undefined, asset: 'native', amount: undefined };
    expect(taken(` ${TO}\n`)).toEqual(any);
    // One that has no checksum is not given one.
    expect(taken(TO.toLowerCase())).toEqual({ ...any, recipient: TO.toLowerCase() });
    expect(taken(`ethereum:${TO}`)).toEqual(any);
    expect(taken(`ETHEREUM:pay-${TO}`)).toEqual(any);
  });

  test.each([
    ['', 'no-payment'],
    ['hello', 'no-payment'],
    [`${TO}00`, 'no-payment'],
    [`bitcoin:${TO}`, 'no-payment'],
    [TO.replace('C0Ff', 'c0Ff'), 'checksum'],
    ['ethereum:vitalik.eth', 'named'],
    [`ethereum:${TO.replace('C0Ff', 'c0Ff')}`, 'checksum'],
    ['x'.repeat(1_001), 'no-payment'],
  ] as const)('%j is refused: %s', (text, problem) => {
    expect(refused(text)).toBe(problem);
  });
});

describe('a link', () => {
  test('brings its chain and its amount along, exactly', () => {
    expect(taken(`ethereum:${TO}@8453?value=2.014e18`)).toEqual({
      recipient: TO,
      chainId: 8453,
      asset: 'native',
      amount: 2_014_000_000_000_000_000n,
    });
    expect(taken(`ethereum:${TO}?value=1&gasPrice=5&gasLimit=21000`).amount).toBe(1n);
    expect(taken(`ethereum:${TO}?value=1.50e1`).amount).toBe(15n);
  });

  test('of a token pays its recipient, not the contract', () => {
    expect(taken(`ethereum:${TOKEN}@1/transfer?address=${TO}&uint256=1e6`)).toEqual({
      recipient: TO,
      chainId: 1,
      asset: TOKEN,
      amount: 1_000_000n,
    });
  });

  test.each([
    [`ethereum:${TO}@`, 'chain'],
    [`ethereum:${TO}@0`, 'chain'],
    [`ethereum:${TO}@1.5`, 'chain'],
    [`ethereum:${TO}@99999999999999999999`, 'chain'],
    [`ethereum:${TO}?value=1.5`, 'amount'],
    [`ethereum:${TO}?value=-1`, 'amount'],
    [`ethereum:${TO}?value=`, 'amount'],
    [`ethereum:${TO}?value=1e99`, 'amount'],
    [`ethereum:${TO}?value=0x10`, 'amount'],
    [`ethereum:${TO}?value=1&value=2`, 'unsupported'],
    [`ethereum:${TO}?data=0xdead`, 'unsupported'],
    [`ethereum:${TO}?value`, 'unsupported'],
    [`ethereum:${TOKEN}/approve?address=${TO}&uint256=1`, 'unsupported'],
    [`ethereum:${TOKEN}/transfer?uint256=1`, 'named'],
    [`ethereum:${TOKEN}/transfer?address=${TO}&uint256=1&value=1`, 'unsupported'],
    [`ethereum:${TO}/transfer/x?value=1`, 'unsupported'],
  ] as const)('%s is refused: %s', (text, problem) => {
    expect(refused(text)).toBe(problem);
  });

  test('is told from what is not one by its scheme', () => {
    expect(isPaymentLink(` ethereum:${TO}`)).toBe(true);
    expect(isPaymentLink(TO)).toBe(false);
  });
});

test('whatever is read, nothing is thrown, and every amount is a whole uint256', () => {
  const part = fc.constantFrom(
    'ethereum:',
    TO,
    '@1',
    '/transfer',
    '?value=',
    '1e18',
    '&',
    'address=',
    'é',
    '%20',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(part, fc.string())), (parts) => {
      const link = readPaymentLink(parts.join(''));
      if (!link.ok || link.request.amount === undefined) return;
      expect(link.request.amount >= 0n && link.request.amount < 1n << 256n).toBe(true);
    }),
  );
});
