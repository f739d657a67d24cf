import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessmentSchema, RISK_RULES } from '../../../../tee-sim/protocol/assessment.ts';
import type { Asset } from '../../../../tee-sim/protocol/bindings.ts';
import { type Features, featuresSchema } from '../../../../tee-sim/protocol/features.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { defaultPolicy } from '../../../../tee-sim/protocol/policy.ts';
import { assess, levelOf, type RiskRequest } from '../../../../tee-sim/risk/assess.ts';
import { isBlockingFraud } from '../../../../tee-sim/risk/fraud.ts';
import type { FeatureHistory } from '../../../../tee-sim/risk/history.ts';
import { emptyProfile } from '../../../../tee-sim/risk/profile.ts';
import { ALICE, calmFeatures, familiar, humanTimes, NOW, type SubjectChange, subject } from './samples.ts';

const BOUNDS = defaultPolicy.operationAuthorization;

const KNOWN = addressSchema.parse(ALICE);
const nobodyKnown = { firstPaidMs: undefined, strangers: new Set([KNOWN]) };
const stranger: FeatureHistory = {
  ...{ profile: emptyProfile(new Uint8Array(32)), lookAlike: undefined },
  ...nobodyKnown,
};

function request(change: SubjectChange & { readonly idleSeconds?: number } = {}): RiskRequest {
  const { idleSeconds, ...rest } = change;
  const base = { subject: subject(rest), atMs: NOW };
  return idleSeconds === undefined ? base : { ...base, driverContext: { channelId: 'c', idleSeconds } };
}

/** The names and values of what was found. */
function found(features: Features | undefined, asked: RiskRequest, history: FeatureHistory) {
  return Object.fromEntries(assess(features, asked, history, BOUNDS).factors.map((f) => [f.rule, f.values]));
}

describe('a calm payment to a familiar address', () => {
  it('has nothing held against it', () => {
    expect(assess(calmFeatures(), request(), familiar(), BOUNDS)).toEqual({
      score: 0,
      level: 'Standard',
      factors: [],
    });
  });
});

describe('each rule', () => {
  const calm = calmFeatures();
  const typing = calm.typing ?? { holdMs: [], flightMs: [], corrections: 0 };
  const cases: Record<
    (typeof RISK_RULES)[number],
    [Features | undefined, RiskRequest, FeatureHistory, object]
  > = {
    'first-payment-to-address': [calm, request(), { ...familiar(), ...nobodyKnown }, {}],
    'amount-above-usual': [
      calm,
      request({ amountWei: '14000' }),
      familiar(),
      { times: 14, asset: 'native', medianWei: '1000' },
    ],
    'recipient-pasted': [
      calmFeatures({ entry: { recipient: 'pasted', amount: 'typed' } }),
      request(),
      { ...familiar(), ...nobodyKnown },
      {},
    ],
    'machine-like-input': [
      calmFeatures({ typing: { ...typing, holdMs: new Array<number>(20).fill(80) } }),
      request(),
      familiar(),
      { how: 'no-variance' },
    ],
    'unusual-hour': [calmFeatures({ localHour: 3 }), request(), familiar(), { hour: 3 }],
    'time-zone-changed': [
      calmFeatures({ timeZone: { name: 'Europe/Rome', offsetMinutes: 60 } }),
      request(),
      familiar(),
      { now: 'Europe/Rome', usual: 'Asia/Shanghai' },
    ],
    'device-changed': [calm, request(), familiar({ devices: ['Windows/4'] }), {}],
    'typing-unlike-baseline': [
      calmFeatures({ typing: { ...typing, holdMs: humanTimes(44, 300) } }),
      request(),
      familiar(),
      { meanMs: 300, usualMs: 100 },
    ],
    'burst-of-requests': [
      calm,
      request(),
      familiar({ recentAtMs: [1, 2, 3, 4, 5].map((s) => NOW - s * 1_000) }),
      { count: 5, seconds: 60 },
    ],
    'look-alike-address': [calm, request(), { ...familiar(), lookAlike: KNOWN }, { known: KNOWN }],
    'zero-address': [calm, request({ flags: ['zero-address'] }), familiar(), {}],
    'token-contract-as-recipient': [
      calm,
      request({ flags: ['token-contract-as-recipient'] }),
      familiar(),
      {},
    ],
    'unlimited-approval': [calm, request({ flags: ['unlimited-approval'] }), familiar(), {}],
    'approval-for-all': [calm, request({ flags: ['approval-for-all'] }), familiar(), {}],
    'absurd-fee': [calm, request({ flags: ['absurd-fee'] }), familiar(), {}],
    'blind-signature': [calm, request({ flags: ['blind'] }), familiar(), {}],
    'features-missing': [undefined, request(), familiar(), { missing: 'all' }],
  };

  it.each(RISK_RULES)('%s speaks when its case is there, with its values', (rule) => {
    const [features, asked, history, values] = cases[rule];
    expect(found(features, asked, history)).toHaveProperty([rule], values);
  });

  it.each(RISK_RULES)('%s is silent about a calm payment to a familiar address', (rule) => {
    expect(found(calm, request(), familiar())).not.toHaveProperty([rule]);
  });
});

