// Less of an allowance than there was, at any token of the bundled list. What gives one is decoded without descriptor.
import type { Descriptor } from './descriptor.ts';

export const ALLOWANCES: Descriptor = {
  deployments: { standard: 'erc20' },
  functions: [
    {
      signature: 'decreaseAllowance(address spender,uint256 subtractedValue)',
      intent: 'revoke-allowance',
      value: 'none',
      fields: [
        { label: 'spender', format: 'address', path: '#.spender' },
        { label: 'amount', format: 'amount', path: '#.subtractedValue', asset: '@.to' },
      ],
    },
  ],
};
