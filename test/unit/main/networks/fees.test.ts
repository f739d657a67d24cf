import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestFees } from '../../../../main/networks/fees.ts';
import type { Rpc, RpcCall } from '../../../../main/networks/json-rpc.ts';
import { NetworkError } from '../../../../main/networks/network-error.ts';
import { bumped, replacementFees } from '../../../../main/networks/replacement.ts';
import { feesSchema } from '../../../../preload/networks.ts';

const GWEI = 10n ** 9n;

interface Chain {
  readonly base?: bigint;
  readonly tips?: readonly (readonly bigint[])[];
  readonly ratios?: readonly number[];
  readonly price?: bigint;
  /** What is at the gas price oracle's address answers; without it there is nothing. */
  readonly oracle?: (data: string) => unknown;
}

/** A node whose answers have passed their schemas. */
function node({ base, tips, ratios, price = 0n, oracle = () => '0x' }: Chain): Rpc {
  const answers: Record<string, (params: readonly unknown[]) => unknown> = {
    eth_getBlockByNumber: () => ({ number: 1n, hash: '0x', timestamp: 1n, baseFeePerGas: base }),
    eth_feeHistory: () => {
      if (tips === undefined) throw new NetworkError('rpc-error');
      return { baseFeePerGas: [1n], gasUsedRatio: ratios ?? tips.map(() => 0.5), reward: tips };
    },
    eth_gasPrice: () => price,
    eth_call: ([call]) => {
      const { to, data } = call as { to: string; data: string };
      expect(to.toLowerCase()).toBe(`0x42${'0'.repeat(36)}0f`);
      return oracle(data);
    },
  };
  const call = async <T>({ method, params }: RpcCall<T>): Promise<T> => answers[method]?.(params) as T;
  return {
    call,
    batch: (calls) =>
      Promise.all(
        calls.map((one) =>
          call(one).then(
            (value) => ({ ok: true as const, value }),
            (error: NetworkError) => ({ ok: false as const, error }),
          ),
        ),
      ),
  };
}

const row = (low: bigint, usual: bigint, high: bigint) => [low * GWEI, usual * GWEI, high * GWEI];

