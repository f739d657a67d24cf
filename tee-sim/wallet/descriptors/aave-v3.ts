// Aave V3's Pool. Only the variable rate (2) is left; anything else is no call that we know.
import type { Condition, Descriptor } from './descriptor.ts';

const VARIABLE_RATE: Condition = { path: '#.interestRateMode', is: '2' };

export const AAVE_V3: Descriptor = {
  deployments: [
    { chainId: 1, address: '0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2' },
    { chainId: 10, address: '0x794a61358D6845594F94dc1DB02A252b5b4814aD' },
    { chainId: 137, address: '0x794a61358D6845594F94dc1DB02A252b5b4814aD' },
    { chainId: 8453, address: '0xA238Dd80C259a72e81d7e4664a9801593F98d1c5' },
    { chainId: 42161, address: '0x794a61358D6845594F94dc1DB02A252b5b4814aD' },
    { chainId: 11155111, address: '0x6Ae43d3271ff6888e7Fc43Fd7321a503ff738951' },
  ],
  functions: [
    {
      signature: 'supply(address asset,uint256 amount,address onBehalfOf,uint16 referralCode)',
      intent: 'deposit',
      value: 'none',
      fields: [
        { label: 'you-send', format: 'amount', path: '#.amount', asset: '#.asset' },
        { label: 'on-behalf-of', format: 'address', path: '#.onBehalfOf', role: 'recipient' },
        { label: 'referral', format: 'number', path: '#.referralCode' },
      ],
      spends: [{ asset: '#.asset', amount: '#.amount' }],
    },
    {
      signature: 'withdraw(address asset,uint256 amount,address to)',
      intent: 'withdraw',
      value: 'none',
      fields: [
        { label: 'you-receive', format: 'amount', path: '#.amount', asset: '#.asset' },
        { label: 'recipient', format: 'address', path: '#.to', role: 'recipient' },
      ],
      spends: [{ asset: '#.asset', amount: '#.amount', unlessOwn: '#.to' }],
    },
    {
      // What is borrowed comes to the signer, or the debt is another's who allowed it; it counts all the same: it has to
      // be paid back out of what secures it.
      signature:
        'borrow(address asset,uint256 amount,uint256 interestRateMode,uint16 referralCode,address onBehalfOf)',
      intent: 'borrow',
      value: 'none',
      conditions: [VARIABLE_RATE],
      fields: [
        { label: 'you-receive', format: 'amount', path: '#.amount', asset: '#.asset' },
        { label: 'on-behalf-of', format: 'address', path: '#.onBehalfOf', role: 'owner' },
        { label: 'referral', format: 'number', path: '#.referralCode' },
      ],
      spends: [{ asset: '#.asset', amount: '#.amount' }],
    },
    {
      signature: 'repay(address asset,uint256 amount,uint256 interestRateMode,address onBehalfOf)',
      intent: 'repay',
      value: 'none',
      conditions: [VARIABLE_RATE],
      fields: [
        { label: 'you-send-at-most', format: 'amount', path: '#.amount', asset: '#.asset' },
        { label: 'on-behalf-of', format: 'address', path: '#.onBehalfOf', role: 'recipient' },
      ],
      spends: [{ asset: '#.asset', amount: '#.amount' }],
    },
  ],
};
