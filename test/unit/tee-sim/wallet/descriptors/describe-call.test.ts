// Calls that a descriptor tells about, one by one, and what only looks like them.
import { expect, it } from 'vitest';
import { hexToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import { type Decoded, decodedInput, decodedSchema } from '../../../../../tee-sim/protocol/decoded.ts';
import type { Address } from '../../../../../tee-sim/protocol/payment.ts';
import { decodeCall } from '../../../../../tee-sim/wallet/decode-call.ts';
import type { Call } from '../../../../../tee-sim/wallet/decoded.ts';
import { describeCall } from '../../../../../tee-sim/wallet/descriptors/describe-call.ts';
import type { Descriptor } from '../../../../../tee-sim/wallet/descriptors/descriptor.ts';
import { bundledTokens } from '../../../../../tee-sim/wallet/known-contracts.ts';
import { spendOf } from '../../../../../tee-sim/wallet/spend.ts';
import { MAX_UINT256 } from '../../../../../tee-sim/wallet/uint.ts';
import {
  AAVE,
  ALIASES,
  BOB,
  BORROW,
  CASES,
  call,
  DAI,
  INPUT,
  INPUT_02,
  ME,
  OUTPUT,
  OUTPUT_02,
  REPAY,
  STRANGE,
  SUPPLY,
  SWAP,
  SWAP_COINS,
  some,
  USDC,
  V2,
  V3,
  V3_02,
  WETH,
  WITHDRAW,
  ZERO,
} from './samples.ts';

const decode = (each: Call): Decoded => decodeCall(each, bundledTokens);
const isBlind = (each: Call): boolean => decode(each).flags.includes('blind');

it.each(CASES)('tells of %s', (_, each, intent, fields, amounts) => {
  const decoded = decode(each);
  expect(decoded).toEqual({
    kind: 'described-call',
    chainId: 1,
    parties: [{ role: 'contract', address: each.to }],
    amounts,
    flags: [],
    inner: [],
    described: { intent, fields },
  });
  expect(spendOf(decoded, 0n).unbounded).toBe(false);
  expect(decodedSchema.safeParse(decodedInput(decoded)).success).toBe(true);
});

it.each(CASES)('is blind to what only looks like %s', (_, each) => {
  const lookAlikes: Partial<Call>[] = [
    { to: STRANGE },
    { to: V2 === each.to ? V3 : V2 },
    { chainId: 5 },
    { chainId: 31337 },
    { data: Uint8Array.of(...each.data, 0) },
    { data: Uint8Array.of(...each.data, ...new Uint8Array(32)) },
    { data: each.data.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) },
  ];
  if (each.data.length > 4) lookAlikes.push({ data: each.data.subarray(0, -1) });
  for (const change of lookAlikes) {
    expect(decode({ ...each, ...change }).kind).toBe('contract-call');
    expect(isBlind({ ...each, ...change })).toBe(true);
  }
  const takesAnyValue = each.valueWei > 0n && !(each.to === V3 || each.to === V3_02);
  expect(isBlind({ ...each, valueWei: each.valueWei + 1n })).toBe(!takesAnyValue);
});

it('names whoever else gets something, and counts what leaves to them', () => {
  const recipients = [
    call(V2, `swapExactTokensForTokens${SWAP}`, [9, 8, [USDC, DAI], BOB, 77]),
    call(V3, INPUT, [[USDC, DAI, 3000, BOB, 77, 9, 8, 0]]),
    call(V3_02, OUTPUT_02, [[USDC, DAI, 3000, BOB, 8, 9, 0]]),
    call(AAVE, SUPPLY, [USDC, 9, BOB, 0]),
    call(AAVE, REPAY, [USDC, 9, 2, BOB]),
    call(AAVE, WITHDRAW, [USDC, 9, BOB]),
  ];
  for (const each of recipients) {
    const decoded = decode(each);
    expect(decoded.parties.slice(1)).toEqual([{ role: 'recipient', address: BOB }]);
    expect(decoded.amounts).toEqual([some(USDC, 9n)]);
    expect(decoded.flags).toEqual([]);
  }
  const debt = decode(call(AAVE, BORROW, [USDC, 9, 2, 0, BOB]));
  expect(debt.parties.slice(1)).toEqual([{ role: 'owner', address: BOB }]);
  expect(debt.flags).toEqual(['moves-of-another']);
  expect(debt.amounts).toEqual([some(USDC, 9n)]);
});

it('flags zero addresses and token contracts as recipients, and tokens that no list knows', () => {
  const to = (recipient: Address): readonly string[] =>
    decode(call(V2, `swapExactTokensForTokens${SWAP}`, [9, 8, [USDC, DAI], recipient, 77])).flags;
  expect(to(ZERO)).toEqual(['zero-address']);
  expect(to(USDC)).toEqual(['token-contract-as-recipient']);
  expect(to(V2)).toEqual(['token-contract-as-recipient']);
  for (const path of [
    [STRANGE, DAI],
    [USDC, STRANGE],
  ]) {
    const decoded = decode(call(V2, `swapExactTokensForTokens${SWAP}`, [9, 8, path, ME, 77]));
    expect(decoded.flags).toEqual(['unknown-token']);
  }
});

