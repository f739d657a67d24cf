import { expect, test } from 'vitest';
import {
  findRecoveryCode,
  newRecoveryCodes,
  RECOVERY_CODES,
  recoveryCodeMac,
} from '../../../../tee-sim/authorization/recovery-codes.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { recoveryCodeSchema } from '../../../../tee-sim/protocol/factors.ts';

test('eight different codes in the form that a proof takes', () => {
  const codes = newRecoveryCodes(randomBytes);
  expect(new Set(codes).size).toBe(RECOVERY_CODES);
  for (const code of codes) expect(recoveryCodeSchema.parse(code)).toBe(code);
});

test('codes that come out alike are drawn again', () => {
  let draws = 0;
  const codes = newRecoveryCodes((length) => new Uint8Array(length).fill(Math.floor(draws++ / 2)));
  expect(new Set(codes).size).toBe(RECOVERY_CODES);
  expect(draws).toBeGreaterThan(RECOVERY_CODES);
});

test('a code is found by its keyed digest, and only under its own key', () => {
  const codes = newRecoveryCodes(randomBytes);
  const key = randomBytes(32);
  const macs = codes.map((code) => recoveryCodeMac(nobleEngine, key, code));
  expect(codes.map((code) => findRecoveryCode(nobleEngine, key, macs, code))).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7,
  ]);
  expect(findRecoveryCode(nobleEngine, key, macs, 'AAAAA-AAAAA')).toBeUndefined();
  expect(findRecoveryCode(nobleEngine, randomBytes(32), macs, codes[0] ?? '')).toBeUndefined();
});
