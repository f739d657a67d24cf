// Uniswap V2's Router02: swaps of an exact amount. Its two-way tokens are first and last of the path.
import type { Descriptor, FieldFormat, FunctionDescriptor } from './descriptor.ts';

const REST: readonly FieldFormat[] = [
  { label: 'recipient', format: 'address', path: '#.to', role: 'recipient' },
  { label: 'until', format: 'date', path: '#.deadline' },
  { label: 'route', format: 'address', path: '#.path.[1:-1]' },
];
const TAIL = 'address[] path,address to,uint256 deadline';
/** The second form is for tokens that keep a part of each transfer; what is shown is the same. */
const ENDINGS = ['', 'SupportingFeeOnTransferTokens'];

const tokensForTokens = (ending: string): FunctionDescriptor => ({
  signature: `swapExactTokensForTokens${ending}(uint256 amountIn,uint256 amountOutMin,${TAIL})`,
  intent: 'swap',
  value: 'none',
  fields: [
    { label: 'you-send', format: 'amount', path: '#.amountIn', asset: '#.path.[0]' },
    { label: 'you-receive-at-least', format: 'amount', path: '#.amountOutMin', asset: '#.path.[-1]' },
    ...REST,
  ],
  spends: [{ asset: '#.path.[0]', amount: '#.amountIn' }],
});
const coinsForTokens = (ending: string): FunctionDescriptor => ({
  signature: `swapExactETHForTokens${ending}(uint256 amountOutMin,${TAIL})`,
  intent: 'swap',
  value: 'any',
  conditions: [{ path: '#.path.[0]', is: '$.wrapped' }],
  fields: [
    { label: 'you-send', format: 'amount', path: '@.value', asset: 'native' },
    { label: 'you-receive-at-least', format: 'amount', path: '#.amountOutMin', asset: '#.path.[-1]' },
    ...REST,
  ],
});
const tokensForCoins = (ending: string): FunctionDescriptor => ({
  signature: `swapExactTokensForETH${ending}(uint256 amountIn,uint256 amountOutMin,${TAIL})`,
  intent: 'swap',
  value: 'none',
  conditions: [{ path: '#.path.[-1]', is: '$.wrapped' }],
  fields: [
    { label: 'you-send', format: 'amount', path: '#.amountIn', asset: '#.path.[0]' },
    { label: 'you-receive-at-least', format: 'amount', path: '#.amountOutMin', asset: 'native' },
    ...REST,
  ],
  spends: [{ asset: '#.path.[0]', amount: '#.amountIn' }],
});

export const UNISWAP_V2: Descriptor = {
  deployments: [
    {
      chainId: 1,
      address: '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D',
      wrapped: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
    },
    {
      chainId: 10,
      address: '0x4A7b5Da61326A6379179b40d00F57E5bbDC962c2',
      wrapped: '0x4200000000000000000000000000000000000006',
    },
    {
      chainId: 137,
      address: '0xedf6066a2b290C185783862C7F4776A2C8077AD1',
      wrapped: '0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270',
    },
    {
      chainId: 8453,
      address: '0x4752ba5DBc23f44D87826276BF6Fd6b1C372aD24',
      wrapped: '0x4200000000000000000000000000000000000006',
    },
    {
      chainId: 42161,
      address: '0x4752ba5DBc23f44D87826276BF6Fd6b1C372aD24',
      wrapped: '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1',
    },
    {
      chainId: 11155111,
      address: '0xeE567Fe1712Faf6149d80dA1E6934E354124CfE3',
      wrapped: '0xfFf9976782d46CC05630D1f6eBAb18b2324d6B14',
    },
  ],
  functions: ENDINGS.flatMap((ending) => [
    tokensForTokens(ending),
    coinsForTokens(ending),
    tokensForCoins(ending),
  ]),
};