describe('fees', () => {
  it('are three tiers over the most that the next block may cost', async () => {
    const fees = await suggestFees(
      node({ base: 8n * GWEI, tips: [row(1n, 2n, 3n), row(1n, 2n, 5n), row(1n, 2n, 4n)] }),
    );
    expect(fees).toEqual({
      kind: 'eip1559',
      baseFeeWei: String(9n * GWEI),
      capped: false,
      extraFeeWei: '0',
      tiers: {
        slow: {
          maxFeePerGasWei: String((9n * GWEI * 10n) / 8n + GWEI),
          maxPriorityFeePerGasWei: String(GWEI),
        },
        normal: { maxFeePerGasWei: String(20n * GWEI), maxPriorityFeePerGasWei: String(2n * GWEI) },
        fast: { maxFeePerGasWei: String(31n * GWEI), maxPriorityFeePerGasWei: String(4n * GWEI) },
      },
    });
  });

  it('learn nothing from empty blocks, nor from one that paid a fortune', async () => {
    const tips = [row(900n, 900n, 900n), row(1n, 1n, 1n), row(1n, 1n, 1n), row(0n, 0n, 900_000n)];
    const fees = await suggestFees(node({ base: GWEI, tips, ratios: [0, 0.1, 0.9, 0.5] }));
    expect(fees).toMatchObject({
      capped: false,
      tiers: { normal: { maxPriorityFeePerGasWei: String(GWEI) } },
    });
  });

  it('are never more than sane, and say so', async () => {
    const fees = await suggestFees(node({ base: GWEI, tips: [row(1n, 600n, 10n ** 12n)] }));
    expect(fees).toMatchObject({
      capped: true,
      tiers: {
        slow: { maxPriorityFeePerGasWei: String(GWEI) },
        normal: { maxPriorityFeePerGasWei: String(500n * GWEI) },
        fast: { maxPriorityFeePerGasWei: String(500n * GWEI) },
      },
    });
  });

  it.each([{ base: 10n ** 18n, tips: [] }, { price: 10n ** 18n }, { base: 2n ** 255n, tips: [] }])(
    'are not made of an absurd price: %o',
    async (chain) => {
      await expect(suggestFees(node(chain))).rejects.toMatchObject({ reason: 'implausible-fees' });
    },
  );

  it('stay under the ceiling however base fee and tips are combined', async () => {
    const lying = { base: 80_000n * GWEI, tips: [row(10n ** 9n, 10n ** 9n, 10n ** 9n)] };
    const ceiling = { maxFeePerGasWei: String(100_000n * GWEI) };
    expect(await suggestFees(node(lying))).toMatchObject({
      capped: true,
      tiers: { slow: ceiling, normal: ceiling, fast: ceiling },
    });
    const old = await suggestFees(node({ price: 100_000n * GWEI }));
    expect(old).toMatchObject({ tiers: { fast: { gasPriceWei: String(100_000n * GWEI) } } });
  });

  it('come from the gas price where nothing else is known', async () => {
    await expect(suggestFees(node({ price: 100n }))).resolves.toEqual({
      kind: 'legacy',
      capped: false,
      extraFeeWei: '0',
      tiers: { slow: { gasPriceWei: '100' }, normal: { gasPriceWei: '115' }, fast: { gasPriceWei: '140' } },
    });
    const withoutHistory = await suggestFees(node({ base: 10n * GWEI, price: 13n * GWEI }));
    expect(withoutHistory).toMatchObject({ tiers: { slow: { maxPriorityFeePerGasWei: String(3n * GWEI) } } });
    const withoutPrice = await suggestFees(node({ base: 10n * GWEI }));
    expect(withoutPrice).toMatchObject({ tiers: { fast: { maxPriorityFeePerGasWei: String(GWEI) } } });
  });

  it('of any chain have the contract’s form, rise from tier to tier, and hold their own tip', async () => {
    const amount = fc.bigInt(0n, 200_000n * GWEI);
    const chain = fc.record({
      base: fc.option(amount, { nil: undefined }),
      tips: fc.array(fc.tuple(amount, amount, amount), { maxLength: 20 }),
      price: amount,
    });
    await fc.assert(
      fc.asyncProperty(chain, async (given) => {
        const fees = await suggestFees(node(given as Chain)).catch((error: NetworkError) => error.reason);
        if (typeof fees === 'string') {
          expect(fees).toBe('implausible-fees');
          return;
        }
        const parsed = feesSchema.parse(fees);
        if (parsed.kind === 'legacy') return;
        const tiers = [parsed.tiers.slow, parsed.tiers.normal, parsed.tiers.fast];
        for (const { maxFeePerGasWei, maxPriorityFeePerGasWei } of tiers) {
          expect(maxFeePerGasWei >= maxPriorityFeePerGasWei).toBe(true);
          expect(maxFeePerGasWei).toBeLessThanOrEqual(100_000n * GWEI);
        }
        expect(
          tiers.every((tier, i) => i === 0 || tier.maxFeePerGasWei >= (tiers[i - 1]?.maxFeePerGasWei ?? 0n)),
        ).toBe(true);
      }),
    );
  });
});

