// What a review is good for: one signature, in one session, of one user, wallet and policy, for ten minutes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { walletIdSchema } from '../../../../tee-sim/protocol/bindings.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { reviewIdSchema, SIGNATURE_KINDS } from '../../../../tee-sim/protocol/review.ts';
import { type KeptReview, type ReviewQuery, Reviews } from '../../../../tee-sim/ta/reviews.ts';
import { operationId } from '../../../helpers/tee-in-process.ts';
import { importTestWallet } from '../../../helpers/wallets.ts';
import { refusalOf as messageOf } from '../wallet/refusal.ts';
import { type Person, refused } from './device.ts';
import { RECIPIENT, SigningDevice } from './signing-device.ts';

const UNKNOWN = 'ITEM_NOT_FOUND unknown-review';
const NOW = 1_000;
const LIFE_MS = 600_000;

/** As `refused` says it. */
const refusalOf = (act: () => unknown): string => messageOf(act).replace(':', '');

const idOf = (letter: string) => reviewIdSchema.parse(`${letter.repeat(21)}A`);
const walletId = walletIdSchema.parse('W'.repeat(21).concat('A'));
const DIGEST = new Uint8Array(32).fill(1);

describe('what a session keeps', () => {
  const userId = userIdSchema.parse('device-owner');
  const kept = (letter: string) => {
    const signable = { kind: 'transaction', bytes: Uint8Array.of(1, 2) };
    // What finding does not look at is not there.
    return { reviewId: idOf(letter), userId, walletId, policyDigest: DIGEST, signable } as KeptReview;
  };
  const query: ReviewQuery = {
    reviewId: idOf('a'),
    userId,
    walletId,
    kinds: ['transaction'],
    policyDigest: DIGEST,
  };
  let reviews: Reviews;
  beforeEach(() => {
    reviews = new Reviews();
    reviews.add(kept('a'), NOW);
  });

  it('is found by all that it was made for, until its time is up to the millisecond', () => {
    expect(reviews.find(query, NOW + LIFE_MS - 1).reviewId).toBe(query.reviewId);
    expect(refusalOf(() => reviews.find(query, NOW + LIFE_MS))).toBe(UNKNOWN);
    // Gone is gone, also for a clock that goes back.
    expect(refusalOf(() => reviews.find(query, NOW))).toBe(UNKNOWN);
  });

  it.each([
    ['another id', { reviewId: idOf('b') }, UNKNOWN],
    ['another user', { userId: userIdSchema.parse('B'.repeat(21).concat('A')) }, UNKNOWN],
    ['another wallet', { walletId: walletIdSchema.parse('V'.repeat(21).concat('A')) }, UNKNOWN],
    ['another kind', { kinds: SIGNATURE_KINDS.filter((kind) => kind !== 'transaction') }, UNKNOWN],
    ['another policy', { policyDigest: new Uint8Array(32) }, 'BAD_STATE review-outdated'],
  ] as const)('is not found for %s, and stays', (_name, change, answer) => {
    expect(refusalOf(() => reviews.find({ ...query, ...change }, NOW))).toBe(answer);
    expect(reviews.find(query, NOW).reviewId).toBe(query.reviewId);
  });

  it('is sixteen at most; the oldest make room only when their time is up', () => {
    for (const letter of 'bcdefghijklmnop') reviews.add(kept(letter), NOW + 1);
    expect(refusalOf(() => reviews.requireRoom(NOW + LIFE_MS - 1))).toBe('BUSY reviews-full');
    expect(() => reviews.requireRoom(NOW + LIFE_MS)).not.toThrow();
    expect(refusalOf(() => reviews.find(query, NOW))).toBe(UNKNOWN);
  });

  it('is wiped when it is removed, and all of it with the session', () => {
    const [a, b] = [kept('c'), kept('d')];
    for (const review of [a, b]) reviews.add(review, NOW);
    reviews.remove(a.reviewId);
    expect([a.signable.bytes, b.signable.bytes]).toEqual([Uint8Array.of(0, 0), Uint8Array.of(1, 2)]);
    reviews.wipe();
    expect(b.signable.bytes).toEqual(Uint8Array.of(0, 0));
    expect(refusalOf(() => reviews.find(query, NOW))).toBe(UNKNOWN);
    reviews.remove(a.reviewId);
  });
});