it('calls everything that is owed unlimited', () => {
  expect(decode(call(AAVE, REPAY, [USDC, MAX_UINT256, 2, ME])).amounts).toEqual([
    { asset: USDC, amount: MAX_UINT256, unlimited: true },
  ]);
});

it.each<[string, Call]>([
  ['coins for what is not the wrapped coin', call(V3, INPUT, [[USDC, DAI, 500, ME, 77, 9, 8, 0]], 9n)],
  ['fewer coins than are swapped', call(V3, INPUT, [[WETH, DAI, 500, ME, 77, 9, 8, 0]], 8n)],
  ['coins for an exact output', call(V3, OUTPUT, [[WETH, DAI, 500, ME, 77, 8, 9, 0]], 9n)],
  ['a price limit', call(V3, INPUT, [[USDC, DAI, 500, ME, 77, 9, 8, 1]])],
  ['what stays in the router', call(V3, INPUT, [[USDC, DAI, 500, ZERO, 77, 9, 8, 0]])],
  ['a recipient that means the caller', call(V3_02, INPUT_02, [[USDC, DAI, 500, ALIASES[0], 9, 8, 0]])],
  ['a recipient that means the router', call(V3_02, INPUT_02, [[USDC, DAI, 500, ALIASES[1], 9, 8, 0]])],
  ['an amount that means all the router has', call(V3_02, INPUT_02, [[USDC, DAI, 500, ME, 0, 8, 0]])],
  ['a path of one', call(V2, `swapExactTokensForTokens${SWAP}`, [9, 8, [USDC], ME, 77])],
  ['an empty path', call(V2, `swapExactTokensForTokens${SWAP}`, [9, 8, [], ME, 77])],
  [
    'a path without end',
    call(V2, `swapExactTokensForTokens${SWAP}`, [9, 8, Array<Address>(40).fill(USDC), ME, 77]),
  ],
  [
    'coins that are not the path’s',
    call(V2, `swapExactETHForTokens${SWAP_COINS}`, [8, [USDC, DAI], ME, 77], 9n),
  ],
  [
    'coins that the path does not end in',
    call(V2, `swapExactTokensForETH${SWAP}`, [9, 8, [WETH, DAI], ME, 77]),
  ],
  ['a rate that is gone', call(AAVE, BORROW, [USDC, 9, 1, 0, ME])],
  ['another rate', call(AAVE, REPAY, [USDC, 9, 3, ME])],
  ['a multicall', call(V3_02, 'multicall(uint256,bytes[])', [77, ['0x12']])],
  [
    'the Universal Router',
    call('0x66a9893cC07D91D95644AEDD05D03f95e1dBA8Af' as Address, 'execute(bytes,bytes[],uint256)', [
      '0x00',
      ['0x12'],
      77,
    ]),
  ],
])('says nothing of %s', (_, each) => {
  expect(decode(each)).toMatchObject({ kind: 'contract-call', flags: ['blind'] });
  expect(spendOf(decode(each), 0n).unbounded).toBe(true);
});

it('reads one encoding of a path only', () => {
  const good = call(V2, `swapExactTokensForTokens${SWAP}`, [9, 8, [USDC, DAI], ME, 77]);
  const words = Array.from({ length: (good.data.length - 4) / 32 }, (_, i) =>
    good.data.subarray(4 + 32 * i, 36 + 32 * i),
  );
  expect(words).toHaveLength(8);
  const word = (n: number): Uint8Array => hexToBytes(n.toString(16).padStart(64, '0'));
  const withWords = (all: (Uint8Array | undefined)[]): Call => ({
    ...good,
    data: Uint8Array.from([...good.data.subarray(0, 4), ...all.flatMap((each) => [...(each ?? [])])]),
  });
  const [amountIn, amountOut, , recipient, deadline, ...path] = words;
  const heads = (offset: number) => [amountIn, amountOut, word(offset), recipient, deadline];
  expect(isBlind(withWords([...heads(160), ...path]))).toBe(false);
  // The same to a contract: a gap before the path, the path twice, the path read out of the head.
  expect(isBlind(withWords([...heads(192), word(0), ...path]))).toBe(true);
  expect(isBlind(withWords([...heads(256), ...path, ...path]))).toBe(true);
  expect(isBlind(withWords([...heads(128), ...path]))).toBe(true);
});

it('is blind to arguments that a descriptor does not show', () => {
  const leaky: Descriptor = {
    deployments: [{ chainId: 1, address: STRANGE }],
    functions: [
      {
        signature: 'pay(uint256 amount,bytes data)',
        intent: 'deposit',
        value: 'none',
        fields: [{ label: 'you-send', format: 'amount', path: '#.amount', asset: 'native' }],
      },
    ],
  };
  const decoded = describeCall(call(STRANGE, 'pay(uint256,bytes)', [9, '0x12']), bundledTokens, [leaky]);
  expect(decoded).toMatchObject({ kind: 'described-call', flags: ['blind'] });
});
