import { expect, test } from 'vitest';
import {
  acceptedStep,
  oneTimeCode,
  oneTimeCodeUri,
  oneTimeStep,
} from '../../../../tee-sim/authorization/one-time-code.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';

/** The secret of RFC 6238, appendix B, and of RFC 4226, appendix D. */
const SECRET = utf8ToBytes('12345678901234567890');
const NONE_YET = -1;

test('RFC 6238 appendix B, SHA-1: the last six of its eight digits', () => {
  const known = {
    59: '287082',
    1111111109: '081804',
    1111111111: '050471',
    1234567890: '005924',
    2000000000: '279037',
    20000000000: '353130',
  };
  for (const [seconds, code] of Object.entries(known)) {
    expect(oneTimeCode(SECRET, oneTimeStep(Number(seconds) * 1_000))).toBe(code);
  }
});

test('RFC 4226 appendix D: the first counters', () => {
  const codes = [
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ];
  expect(codes.map((_, counter) => oneTimeCode(SECRET, counter))).toEqual(codes);
});

test('a code is accepted in its own step and in both neighbours, and in no other', () => {
  const atMs = 1_800_000_015_000;
  const step = oneTimeStep(atMs);
  for (const delta of [-2, -1, 0, 1, 2]) {
    const accepted = acceptedStep(SECRET, oneTimeCode(SECRET, step + delta), atMs, NONE_YET);
    expect(accepted).toBe(Math.abs(delta) <= 1 ? step + delta : undefined);
  }
});

test('a step at or below the last accepted one is over', () => {
  const atMs = 1_800_000_015_000;
  const step = oneTimeStep(atMs);
  expect(acceptedStep(SECRET, oneTimeCode(SECRET, step), atMs, step - 1)).toBe(step);
  expect(acceptedStep(SECRET, oneTimeCode(SECRET, step), atMs, step)).toBeUndefined();
  expect(acceptedStep(SECRET, oneTimeCode(SECRET, step - 1), atMs, step)).toBeUndefined();
  expect(acceptedStep(SECRET, oneTimeCode(SECRET, step + 1), atMs, step)).toBe(step + 1);
});

test('a wrong, short or long code is not accepted', () => {
  const atMs = 59_000;
  for (const code of ['287083', '28708', '2870820', '']) {
    expect(acceptedStep(SECRET, code, atMs, NONE_YET)).toBeUndefined();
  }
});

test('the URI holds what an app needs, with the name escaped', () => {
  const uri = new URL(oneTimeCodeUri(SECRET, 'Ann & 李'));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('AirAccount:Ann & 李');
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    issuer: 'AirAccount',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