describe('a review', () => {
  let device: SigningDevice;
  beforeEach(() => {
    device = new SigningDevice();
  });
  afterEach(() => device.tee.dispose());

  const again = (): Person => {
    const { user } = device.owner;
    return { user, session: device.tee.login(device.tee.openSession(), user) };
  };

  it('signs once; its operation id is told the same signature, any other nothing', () => {
    const review = device.transfer(RECIPIENT, 5n);
    const id = operationId();
    const first = device.sign(review, { operationId: id });
    expect(first.code).toBe('SUCCESS');
    expect(device.sign(review, { operationId: id }).body).toEqual(first.body);
    expect(refused(device.sign(review))).toBe(UNKNOWN);
    expect(device.left().signatures).toBe(1);
  });

  it('is over under another policy', () => {
    const review = device.transfer(RECIPIENT, 5n);
    const bounds = { ...defaultPolicy.operationAuthorization, enhancedFrom: 20 };
    const policy = { ...defaultPolicy, operationAuthorization: bounds };
    device.maximum('CHANGE_POLICY', { baseVersion: 0, policy });
    expect(refused(device.sign(review))).toBe('BAD_STATE review-outdated');
    expect(device.left().signatures).toBe(0);
  });

  it('is over after a lock, also for whoever logs in to the same session', () => {
    const review = device.transfer(RECIPIENT, 5n);
    const { session, user } = device.owner;
    device.plain('LOCK_SESSION', {});
    expect(refused(device.sign(review))).toBe('ACCESS_DENIED login-required 2');
    const unlocked = { user, session: device.tee.login(session, user) };
    expect(refused(device.sign(review, { by: unlocked }))).toBe(UNKNOWN);
  });

  it('is nothing to another user, session, wallet or command', () => {
    const review = device.transfer(RECIPIENT, 5n);
    const bob = device.addUser('Bob');
    const terms = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
    device.maximum('PUT_BINDING', { walletId: device.walletId, userId: bob.user.userId, terms });
    expect(refused(device.sign(review, { by: bob }))).toBe(UNKNOWN);
    expect(refused(device.sign(review, { by: again() }))).toBe(UNKNOWN);
    const options = { passphrase: 'other', name: 'other' };
    const other = importTestWallet(device.tee, device.owner.session, options);
    expect(refused(device.sign({ ...review, walletId: other }))).toBe(UNKNOWN);
    expect(refused(device.sign({ ...review, kind: 'personal-message' }))).toBe(UNKNOWN);
    const message = device.message({ kind: 'text', text: 'x' });
    expect(refused(device.sign({ ...message, kind: 'transaction' }))).toBe(UNKNOWN);
    expect(device.sign(review).code).toBe('SUCCESS');
  });

  it('is over after ten minutes', () => {
    const review = device.transfer(RECIPIENT, 5n);
    device.tee.advance(LIFE_MS);
    expect(refused(device.sign(review))).toBe(UNKNOWN);
  });

  it('of one who may sign no longer is not asked for', () => {
    const bob = device.addUser('Bob');
    const bind = (permissions: readonly string[]) => {
      const terms = { type: 'Authorized', permissions };
      const params = { walletId: device.walletId, userId: bob.user.userId, terms };
      expect(device.maximum('PUT_BINDING', params).code).toBe('SUCCESS');
    };
    bind(['READ', 'SIGN']);
    const review = device.transfer(RECIPIENT, 5n, {}, { by: bob });
    bind(['READ']);
    expect(refused(device.sign(review, { by: bob }))).toBe('ACCESS_DENIED not-permitted 3');
    bind(['READ', 'SIGN']);
    expect(device.signed(review, { by: bob }).signer).toBe(review.account.address);
  });

  it('of one whose login showed no password waits for one', () => {
    const { user } = device.owner;
    const session = device.tee.openSession();
    const proof = user.proof(device.tee.machine.wall, 'one-time-code');
    const { sessionId } = device.tee.mustCall('AUTHENTICATE_USER', {}, { session, proof }) as {
      sessionId: string;
    };
    const by = { user, session: { ...session, id: sessionId } };
    const review = device.transfer(RECIPIENT, 5n, {}, { by });
    expect(refused(device.sign(review, { by }))).toBe('ACCESS_DENIED password-needed 4');
    const password = user.proof(device.tee.machine.wall, 'password');
    expect(device.sign(review, { by, proof: password }).code).toBe('SUCCESS');
  });
});
