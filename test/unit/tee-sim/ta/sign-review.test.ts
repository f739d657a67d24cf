// SIGN: which level it needs, what it takes from limits, and what it leaves alone when it is denied or fails.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccountKeys } from '../../../../tee-sim/authorization/account-keys.ts';
import { defaultPolicy, type Policy } from '../../../../tee-sim/protocol/policy.ts';
import { DatabaseStorage } from '../../../../tee-sim/storage/database-storage.ts';
import { operationId } from '../../../helpers/tee-in-process.ts';
import { refused } from './device.ts';
import { AAVE, data, OWN, RECIPIENT, type Review, SigningDevice, USDC, V2_ROUTER } from './signing-device.ts';

const MAX_UINT256 = (1n << 256n) - 1n;
const NATIVE = { perTransaction: '100', perDay: '150' };
/** Of a calm first payment. */
const FIRST_PAYMENT_SCORE = 12;

let device: SigningDevice;
beforeEach(() => {
  device = new SigningDevice();
});
afterEach(() => {
  vi.restoreAllMocks();
  device.tee.dispose();
});

/** No factor counts from before. */
const laterOn = (): void => device.tee.advance(6 * 60_000);

const rulesOf = ({ assessment }: Review): string[] => assessment.factors.map(({ rule }) => rule);

function changePolicy(bounds: Partial<Policy['operationAuthorization']>, baseVersion = 0): void {
  const { operationAuthorization } = defaultPolicy;
  const policy = { ...defaultPolicy, operationAuthorization: { ...operationAuthorization, ...bounds } };
  expect(device.maximum('CHANGE_POLICY', { baseVersion, policy }).code).toBe('SUCCESS');
}