describe('what a rollup takes beside gas', () => {
  const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`;
  const reverts = (): never => {
    throw new NetworkError('rpc-error', { rpc: { code: 3, message: 'execution reverted' } });
  };
  const UPPER_BOUND = '0xf1c7a58b';
  const L1_FEE = '0x49948e0e';
  const extraOf = async (oracle: Chain['oracle'], bytes?: number) =>
    (await suggestFees(node({ price: 1n, ...(oracle && { oracle }) }), bytes)).extraFeeWei;

  it('is what its oracle names as the most for an unsigned payment of tokens', async () => {
    const asked: string[] = [];
    const oracle = (data: string) => {
      asked.push(data);
      return word(12_345n);
    };
    expect(await extraOf(oracle)).toBe('12345');
    expect(await extraOf(oracle, 900)).toBe('12345');
    expect(asked).toEqual([160n, 900n].map((bytes) => UPPER_BOUND + word(bytes).slice(2)));
  });

  it('is asked of an oracle from before Fjord with bytes, of the costliest', async () => {
    const oracle = (data: string) => {
      if (!data.startsWith(L1_FEE)) return reverts();
      const bytes = 'ff'.repeat(33).padEnd(128, '0');
      expect(data).toBe(L1_FEE + word(32n).slice(2) + word(33n).slice(2) + bytes);
      return word(7n);
    };
    expect(await extraOf(oracle, 33)).toBe('7');
  });

  it('is nothing where there is no contract, or one that is no such oracle', async () => {
    expect(await extraOf(undefined)).toBe('0');
    expect(await extraOf(reverts)).toBe('0');
  });

  it.each([2_100_000_000_000_000_001n, 2n ** 256n - 1n])('is not believed to be %s', async (fee) => {
    await expect(extraOf(() => word(fee))).rejects.toMatchObject({ reason: 'implausible-fees' });
    expect(await extraOf(() => word(2_100_000_000_000_000_000n))).toBe('2100000000000000000');
  });

  it.each(['0x00', `${word(1n)}00`])('is not made of %s', async (answer) => {
    await expect(extraOf(() => answer)).rejects.toMatchObject({ reason: 'bad-answer' });
  });

  it('is not taken for nothing where the node could not say', async () => {
    const fault = () => {
      throw new NetworkError('rpc-error', { rpc: { code: -32_000, message: 'missing trie node' } });
    };
    await expect(extraOf(fault)).rejects.toMatchObject({ reason: 'rpc-error' });
  });
});

describe('a replacement', () => {
  it('pays an eighth more, rounded up, and something more of nothing', () => {
    expect([0n, 1n, 8n, 9n, 1_000n].map(bumped)).toEqual([1n, 2n, 9n, 11n, 1_125n]);
    fc.assert(
      fc.property(fc.bigInt(0n, 1n << 100n), (price) => {
        expect(bumped(price) * 8n >= price * 9n && bumped(price) > price).toBe(true);
      }),
    );
  });

  const tier = (fee: bigint, tip: bigint) => ({
    maxFeePerGasWei: String(fee),
    maxPriorityFeePerGasWei: String(tip),
  });
  const usual = (fee: bigint, tip: bigint) => ({
    kind: 'eip1559' as const,
    baseFeeWei: '1',
    capped: false,
    extraFeeWei: '0',
    tiers: { slow: tier(1n, 1n), normal: tier(fee, tip), fast: tier(fee, tip) },
  });
  const paid = { kind: 'eip1559' as const, maxFeePerGasWei: 80n, maxPriorityFeePerGasWei: 8n };

  it('pays what is usual now where that is more', () => {
    expect(replacementFees(paid, usual(10n, 1n))).toEqual({
      ...paid,
      maxFeePerGasWei: 90n,
      maxPriorityFeePerGasWei: 9n,
    });
    expect(replacementFees(paid, usual(500n, 1n))).toEqual({
      ...paid,
      maxFeePerGasWei: 500n,
      maxPriorityFeePerGasWei: 9n,
    });
    expect(replacementFees(paid, usual(1n, 900n))).toEqual({
      ...paid,
      maxFeePerGasWei: 900n,
      maxPriorityFeePerGasWei: 900n,
    });
  });

  it('stays of the kind it was', () => {
    const legacy = { kind: 'legacy' as const, gasPriceWei: 80n };
    expect(replacementFees(legacy, usual(500n, 1n))).toEqual({ ...legacy, gasPriceWei: 500n });
    const price = { gasPriceWei: '400' };
    const old = {
      kind: 'legacy' as const,
      capped: false,
      extraFeeWei: '0',
      tiers: { slow: price, normal: price, fast: price },
    };
    expect(replacementFees(legacy, old)).toEqual({ ...legacy, gasPriceWei: 400n });
    expect(replacementFees(paid, old)).toEqual({
      ...paid,
      maxFeePerGasWei: 400n,
      maxPriorityFeePerGasWei: 9n,
    });
  });
});
