// WETH9 and its like: the chain's coin as a token, one for one.
import type { Descriptor } from './descriptor.ts';

export const WRAPPED_COIN: Descriptor = {
  deployments: [
    { chainId: 1, address: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2' },
    { chainId: 10, address: '0x4200000000000000000000000000000000000006' },
    { chainId: 137, address: '0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270' },
    { chainId: 8453, address: '0x4200000000000000000000000000000000000006' },
    { chainId: 42161, address: '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1' },
    { chainId: 11155111, address: '0xfFf9976782d46CC05630D1f6eBAb18b2324d6B14' },
  ],
  functions: [
    {
      signature: 'deposit()',
      intent: 'wrap',
      value: 'any',
      fields: [
        { label: 'you-send', format: 'amount', path: '@.value', asset: 'native' },
        { label: 'you-receive', format: 'amount', path: '@.value', asset: '@.to' },
      ],
    },
    {
      signature: 'withdraw(uint256 wad)',
      intent: 'unwrap',
      value: 'none',
      fields: [
        { label: 'you-send', format: 'amount', path: '#.wad', asset: '@.to' },
        { label: 'you-receive', format: 'amount', path: '#.wad', asset: 'native' },
      ],
      spends: [{ asset: '@.to', amount: '#.wad' }],
    },
  ],
};