describe('the level', () => {
  it.each([
    [{ enhancedFrom: FIRST_PAYMENT_SCORE }, 'Enhanced', 'ACCESS_DENIED enhanced-needed 4'],
    [{ enhancedFrom: FIRST_PAYMENT_SCORE + 1 }, 'Standard', 'SUCCESS'],
    [{ enhancedFrom: 1, maximumFrom: FIRST_PAYMENT_SCORE }, 'Maximum', 'ACCESS_DENIED maximum-needed 4'],
    [
      { enhancedFrom: 1, maximumFrom: FIRST_PAYMENT_SCORE + 1 },
      'Enhanced',
      'ACCESS_DENIED enhanced-needed 4',
    ],
    [
      { enhancedFrom: 1, maximumFrom: 2, denyFrom: FIRST_PAYMENT_SCORE },
      'Denied',
      'ACCESS_DENIED risk-too-high 4',
    ],
    [
      { enhancedFrom: 1, maximumFrom: 2, denyFrom: FIRST_PAYMENT_SCORE + 1 },
      'Maximum',
      'ACCESS_DENIED maximum-needed 4',
    ],
  ] as const)('under the bounds %o is %s', (bounds, level, answer) => {
    changePolicy(bounds);
    laterOn();
    const review = device.transfer(RECIPIENT, 5n);
    expect(review.assessment.score).toBe(FIRST_PAYMENT_SCORE);
    expect(review.level).toBe(level);
    const signed = device.sign(review);
    expect(signed.code === 'SUCCESS' ? signed.code : refused(signed)).toBe(answer);
  });

  it('that was denied is stepped up to with the same review', () => {
    laterOn();
    const review = device.transfer(RECIPIENT, 5n, {}, { features: undefined });
    expect(review.level).toBe('Enhanced');
    expect(refused(device.sign(review))).toBe('ACCESS_DENIED enhanced-needed 4');
    const proof = device.owner.user.proof(device.tee.machine.wall, 'one-time-code');
    expect(device.sign(review, { proof }).code).toBe('SUCCESS');
    // Nobody was turned away: the log has where a proof was asked for, and no denial to look into.
    expect(device.log('step-up')).toMatchObject([
      { event: 'step-up', command: 'SIGN_TRANSACTION', reason: 'enhanced-needed', layer: 4, suppressed: 0 },
    ]);
    expect(device.log('denial')).toEqual([]);
  });

  it('that risk asks for comes with its reasons: rules and points, and none of what was compared', () => {
    laterOn();
    const review = device.transfer(RECIPIENT, 5n, {}, { features: undefined });
    expect(rulesOf(review)).toContain('features-missing');
    const answer = device.sign(review);
    expect(answer.because).toEqual(review.assessment.factors.map(({ rule, points }) => ({ rule, points })));
    expect(answer.payload).not.toHaveProperty('because');
  });

  it('comes without reasons where it is none of risk, or where an earlier layer denies', () => {
    const stranger = device.addUser('Mallory');
    laterOn();
    expect(device.plain('DELETE_WALLET', { walletId: device.walletId })).toMatchObject({
      reason: 'maximum-needed',
      because: undefined,
    });
    const { reviewId } = device.transfer(RECIPIENT, 5n);
    expect(
      device.plain('SIGN_TRANSACTION', { walletId: device.walletId, reviewId }, { by: stranger }),
    ).toMatchObject({ reason: 'unknown-wallet', because: undefined });
  });

  it('that a proof of one factor does not reach is a denial', () => {
    const review = device.call(USDC, data.approve(RECIPIENT, MAX_UINT256));
    const proof = device.owner.user.proof(device.tee.machine.wall, 'one-time-code');
    expect(refused(device.sign(review, { proof }))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(device.log('denial')).toMatchObject([{ reason: 'maximum-needed', layer: 4 }]);
    expect(device.log('step-up')).toEqual([]);
  });

  it('of an unlimited approval is Maximum for an owner without limits', () => {
    const review = device.call(USDC, data.approve(RECIPIENT, MAX_UINT256));
    expect(review).toMatchObject({
      level: 'Maximum',
      grounds: ['unlimited-approval', 'allowance-to-stranger'],
    });
    expect(rulesOf(review)).toContain('unlimited-approval');
    const proof = device.owner.user.proof(device.tee.machine.wall, 'password');
    expect(refused(device.sign(review, { proof }))).toBe('ACCESS_DENIED maximum-needed 4');
    expect(device.signed(review).signer).toBe(OWN);
  });

  it('of an allowance is Enhanced, unless its spender was paid on this chain or is a contract that we know', () => {
    const allow = (spender: string, change = {}) => device.call(USDC, data.approve(spender, 5n), change);
    const grounds = ['allowance-to-stranger'];
    expect(allow(RECIPIENT)).toMatchObject({ level: 'Enhanced', grounds });
    expect(allow(RECIPIENT, { nonce: '1' }).spend.amounts).toContainEqual({ asset: USDC, amount: 5n });
    expect(allow(V2_ROUTER)).toMatchObject({ level: 'Standard', grounds: [] });
    device.signed(device.transfer(RECIPIENT, 1n, { chainId: 424_242 }));
    expect(allow(RECIPIENT)).toMatchObject({ level: 'Enhanced', grounds });
    // A name is no ground to trust.
    device.plain('PUT_CONTACT', { address: RECIPIENT, name: 'Router' });
    expect(allow(RECIPIENT)).toMatchObject({ level: 'Enhanced', grounds });
    device.signed(device.transfer(RECIPIENT, 1n));
    expect(allow(RECIPIENT)).toMatchObject({ level: 'Standard', grounds: [] });
    expect(allow(RECIPIENT).firstPaidMs).toBe(device.tee.machine.wall);
  });

  it('of all there is in a pool, sent to somebody else, is Maximum', () => {
    const withdraw = (to: string) => device.call(AAVE, data.withdraw(USDC, MAX_UINT256, to));
    expect(withdraw(RECIPIENT)).toMatchObject({ level: 'Maximum', grounds: ['unlimited-to-another'] });
    expect(withdraw(OWN)).toMatchObject({ level: 'Standard', grounds: [] });
  });

  it('of a fee that may reach a whole coin is Maximum', () => {
    const review = device.transfer(RECIPIENT, 5n, { maxFeePerGasWei: (10n ** 18n).toString() });
    expect(review).toMatchObject({ level: 'Maximum', grounds: ['absurd-fee'] });
    expect(rulesOf(review)).toContain('absurd-fee');
  });

  describe('is the higher one of what the review said and what is known now', () => {
    const BURST = 5;
    const ask = (times: number): void => {
      for (let i = 0; i < times; i += 1) device.message({ kind: 'text', text: `${i}` });
    };
    beforeEach(() => {
      changePolicy({ enhancedFrom: FIRST_PAYMENT_SCORE + 15 });
      laterOn();
    });

    it('where a burst of requests followed the review', () => {
      const review = device.transfer(RECIPIENT, 5n);
      ask(BURST);
      expect(review.level).toBe('Standard');
      expect(refused(device.sign(review))).toBe('ACCESS_DENIED enhanced-needed 4');
    });

    it('where the burst that the review was part of is over', () => {
      ask(BURST);
      const review = device.transfer(RECIPIENT, 5n);
      expect(review.level).toBe('Enhanced');
      device.tee.advance(61_000);
      expect(refused(device.sign(review))).toBe('ACCESS_DENIED enhanced-needed 4');
    });

    it('but its own preparation makes no burst of it', () => {
      ask(BURST - 1);
      const review = device.transfer(RECIPIENT, 5n);
      expect(review.level).toBe('Standard');
      expect(device.sign(review).code).toBe('SUCCESS');
    });
  });
});

describe('what is denied or fails', () => {
  /** Limit, history, signatures: all that a signature changes. */
  const traces = () => ({ ...device.left(), first: device.transfer(RECIPIENT, 1n).firstPaidMs });

  it('by a layer leaves limit, history and signatures as they were', () => {
    device.limit([NATIVE]);
    laterOn();
    const before = traces();
    const review = device.transfer(RECIPIENT, 5n, {}, { features: undefined });
    expect(refused(device.sign(review))).toBe('ACCESS_DENIED enhanced-needed 4');
    const above = device.transfer(RECIPIENT, 101n);
    expect(refused(device.signAtMaximum(above))).toBe('ACCESS_DENIED transaction-limit 3');
    expect(traces()).toEqual(before);
    expect(before).toEqual({ signatures: 0, used: { '1/native': '0' }, first: undefined });
  });

  it.each([
    ['the key cannot be opened', () => vi.spyOn(AccountKeys.prototype, 'withAccountKey')],
    ['nothing can be written', () => vi.spyOn(DatabaseStorage.prototype, 'write')],
  ])('where %s leaves them too, and the review: it can be signed afterwards', (_name, spy) => {
    device.limit([NATIVE]);
    const review = device.transfer(RECIPIENT, 5n);
    const before = traces();
    const proof = device.tee.twoFactors(device.owner.user);
    spy().mockImplementation(() => {
      throw new Error('no');
    });
    expect(device.sign(review, { proof }).code).toBe('GENERIC');
    vi.restoreAllMocks();
    expect(traces()).toEqual(before);
    expect(device.signed(review).number).toBe(1);
    expect(traces()).toMatchObject({ signatures: 1, used: { '1/native': '5' }, first: expect.any(Number) });
  });

  it('after the commit is told by its operation id, with the very signature, and is signed no second time', () => {
    const review = device.transfer(RECIPIENT, 5n);
    const original = DatabaseStorage.prototype.write;
    vi.spyOn(DatabaseStorage.prototype, 'write').mockImplementation(function (this: DatabaseStorage, work) {
      original.call(this, work);
      throw new Error('no');
    });
    const id = operationId();
    expect(device.sign(review, { operationId: id }).code).toBe('GENERIC');
    vi.restoreAllMocks();
    const again = device.sign(review, { operationId: id });
    expect(again.code).toBe('SUCCESS');
    expect(refused(device.sign(review))).toBe('ITEM_NOT_FOUND unknown-review');
    const { signed } = device.plain('GET_SIGNATURE', { walletId: device.walletId, number: 1 }).body as {
      signed: unknown;
    };
    expect(signed).toEqual(again.body);
    expect(device.left().signatures).toBe(1);
  });
});

describe('the history', () => {
  it('knows when a recipient was first paid, from signatures only', () => {
    const first = device.transfer(RECIPIENT, 5n);
    expect(first.firstPaidMs).toBeUndefined();
    expect(rulesOf(first)).toContain('first-payment-to-address');
    expect(device.transfer(RECIPIENT, 5n).firstPaidMs).toBeUndefined();
    device.signed(first);
    const at = device.tee.machine.wall;
    device.tee.advance(60_000);
    const second = device.call(USDC, data.approve(RECIPIENT, 5n));
    expect(second.firstPaidMs).toBe(at);
    expect(rulesOf(second)).not.toContain('first-payment-to-address');
  });

  it('takes a payment to oneself, as one that cancels another, for no first payment', () => {
    expect(device.transfer(OWN, 0n).assessment.score).toBe(0);
  });

  it('of what was signed tells what amounts are usual', () => {
    for (let i = 0; i < 5; i += 1) device.signed(device.transfer(RECIPIENT, 10n));
    expect(rulesOf(device.transfer(RECIPIENT, 1_000n))).toContain('amount-above-usual');
    for (let i = 0; i < 6; i += 1) device.signed(device.call(USDC, data.transfer(RECIPIENT, 1n)));
    expect(rulesOf(device.transfer(RECIPIENT, 10n))).not.toContain('amount-above-usual');
    const much = device.call(USDC, data.transfer(RECIPIENT, 1_000n));
    const values = { times: 1_000, asset: USDC, medianUnits: '1' };
    expect(much.assessment.factors).toContainEqual({ rule: 'amount-above-usual', points: 40, values });
  });
});
