import fc from 'fast-check';
import { decodeFunctionData, erc20Abi } from 'viem';
import { describe, expect, test } from 'vitest';
import {
  callToEstimate,
  planSend,
  type SendFee,
  type SendPlan,
  type SendQuotes,
  type SendWish,
  TRANSFER_GAS,
} from '../../../../../renderer/screens/send/send-plan.ts';
import { transactionSchema } from '../../../../../tee-sim/protocol/ethereum.ts';
import { type Address, addressSchema } from '../../../../../tee-sim/protocol/payment.ts';

const ME = addressSchema.parse(`0x${'11'.repeat(20)}`);
const YOU = addressSchema.parse(`0x${'22'.repeat(20)}`);
const TOKEN = addressSchema.parse(`0x${'c0ffee'.repeat(6)}c0de`);
const CHAIN = 31_337;
const ETHER = 10n ** 18n;
const GWEI = 10n ** 9n;
const FEE: SendFee = {
  kind: 'eip1559',
  maxFeePerGasWei: 2n * GWEI,
  maxPriorityFeePerGasWei: GWEI,
  extraFeeWei: 0n,
};
/** Of a plain transfer at that price. */
const FEE_WEI = TRANSFER_GAS * 2n * GWEI;

function wishOf(change: Partial<SendWish> = {}): SendWish {
  return { chainId: CHAIN, account: ME, asset: 'native', recipient: YOU, amount: ETHER, ...change };
}

function quotesOf(change: Partial<SendQuotes> = {}): SendQuotes {
  return {
    balance: { chainId: CHAIN, account: ME, native: 10n * ETHER, token: { address: TOKEN, amount: 500n } },
    underway: { native: 0n, token: 0n },
    fee: { chainId: CHAIN, tier: FEE },
    gas: { chainId: CHAIN, gas: TRANSFER_GAS, gasLimit: 25_200n },
    nonce: 7n,
    ...change,
  };
}

function withNative(native: bigint): SendQuotes {
  return quotesOf({ balance: { chainId: CHAIN, account: ME, native } });
}

function refusalsOf(plan: SendPlan): readonly string[] {
  return plan.ok ? [] : plan.refusals;
}

describe('a payment of coins', () => {
  test('is a transaction that the TEE takes, and nothing beside it', () => {
    const plan = planSend(wishOf(), quotesOf());
    expect(plan).toEqual({
      ok: true,
      transaction: {
        type: 'eip1559',
        chainId: CHAIN,
        nonce: '7',
        gasLimit: '21000',
        maxFeePerGasWei: '2000000000',
        maxPriorityFeePerGasWei: '1000000000',
        to: YOU,
        valueWei: ETHER.toString(),
        data: '0x',
        accessList: [],
      },
      amount: ETHER,
      highestFeeWei: FEE_WEI,
      extraFeeWei: 0n,
      left: 9n * ETHER - FEE_WEI,
      notes: [],
    });
    expect(plan.ok && transactionSchema.safeParse(plan.transaction).success).toBe(true);
  });

  test('to a contract takes the margin that the estimate has', () => {
    const plan = planSend(wishOf(), quotesOf({ gas: { chainId: CHAIN, gas: 30_000n, gasLimit: 36_000n } }));
    expect(plan).toMatchObject({ transaction: { gasLimit: '36000' }, highestFeeWei: 36_000n * 2n * GWEI });
  });

  test('with a legacy fee has a gas price and no list', () => {
    const fee = { chainId: CHAIN, tier: { kind: 'legacy', gasPriceWei: 3n, extraFeeWei: 0n } } as const;
    const plan = planSend(wishOf(), quotesOf({ fee }));
    expect(plan).toMatchObject({ transaction: { type: 'legacy', gasPriceWei: '3' } });
    expect(plan.ok && transactionSchema.safeParse(plan.transaction).success).toBe(true);
  });

  test('of everything leaves exactly the fee', () => {
    const plan = planSend(wishOf({ amount: 'max' }), withNative(ETHER));
    expect(plan).toMatchObject({ ok: true, amount: ETHER - FEE_WEI, left: 0n, notes: [] });
  });

  test('leaves what the chain takes beside gas, too', () => {
    const wish = wishOf({ amount: 'max' });
    const fee = { chainId: CHAIN, tier: { ...FEE, extraFeeWei: 123n } };
    const quotes = { ...withNative(ETHER), fee };
    expect(planSend(wish, quotes)).toMatchObject({
      amount: ETHER - FEE_WEI - 123n,
      highestFeeWei: FEE_WEI + 123n,
      extraFeeWei: 123n,
    });
    expect(callToEstimate(wish, quotes)?.valueWei).toBe(String(ETHER - FEE_WEI - 123n));
  });

  test('of one unit more than there is beside the fee is refused, of that much not', () => {
    const most = 10n * ETHER - FEE_WEI;
    expect(planSend(wishOf({ amount: most }), quotesOf())).toMatchObject({ ok: true, left: 0n });
    expect(refusalsOf(planSend(wishOf({ amount: most + 1n }), quotesOf()))).toEqual(['not-enough-for-fee']);
  });

  test('says so when the fee can be more than the payment, and when only dust stays', () => {
    expect(planSend(wishOf({ amount: 1n }), quotesOf())).toMatchObject({ notes: ['fee-above-amount'] });
    const almostAll = 10n * ETHER - FEE_WEI - 1n;
    expect(planSend(wishOf({ amount: almostAll }), quotesOf())).toMatchObject({ notes: ['leaves-dust'] });
  });
});

