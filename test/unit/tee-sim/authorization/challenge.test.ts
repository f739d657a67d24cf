import { expect, test } from 'vitest';
import { CHALLENGE_LIFE_MS, ChallengeIssuer } from '../../../../tee-sim/authorization/challenge.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';

function setUp() {
  const state = { nowMs: 1_800_000_000_000 };
  return { state, challenges: new ChallengeIssuer(nobleEngine, randomBytes, () => state.nowMs) };
}

test('holds for a minute, and not a moment longer', () => {
  const { state, challenges } = setUp();
  const challenge = challenges.issue();
  expect(challenge).toHaveLength(32);
  expect(challenges.holds(challenge)).toBe(true);
  state.nowMs += CHALLENGE_LIFE_MS;
  expect(challenges.holds(challenge)).toBe(true);
  state.nowMs += 1;
  expect(challenges.holds(challenge)).toBe(false);
  state.nowMs -= CHALLENGE_LIFE_MS + 2;
  expect(challenges.holds(challenge)).toBe(false);
});

test('no two are alike, and one of another boot or with any bit changed holds nothing', () => {
  const { challenges } = setUp();
  const challenge = challenges.issue();
  expect(challenges.issue()).not.toEqual(challenge);
  expect(setUp().challenges.holds(challenge)).toBe(false);
  for (let i = 0; i < challenge.length; i += 1) {
    const changed = challenge.map((byte, at) => (at === i ? byte ^ 1 : byte));
    expect(challenges.holds(changed)).toBe(false);
  }
  for (const length of [0, 8, 16, 31]) expect(challenges.holds(challenge.slice(0, length))).toBe(false);
  challenges.destroy();
  expect(challenges.holds(challenge)).toBe(false);
});
