import { describe, expect, it } from 'vitest';
import { DECODED_FLAGS, type Decoded, type DecodedFlag } from '../../../../tee-sim/protocol/decoded.ts';
import { type Address, addressSchema } from '../../../../tee-sim/protocol/payment.ts';
import { LEVEL_GROUNDS, SIGNATURE_KINDS } from '../../../../tee-sim/protocol/review.ts';
import { ZERO_ADDRESS } from '../../../../tee-sim/wallet/decoded.ts';
import type { LevelFacts } from '../../../../tee-sim/wallet/required-level.ts';
import { requiredLevel } from '../../../../tee-sim/wallet/required-level.ts';

const PLAIN: LevelFacts = { unbounded: false, isStranger: () => false };
const STRANGER: LevelFacts = { unbounded: false, isStranger: (address) => address === EVE };

function decoded(flags: readonly DecodedFlag[] = [], inner: readonly Decoded[] = []): Decoded {
  return { kind: 'contract-call', chainId: 1, parties: [], amounts: [], flags, inner };
}

const [EVE, TOKEN] = ['e', 'a'].map((digit) => addressSchema.parse(`0x${digit.repeat(40)}`)) as [
  Address,
  Address,
];

function approval(amount: bigint, change: Partial<Decoded> = {}): Decoded {
  const amounts = [
    { asset: 'native' as const, amount: 3n, unlimited: false },
    { asset: TOKEN, amount, unlimited: false },
  ];
  const parties = [{ role: 'spender' as const, address: EVE }];
  return { ...decoded(), kind: 'token-approval', parties, amounts, ...change };
}
const gift: Decoded = {
  ...decoded(),
  kind: 'described-call',
  parties: [{ role: 'recipient', address: EVE }],
  amounts: [{ asset: TOKEN, amount: 1n << 200n, unlimited: true }],
};

describe('of an allowance', () => {
  const groundsOf = (each: Decoded, facts = STRANGER) => requiredLevel('transaction', each, facts);

  it('for a stranger is Enhanced, also deep inside and of a collectible, and none for who is known', () => {
    const enhanced = { level: 'Enhanced', grounds: ['allowance-to-stranger'] };
    expect(groundsOf(approval(1n))).toEqual(enhanced);
    expect(groundsOf(approval(1n, { kind: 'collectible-approval' }))).toEqual(enhanced);
    expect(groundsOf(approval(0n, { kind: 'approval-for-all', granted: true }))).toEqual(enhanced);
    expect(groundsOf(decoded([], [decoded([], [approval(1n)])]))).toEqual(enhanced);
    expect(groundsOf(approval(1n), PLAIN).grounds).toEqual([]);
  });

  it.each<[string, Decoded]>([
    ['of nothing', approval(0n)],
    ['of a collection that is taken back', approval(0n, { kind: 'approval-for-all', granted: false })],
    [
      'of a collectible that is taken back',
      approval(1n, { kind: 'collectible-approval', parties: [{ role: 'spender', address: ZERO_ADDRESS }] }),
    ],
    ['that is a transfer', approval(1n, { kind: 'token-transfer' })],
  ])('%s needs nothing', (_, each) => {
    expect(requiredLevel('transaction', each, { ...PLAIN, isStranger: () => true }).grounds).toEqual([]);
  });
});

describe('of a described call without end', () => {
  it('to somebody else is Maximum, but not to oneself, nor with an end', () => {
    const maximum = { level: 'Maximum', grounds: ['unlimited-to-another'] };
    expect(requiredLevel('transaction', gift, PLAIN)).toEqual(maximum);
    expect(requiredLevel('user-operation', decoded([], [gift]), PLAIN)).toEqual(maximum);
    const amounts = gift.amounts.map((each) => ({ ...each, unlimited: false }));
    for (const less of [
      { ...gift, parties: [] },
      { ...gift, amounts },
    ]) {
      expect(requiredLevel('transaction', less, PLAIN).grounds).toEqual([]);
    }
  });
});

describe('the level that a signature needs whatever its score', () => {
  it.each(SIGNATURE_KINDS)('of a %s without any ground is Standard, but for typed data', (kind) => {
    const enhanced = { level: 'Enhanced', grounds: ['typed-data'] };
    expect(requiredLevel(kind, decoded(), PLAIN)).toEqual(
      kind === 'typed-data' ? enhanced : { level: 'Standard', grounds: [] },
    );
  });

  it.each([
    ['unlimited-approval', 'Maximum'],
    ['absurd-fee', 'Maximum'],
    ['unknown-token', 'Enhanced'],
    ['value-with-call', 'Enhanced'],
  ] as const)('with %s is %s, also deep inside', (flag, level) => {
    expect(requiredLevel('transaction', decoded([flag]), PLAIN)).toEqual({ level, grounds: [flag] });
    const deep = decoded([], [decoded([], [decoded([flag])])]);
    expect(requiredLevel('user-operation', deep, PLAIN)).toEqual({ level, grounds: [flag] });
  });

  it('is Maximum where what leaves has no bound', () => {
    expect(requiredLevel('personal-message', decoded(), { ...PLAIN, unbounded: true })).toEqual({
      level: 'Maximum',
      grounds: ['unbounded'],
    });
  });

  it('is the highest of all grounds, each named once, in the order of the table', () => {
    const flags: DecodedFlag[] = ['value-with-call', 'absurd-fee', 'unknown-token', 'unlimited-approval'];
    const inner = [decoded(flags), gift, approval(1n)];
    const facts = { ...STRANGER, unbounded: true };
    expect(requiredLevel('typed-data', decoded(flags, inner), facts)).toEqual({
      level: 'Maximum',
      grounds: LEVEL_GROUNDS,
    });
  });

  it('follows from no other flag', () => {
    const grounds: readonly string[] = LEVEL_GROUNDS;
    const others = DECODED_FLAGS.filter((flag) => !grounds.includes(flag));
    expect(requiredLevel('transaction', decoded(others), PLAIN).level).toBe('Standard');
  });
});