describe('machine-like input', () => {
  const typing = calmFeatures().typing ?? { holdMs: [], flightMs: [], corrections: 0 };

  it.each([
    ['programmatic', calmFeatures({ entry: { recipient: 'programmatic', amount: 'typed' } }), request()],
    ['too-fast', calmFeatures({ typing: { ...typing, holdMs: humanTimes(20, 3) } }), request()],
    [
      'no-variance',
      calmFeatures({ typing: { ...typing, flightMs: new Array<number>(20).fill(50) } }),
      request(),
    ],
    ['system-idle', calmFeatures(), request({ idleSeconds: 600 })],
  ])('knows %s', (how, features, asked) => {
    expect(found(features, asked, familiar())).toHaveProperty('machine-like-input', { how });
  });

  it('says nothing of a handful of keys', () => {
    const few = calmFeatures({ typing: { holdMs: [80, 80, 80], flightMs: [50, 50], corrections: 0 } });
    expect(found(few, request(), familiar())).not.toHaveProperty('machine-like-input');
  });
});

describe('what nobody gets', () => {
  it('is no first payment, pasted or not', () => {
    const pasted = calmFeatures({ entry: { recipient: 'pasted', amount: 'typed' } });
    const nobody = request({ to: undefined, chainId: undefined, amountWei: 0n });
    expect(found(pasted, nobody, { ...stranger, strangers: new Set() })).toEqual({});
  });

  it('is one where somebody new gets something beside a familiar address', () => {
    const beside = { ...familiar(), strangers: new Set([addressSchema.parse(`0x${'5'.repeat(40)}`)]) };
    expect(found(calmFeatures(), request(), beside)).toEqual({ 'first-payment-to-address': {} });
  });
});

describe('fraud', () => {
  it.each(RISK_RULES)('%s denies by itself only where money goes where nobody wants it', (rule) => {
    const blocks = ['look-alike-address', 'zero-address', 'token-contract-as-recipient'].includes(rule);
    expect(isBlockingFraud(rule)).toBe(blocks);
  });

  it('flags that no rule speaks of change nothing', () => {
    expect(
      found(calmFeatures(), request({ flags: ['moves-of-another', 'unknown-token'] }), familiar()),
    ).toEqual({});
  });
});

