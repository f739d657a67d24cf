import { describe, expect, test, vi } from 'vitest';
import type { Tee } from '../../../../../renderer/app/tee.ts';
import { quoteReplacement } from '../../../../../renderer/screens/history/replace/quote.ts';
import { walletIdSchema } from '../../../../../tee-sim/protocol/bindings.ts';
import { TeeError } from '../../../../../tee-sim/protocol/codes.ts';
import { transactionSchema } from '../../../../../tee-sim/protocol/ethereum.ts';
import { ACCOUNT, bad, good, HASH } from '../../app/networks/network-samples.ts';

const walletId = walletIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');
const OTHER = '0x2222222222222222222222222222222222222222';
const OFFER = {
  chainId: 31_337,
  account: ACCOUNT,
  nonce: '4',
  gasLimit: '50000',
  to: OTHER,
  valueWei: '9',
  data: '0x1234',
  unsigned: '0x02c0',
  fees: { kind: 'eip1559' as const, maxFeePerGasWei: '300', maxPriorityFeePerGasWei: '200' },
  extraFeeWei: '11',
};
const OWNER = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'] };
const signature = (number: number, digit: string) => ({
  number,
  feeWei: 9_000n,
  transactionHash: Uint8Array.from({ length: 32 }, () => Number.parseInt(digit.repeat(2), 16)),
});
const LEGACY = { ...OFFER, fees: { kind: 'legacy' as const, gasPriceWei: '7' } };

function quote(
  way: 'speed-up' | 'cancel',
  {
    offer = OFFER as typeof OFFER | typeof LEGACY,
    accounts = [
      { index: 0, address: OTHER },
      { index: 3, address: ACCOUNT },
    ],
    gas = { result: 'done', gas: '21000', gasLimit: '26000' } as object,
    terms = OWNER as object,
    pages = [] as readonly (readonly object[])[],
  } = {},
) {
  const estimateGas = vi.fn(() => good(gas));
  const calls = { replacementFees: () => good(offer), estimateGas };
  const left = [...pages];
  const invoke = vi.fn(async (command: string, _params: object) => ({
    result:
      command === 'LIST_SIGNATURES'
        ? { signatures: left.shift() ?? [] }
        : { wallet: { name: 'W', binding: { terms } }, accounts },
  }));
  const tee = { invoke } as unknown as Pick<Tee, 'invoke'>;
  const answer = quoteReplacement(calls as never, tee, { walletId, hash: HASH, way, task: 't' });
  return { answer, estimateGas, invoke };
}

describe('a replacement', () => {
  test('that speeds up is the very same, as main wrote it at higher fees, by the account that paid', async () => {
    const { answer, estimateGas } = quote('speed-up');
    expect(await answer).toMatchObject({
      ok: true,
      value: {
        nonce: 4n,
        highestFeeWei: 50_000n * 300n + 11n,
        prepare: {
          signer: { walletId, account: 3 },
          content: { kind: 'transaction', transaction: { unsigned: '0x02c0' } },
        },
      },
    });
    expect(estimateGas).not.toHaveBeenCalled();
  });

  test.each([
    [OFFER, { type: 'eip1559', maxFeePerGasWei: '300', maxPriorityFeePerGasWei: '200' }, 300n],
    [LEGACY, { type: 'legacy', gasPriceWei: '7' }, 7n],
  ] as const)(
    'that cancels pays nothing to oneself with the same number (%#)',
    async (offer, fees, price) => {
      const { answer, estimateGas } = quote('cancel', { offer });
      const found = await answer;
      if (!found.ok) throw new Error('no quote');
      const { content } = found.value.prepare;
      expect(content).toMatchObject({
        transaction: { ...fees, nonce: '4', to: ACCOUNT, valueWei: '0', data: '0x', gasLimit: '26000' },
      });
      if (content.kind !== 'transaction') throw new Error(content.kind);
      expect(transactionSchema.safeParse(content.transaction).success).toBe(true);
      expect(found.value.highestFeeWei).toBe(26_000n * price + 11n);
      expect(estimateGas).toHaveBeenCalledWith({
        chainId: 31_337,
        call: { from: ACCOUNT, to: ACCOUNT, valueWei: '0', data: '0x' },
        task: 't',
      });
    },
  );

  test('names what it replaces as the TEE signed it, however far down, with its fee', async () => {
    const wanted = { ...signature(7, 'a'), transactionHash: new Uint8Array(32).fill(0xab) };
    const pages = [[signature(9, 'c'), signature(8, 'd')], [wanted]];
    const { answer, invoke } = quote('speed-up', { pages });
    expect(await answer).toMatchObject({
      value: { replaced: { summary: { number: 7 }, highestFeeWei: 9_000n + 11n } },
    });
    expect(invoke).toHaveBeenLastCalledWith('LIST_SIGNATURES', { walletId, before: 8, limit: 100 });
  });

  test('of what the history no longer shows is offered without it', async () => {
    const pages = Array.from({ length: 9 }, (_, page) => [signature(90 - page, 'c')]);
    const { answer, invoke } = quote('speed-up', { pages });
    expect(await answer).toMatchObject({ ok: true, value: { replaced: undefined } });
    expect(invoke.mock.calls.filter(([command]) => command === 'LIST_SIGNATURES')).toHaveLength(5);
  });

  test('says whether it counts against a limit', async () => {
    const limits = [{ chainId: 1, asset: 'native', perTransaction: '2', perDay: '3' }];
    const limited = quote('speed-up', { terms: { ...OWNER, limits } });
    expect(await limited.answer).toMatchObject({ value: { isLimited: true } });
    expect(await quote('speed-up').answer).toMatchObject({ value: { isLimited: false } });
  });

  test('by an account that is not of this wallet is none', async () => {
    const { answer } = quote('speed-up', { accounts: [{ index: 0, address: OTHER }] });
    expect(await answer).toMatchObject({
      ok: false,
      trouble: { by: 'network', problem: { reason: 'unknown-transaction' } },
    });
  });

  test('that cannot be asked for says why, and the TEE is not asked', async () => {
    const invoke = vi.fn();
    const calls = {
      replacementFees: () => bad({ reason: 'bad-transaction' as const }),
      estimateGas: vi.fn(),
    };
    const wanted = { walletId, hash: HASH, way: 'cancel' as const, task: 't' };
    expect(await quoteReplacement(calls as never, { invoke } as never, wanted)).toEqual({
      ok: false,
      trouble: { by: 'network', problem: { reason: 'bad-transaction' } },
    });
    expect(invoke).not.toHaveBeenCalled();
    calls.replacementFees = () => good(OFFER) as never;
    invoke.mockRejectedValue(new TeeError('ITEM_NOT_FOUND', 'unknown-wallet'));
    expect(
      await quoteReplacement(calls as never, { invoke } as never, { ...wanted, way: 'speed-up' }),
    ).toMatchObject({ ok: false, trouble: { by: 'app', failure: { reason: 'unknown-wallet' } } });
  });

  test('that its own account would refuse is not offered', async () => {
    const { answer } = quote('cancel', { gas: { result: 'reverted', revert: { kind: 'silent' } } });
    expect(await answer).toMatchObject({ ok: false, trouble: { problem: { reason: 'rpc-error' } } });
  });
});