describe('a payment of tokens', () => {
  const token = { asset: TOKEN, amount: 200n } satisfies Partial<SendWish>;
  const gas = { chainId: CHAIN, gas: 51_000n, gasLimit: 61_200n };

  test('calls the contract and sends no coins', () => {
    const plan = planSend(wishOf(token), quotesOf({ gas }));
    expect(plan).toMatchObject({ transaction: { to: TOKEN, valueWei: '0' }, amount: 200n, left: 300n });
    const data = plan.ok ? (plan.transaction.data as `0x${string}`) : '0x';
    expect(decodeFunctionData({ abi: erc20Abi, data })).toEqual({
      functionName: 'transfer',
      args: [YOU, 200n],
    });
  });

  test('of everything takes every unit', () => {
    expect(planSend(wishOf({ ...token, amount: 'max' }), quotesOf({ gas }))).toMatchObject({
      amount: 500n,
      left: 0n,
    });
  });

  test('needs coins for the fee', () => {
    const balance = { chainId: CHAIN, account: ME, native: 1n, token: { address: TOKEN, amount: 500n } };
    expect(refusalsOf(planSend(wishOf(token), quotesOf({ gas, balance })))).toEqual(['fee-exceeds-balance']);
  });

  test('to the token’s own contract is refused', () => {
    expect(refusalsOf(planSend(wishOf({ ...token, recipient: TOKEN }), quotesOf({ gas })))).toEqual([
      'token-address',
    ]);
  });
});

describe('what is still on its way', () => {
  const fee = { chainId: CHAIN, tier: FEE };

  test('is neither sent again nor said to stay', () => {
    const quotes = quotesOf({ underway: { native: 2n * ETHER, token: 0n } });
    expect(planSend(wishOf(), quotes)).toMatchObject({ ok: true, left: 7n * ETHER - FEE_WEI });
    const all = wishOf({ amount: 'max' });
    expect(planSend(all, quotes)).toMatchObject({ amount: 8n * ETHER - FEE_WEI, left: 0n });
    expect(callToEstimate(all, quotes)?.valueWei).toBe((8n * ETHER - FEE_WEI).toString());
  });

  test.each([9n * ETHER, 8n * ETHER, 8n * ETHER - FEE_WEI + 1n])('is why %s is refused', (amount) => {
    const quotes = quotesOf({ underway: { native: 2n * ETHER, token: 0n } });
    expect(refusalsOf(planSend(wishOf({ amount }), quotes))).toEqual(['underway']);
  });

  test('is not blamed for what would not do without it either', () => {
    const quotes = quotesOf({ underway: { native: 2n * ETHER, token: 0n } });
    expect(refusalsOf(planSend(wishOf({ amount: 11n * ETHER }), quotes))).toEqual(['not-enough']);
  });

  test('may be more than there is: then nothing is left, and nothing is negative', () => {
    const quotes = { ...withNative(ETHER), underway: { native: 3n * ETHER, token: 0n } };
    expect(refusalsOf(planSend(wishOf({ amount: 1n }), quotes))).toEqual(['underway']);
    expect(refusalsOf(planSend(wishOf({ amount: 'max' }), quotes))).toEqual(['underway']);
    expect(callToEstimate(wishOf({ amount: 'max' }), quotes)?.valueWei).toBe('0');
  });

  test('is counted of tokens, too, and the coins that their fees need', () => {
    const gas = { chainId: CHAIN, gas: 51_000n, gasLimit: 61_200n };
    const wish = wishOf({ asset: TOKEN, amount: 'max' });
    const quotes = quotesOf({ gas, fee, underway: { native: ETHER, token: 200n } });
    expect(planSend(wish, quotes)).toMatchObject({ amount: 300n, left: 0n });
    const poor = { ...quotes, underway: { native: 10n * ETHER, token: 0n } };
    expect(refusalsOf(planSend(wish, poor))).toEqual(['underway']);
  });
});

