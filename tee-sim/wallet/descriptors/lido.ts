// Lido: coins staked for stETH.
import type { Descriptor } from './descriptor.ts';

export const LIDO: Descriptor = {
  deployments: [{ chainId: 1, address: '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84' }],
  functions: [
    {
      signature: 'submit(address _referral)',
      intent: 'stake',
      value: 'any',
      fields: [
        { label: 'you-send', format: 'amount', path: '@.value', asset: 'native' },
        { label: 'referral', format: 'address', path: '#._referral' },
      ],
    },
  ],
};