describe('amounts', () => {
  it('compares on the same chain only', () => {
    expect(found(calmFeatures(), request({ chainId: 10, amountWei: '9999999' }), familiar())).toEqual({});
  });

  it('compares each asset with its own, and tells of the worst', () => {
    const [usdc, dai] = ['a', 'b'].map((digit) => addressSchema.parse(`0x${digit.repeat(40)}`));
    if (usdc === undefined || dai === undefined) throw new Error('unreachable');
    const series = (asset: Asset, wei: string) => ({
      chainId: 1,
      asset,
      wei: new Array<string>(5).fill(wei),
    });
    const knows = familiar({ amounts: [series('native', '10'), series(usdc, '7'), series(dai, '9')] });
    const asks = (...amounts: [Asset, bigint][]) => {
      const base = request();
      const all = amounts.map(([asset, amount]) => ({ asset, amount }));
      return found(calmFeatures(), { ...base, subject: { ...base.subject, amounts: all } }, knows);
    };
    expect(asks(['native', 29n], [usdc, 20n], [dai, 26n])).toEqual({});
    expect(asks(['native', 50n], [usdc, 700n], [dai, 26n])).toEqual({
      'amount-above-usual': { times: 100, asset: usdc, medianUnits: '7' },
    });
    expect(asks([usdc, 70n], ['native', 101n])).toEqual({
      'amount-above-usual': { times: 10.1, asset: 'native', medianWei: '10' },
    });
  });

  it('needs five earlier ones', () => {
    const four = familiar({ amounts: [{ chainId: 1, asset: 'native', wei: ['1', '1', '1', '1'] }] });
    expect(found(calmFeatures(), request({ amountWei: '9999' }), four)).toEqual({});
  });

  it('takes the largest uint256 and a median of zero', () => {
    const zeros = familiar({
      amounts: [{ chainId: 1, asset: 'native', wei: new Array<string>(5).fill('0') }],
    });
    const largest = ((1n << 256n) - 1n).toString();
    expect(found(calmFeatures(), request({ amountWei: largest }), zeros)).toEqual({
      'amount-above-usual': { times: 1_000_000, asset: 'native', medianWei: '0' },
    });
  });
});

describe('what is missing', () => {
  it('is unknown, not safe: leaving everything out never scores below telling the truth', () => {
    const nothing = assess(undefined, request(), familiar(), BOUNDS);
    expect(nothing.score).toBeGreaterThan(assess(calmFeatures(), request(), familiar(), BOUNDS).score);
  });

  it('is named part by part', () => {
    const { typing: _typing, pointer: _pointer, ...rest } = calmFeatures();
    expect(found(rest, request(), familiar())).toEqual({
      'features-missing': { missing: 'typing pointer' },
    });
  });
});

describe('levels', () => {
  it.each([
    [0, 'Standard'],
    [29, 'Standard'],
    [30, 'Enhanced'],
    [59, 'Enhanced'],
    [60, 'Maximum'],
    [84, 'Maximum'],
    [85, 'Denied'],
    [100, 'Denied'],
  ])('a score of %i asks for %s', (score, level) => {
    expect(levelOf(score, BOUNDS)).toBe(level);
  });
});

describe('for whatever is sent', () => {
  const times = fc.array(fc.double({ min: 0, max: 600_000, noNaN: true }), { maxLength: 60 });
  const entry = fc.constantFrom('typed', 'pasted', 'mixed', 'programmatic');
  const features = fc.record(
    {
      typing: fc.record({ holdMs: times, flightMs: times, corrections: fc.nat(100) }),
      entry: fc.record({ recipient: entry, amount: entry }),
      timing: fc.record({ onScreenMs: fc.nat(600_000), hesitationMs: fc.nat(600_000) }),
      timeZone: fc.record({
        name: fc.string({ maxLength: 64 }),
        offsetMinutes: fc.integer({ min: -900, max: 900 }),
      }),
      localHour: fc.integer({ min: 0, max: 23 }),
    },
    { requiredKeys: [] },
  );
  const amounts = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }).map((amount) => amount.toString());
  const histories = fc.constantFrom(stranger, familiar());

  it('answers a well-formed assessment, the same twice', () => {
    fc.assert(
      fc.property(features, amounts, histories, (raw, amountWei, history) => {
        const parsed = featuresSchema.parse(raw);
        const asked = request({ amountWei });
        const assessment = assess(parsed, asked, history, BOUNDS);
        expect(assessmentSchema.parse(assessment)).toEqual(assessment);
        expect(assess(parsed, asked, history, BOUNDS)).toEqual(assessment);
      }),
    );
  });

  it('is never talked down by the driver', () => {
    fc.assert(
      fc.property(features, fc.nat(100_000), histories, (raw, idleSeconds, history) => {
        const parsed = featuresSchema.parse(raw);
        const without = assess(parsed, request(), history, BOUNDS).score;
        expect(assess(parsed, request({ idleSeconds }), history, BOUNDS).score).toBeGreaterThanOrEqual(
          without,
        );
      }),
    );
  });
});