describe('is refused', () => {
  const other = addressSchema.parse(`0x${'33'.repeat(20)}`);
  const balance = { chainId: CHAIN, account: ME, native: ETHER };
  const cases: readonly [string, Partial<SendWish>, Partial<SendQuotes>][] = [
    ['recipient-empty', { recipient: ' ' }, {}],
    ['recipient-form', { recipient: '0x1234' }, {}],
    ['recipient-checksum', { recipient: TOKEN.replace('C', 'c') }, {}],
    ['own-address', { recipient: ME.toLowerCase() }, {}],
    ['zero-amount', { amount: 0n }, {}],
    ['zero-amount', { amount: -1n }, {}],
    ['amount-too-large', { amount: 1n << 256n }, {}],
    ['not-enough', { amount: 11n * ETHER }, {}],
    ['not-enough', { amount: 'max' }, { balance: { ...balance, native: 0n }, fee: freeOf(CHAIN) }],
    ['fee-exceeds-balance', { amount: 'max' }, { balance: { ...balance, native: FEE_WEI } }],
    ['fee-exceeds-balance', { amount: 'max' }, { balance: { ...balance, native: FEE_WEI - 1n } }],
    ['chain-mismatch', {}, { balance: { ...balance, chainId: 1 } }],
    ['chain-mismatch', {}, { fee: { chainId: 1, tier: FEE } }],
    ['chain-mismatch', {}, { gas: { chainId: 1, gas: TRANSFER_GAS, gasLimit: TRANSFER_GAS } }],
    ['account-mismatch', {}, { balance: { ...balance, account: other } }],
    ['asset-mismatch', { asset: TOKEN, amount: 1n }, { balance }],
    ['asset-mismatch', { asset: TOKEN, amount: 1n }, { balance: { ...balance, token: tokenOf(other) } }],
    ['gas-none', {}, { gas: { chainId: CHAIN, gas: 0n, gasLimit: 0n } }],
    ['gas-none', {}, { gas: { chainId: CHAIN, gas: 30_000n, gasLimit: 21_000n } }],
    ['fee-form', {}, { fee: { chainId: CHAIN, tier: { ...FEE, maxPriorityFeePerGasWei: 3n * GWEI } } }],
  ];

  test.each(cases)('%s', (refusal, wish, quotes) => {
    const plan = planSend(wishOf(wish), quotesOf(quotes));
    expect(refusalsOf(plan)).toContain(refusal);
    expect(plan).not.toHaveProperty('transaction');
  });

  test('for every reason at once', () => {
    const plan = planSend(
      wishOf({ recipient: '' }),
      quotesOf({ balance: { ...balance, chainId: 1, account: other } }),
    );
    expect(refusalsOf(plan)).toEqual(['recipient-empty', 'chain-mismatch', 'account-mismatch']);
  });
});

function freeOf(chainId: number): SendQuotes['fee'] {
  return { chainId, tier: { kind: 'legacy', gasPriceWei: 0n, extraFeeWei: 0n } };
}

function tokenOf(address: Address) {
  return { address, amount: 500n };
}

