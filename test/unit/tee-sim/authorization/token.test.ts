import { expect, test } from 'vitest';
import {
  type AuthorizationToken,
  TOKEN_LIFE_MS,
  TokenMint,
  type TokenScope,
} from '../../../../tee-sim/authorization/token.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';

const SCOPE: TokenScope = {
  sessionId: 's',
  userId: 'u',
  walletId: 'w',
  operation: 'SIGN_TRANSACTION',
  payloadDigest: new Uint8Array(32).fill(1),
  policyDigest: new Uint8Array(32).fill(2),
  conditions: ['within-limits'],
};
const REFUSED = expect.objectContaining({ code: 'GENERIC', reason: 'internal' });

function setUp() {
  const state = { nowMs: 1_000 };
  const mint = new TokenMint(nobleEngine, randomBytes, () => state.nowMs);
  return { state, mint };
}

test('a token is redeemed once, by what it is for', () => {
  const { mint } = setUp();
  const token = mint.mint(SCOPE);
  mint.redeem(token, SCOPE);
  expect(() => mint.redeem(token, SCOPE)).toThrow(REFUSED);
});

test.each([
  ['another session', { sessionId: 'other' }],
  ['another user', { userId: 'other' }],
  ['another wallet', { walletId: 'other' }],
  ['another operation', { operation: 'DELETE_WALLET' }],
  ['another payload', { payloadDigest: new Uint8Array(32) }],
  ['another policy', { policyDigest: new Uint8Array(32) }],
  ['more conditions', { conditions: ['within-limits', 'factor-shown'] }],
  ['parts that run together otherwise', { sessionId: 'su', userId: '' }],
])('a token is worth nothing for %s, and stays good for its own', (_name, other) => {
  const { mint } = setUp();
  const token = mint.mint(SCOPE);
  expect(() => mint.redeem(token, { ...SCOPE, ...other })).toThrow(REFUSED);
  mint.redeem(token, SCOPE);
});

test.each<[string, (token: AuthorizationToken) => AuthorizationToken]>([
  ['mac', (token) => ({ ...token, mac: token.mac.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) })],
  ['empty mac', (token) => ({ ...token, mac: new Uint8Array(0) })],
  ['id', (token) => ({ ...token, id: new Uint8Array(16) })],
  ['longer life', (token) => ({ ...token, expiresAtMs: token.expiresAtMs + 1 })],
])('a token with a forged %s is refused', (_name, forge) => {
  const { mint } = setUp();
  expect(() => mint.redeem(forge(mint.mint(SCOPE)), SCOPE)).toThrow(REFUSED);
});

test('a token of another boot is refused', () => {
  expect(() => setUp().mint.redeem(setUp().mint.mint(SCOPE), SCOPE)).toThrow(REFUSED);
});

test('a token ends after 30 s, and is forgotten', () => {
  const { state, mint } = setUp();
  const [inTime, late] = [mint.mint(SCOPE), mint.mint(SCOPE)];
  state.nowMs += TOKEN_LIFE_MS - 1;
  mint.redeem(inTime, SCOPE);
  state.nowMs += 1;
  expect(() => mint.redeem(late, SCOPE)).toThrow(REFUSED);
  mint.redeem(mint.mint(SCOPE), SCOPE);
});

test('what a key zeroed at the end minted is worth nothing', () => {
  const { mint } = setUp();
  const token = mint.mint(SCOPE);
  mint.destroy();
  expect(() => mint.redeem(token, SCOPE)).toThrow(REFUSED);
});
