// Whoever floods what comes before a session is told to wait; the window, and who logs in there, is not.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OPENING_RATE, OpeningRate } from '../../tee-sim/authorization/opening-rate.ts';
import { nobleEngine } from '../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../tee-sim/crypto/random.ts';
import { toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import { WINDOW_MEASUREMENT } from '../helpers/tee-in-process.ts';
import { TestClientIdentity } from '../helpers/test-client.ts';
import { Device, refused } from '../unit/tee-sim/ta/device.ts';

/** A local program that connects anew for each request. */
let connections = 0;
const local = () => ({ channelId: `local-${connections++}`, measurement: WINDOW_MEASUREMENT });

let device: Device;
beforeEach(() => {
  device = new Device();
});
afterEach(() => {
  vi.restoreAllMocks();
  device.tee.dispose();
});

const attest = (channelId?: string): string => {
  try {
    device.tee.tee.attest(randomBytes(32), channelId);
    return 'SUCCESS';
  } catch (error) {
    const { code, reason } = toTeeFailure(error);
    return `${code} ${reason}`;
  }
};

const flood = (ask: () => unknown): void => {
  for (let i = 0; i < OPENING_RATE.requests; i += 1) ask();
};

function expectLoginInWindow(): void {
  expect(attest()).toBe('SUCCESS');
  const session = device.tee.login(device.tee.openSession(), device.owner.user);
  expect(device.tee.call('GET_ACCOUNT', {}, { session }).code).toBe('SUCCESS');
}

test('attestations', () => {
  flood(() => attest(local().channelId));
  expect(attest(local().channelId)).toBe('BUSY rate-limited');
  expectLoginInWindow();
  device.tee.advance(OPENING_RATE.perMs);
  expect(attest(local().channelId)).toBe('SUCCESS');
});

test('challenges', () => {
  flood(() => device.tee.call('GET_CHALLENGE', {}, { client: local() }));
  const answer = device.tee.call('GET_CHALLENGE', {}, { client: local() });
  expect(refused(answer)).toBe('BUSY rate-limited 1');
  expectLoginInWindow();
  device.tee.advance(OPENING_RATE.perMs);
  expect(device.tee.call('GET_CHALLENGE', {}, { client: local() }).code).toBe('SUCCESS');
});

test('openings, of which none is verified once the rate is used up', () => {
  const take = vi.spyOn(OpeningRate.prototype, 'take').mockImplementation((what) => what !== 'OPEN_SESSION');
  const verify = vi.spyOn(nobleEngine, 'sm2Verify');
  const client = local();
  const answer = device.tee.tryOpenSession({ identity: new TestClientIdentity(9), client });
  expect(refused(answer)).toBe('BUSY rate-limited 1');
  expect(take).toHaveBeenLastCalledWith('OPEN_SESSION', client.channelId);
  // Only the test itself verified: the answers' signatures.
  expect(verify).toHaveBeenCalledTimes(2);
  vi.restoreAllMocks();
  expectLoginInWindow();
});