describe('whatever the numbers', () => {
  const uint256 = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
  /** Also where amounts and balances are close to each other. */
  const money = fc.oneof(uint256, fc.bigInt({ min: 0n, max: 10n ** 16n }), fc.bigInt({ min: 0n, max: 3n }));
  const price = fc.bigInt({ min: 0n, max: 500n * GWEI });
  const extra = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 15n }));
  const tier: fc.Arbitrary<SendFee> = fc.oneof(
    fc
      .tuple(price, extra)
      .map(([gasPriceWei, extraFeeWei]) => ({ kind: 'legacy' as const, gasPriceWei, extraFeeWei })),
    fc.tuple(price, price, extra).map(([maxFeePerGasWei, maxPriorityFeePerGasWei, extraFeeWei]) => ({
      kind: 'eip1559' as const,
      maxFeePerGasWei,
      maxPriorityFeePerGasWei,
      extraFeeWei,
    })),
  );
  const gas = fc.oneof(
    fc.constant({ gas: TRANSFER_GAS, gasLimit: 25_200n }),
    fc
      .tuple(fc.bigInt({ min: 1n, max: 10n ** 7n }), fc.bigInt({ min: 0n, max: 10n ** 6n }))
      .map(([least, more]) => ({
        gas: least,
        gasLimit: least + more,
      })),
  );
  const any = fc.record({
    asset: fc.constantFrom('native' as const, TOKEN),
    amount: fc.oneof(money, fc.constant('max' as const)),
    native: money,
    token: money,
    underway: fc.record({ native: money, token: money }),
    tier,
    gas,
  });
  type Any = typeof any extends fc.Arbitrary<infer T> ? T : never;

  const planOf = ({ asset, amount, native, token, underway, tier: chosen, gas: estimate }: Any) =>
    planSend(
      wishOf({ asset, amount }),
      quotesOf({
        balance: { chainId: CHAIN, account: ME, native, token: { address: TOKEN, amount: token } },
        underway,
        fee: { chainId: CHAIN, tier: chosen },
        gas: { chainId: CHAIN, ...estimate },
      }),
    );

  test('nothing is lost or invented: paid, fee, left and what is on its way are what there was', () => {
    fc.assert(
      fc.property(any, (numbers) => {
        const plan = planOf(numbers);
        if (!plan.ok) {
          expect(plan.refusals.length).toBeGreaterThan(0);
          return;
        }
        const { amount, highestFeeWei, left } = plan;
        const spent = numbers.asset === 'native' ? amount + highestFeeWei : amount;
        const asset = numbers.asset === 'native' ? 'native' : 'token';
        expect(spent + left + numbers.underway[asset]).toBe(numbers[asset]);
        // Where nothing is asked for gas, tokens also leave an account that has no coins to spare.
        if (highestFeeWei > 0n)
          expect(highestFeeWei + numbers.underway.native).toBeLessThanOrEqual(numbers.native);
        expect(amount).toBeGreaterThan(0n);
        expect(left).toBeGreaterThanOrEqual(0n);
        if (numbers.amount !== 'max') expect(amount).toBe(numbers.amount);
      }),
      { numRuns: 2_000 },
    );
  });

  test('the transaction says the same as the plan, and no more than that can leave', () => {
    fc.assert(
      fc.property(any, (numbers) => {
        const plan = planOf(numbers);
        if (!plan.ok) return;
        const transaction = transactionSchema.parse(plan.transaction);
        const dearest =
          transaction.type === 'eip1559' ? transaction.maxFeePerGasWei : transaction.gasPriceWei;
        expect(transaction.gasLimit * dearest + numbers.tier.extraFeeWei).toBe(plan.highestFeeWei);
        expect(transaction.gasLimit).toBeGreaterThanOrEqual(numbers.gas.gas);
        if (numbers.asset === 'native') {
          expect(transaction.valueWei).toBe(plan.amount);
        } else {
          expect(transaction.valueWei).toBe(0n);
          const { args } = decodeFunctionData({
            abi: erc20Abi,
            data: plan.transaction.data as `0x${string}`,
          });
          expect(args).toEqual([YOU, plan.amount]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('everything is the largest amount that is not refused', () => {
    fc.assert(
      fc.property(any, (numbers) => {
        const all = planOf({ ...numbers, amount: 'max' });
        if (!all.ok) {
          // Then not even one unit can be paid.
          expect(planOf({ ...numbers, amount: 1n }).ok).toBe(false);
          return;
        }
        expect(all.left).toBe(0n);
        expect(planOf({ ...numbers, amount: all.amount }).ok).toBe(true);
        expect(planOf({ ...numbers, amount: all.amount + 1n }).ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the call to estimate gas for', () => {
  test('is the one that will be sent', () => {
    const wish = wishOf({ asset: TOKEN, amount: 200n });
    const plan = planSend(wish, quotesOf({ gas: { chainId: CHAIN, gas: 51_000n, gasLimit: 61_200n } }));
    const call = callToEstimate(wish, quotesOf());
    expect(plan).toMatchObject({ transaction: { to: call?.to, valueWei: call?.valueWei, data: call?.data } });
    expect(call?.from).toBe(ME);
  });

  test('of everything leaves room for a fee, and is never below nothing', () => {
    expect(callToEstimate(wishOf({ amount: 'max' }), withNative(ETHER))?.valueWei).toBe(
      (ETHER - FEE_WEI).toString(),
    );
    expect(callToEstimate(wishOf({ amount: 'max' }), withNative(1n))?.valueWei).toBe('0');
  });

  test('is none without a recipient or with an impossible amount', () => {
    expect(callToEstimate(wishOf({ recipient: '0x' }), quotesOf())).toBeUndefined();
    expect(callToEstimate(wishOf({ amount: 1n << 256n }), quotesOf())).toBeUndefined();
    expect(callToEstimate(wishOf({ amount: -1n }), quotesOf())).toBeUndefined();
  });
});
