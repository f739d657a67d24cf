// One call for each thing that a descriptor tells of, with what is to be shown of it.
import { ethers } from 'ethers';
import { hexToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import type { Amount, DescribedField } from '../../../../../tee-sim/protocol/decoded.ts';
import type { Address } from '../../../../../tee-sim/protocol/payment.ts';
import type { Call } from '../../../../../tee-sim/wallet/decoded.ts';
import { bytesToAddress } from '../../../../../tee-sim/wallet/uint.ts';

const party = (byte: number): Address => bytesToAddress(new Uint8Array(20).fill(byte));
export const ME = party(1);
export const BOB = party(2);
export const STRANGE = party(3);
export const ZERO = `0x${'0'.repeat(40)}` as Address;
export const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48' as Address;
export const DAI = '0x6B175474E89094C44Da98b954EedeAC495271d0F' as Address;
export const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2' as Address;
export const STETH = '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84' as Address;
export const V2 = '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D' as Address;
export const V3 = '0xE592427A0AEce92De3Edee1F18E0157C05861564' as Address;
export const V3_02 = '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45' as Address;
export const AAVE = '0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2' as Address;
export const ALIASES = [1, 2].map((n) => `0x${n.toString(16).padStart(40, '0')}`);

export const SWAP = '(uint256,uint256,address[],address,uint256)';
export const SWAP_COINS = '(uint256,address[],address,uint256)';
export const INPUT = 'exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))';
export const OUTPUT = 'exactOutputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))';
export const INPUT_02 = 'exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))';
export const OUTPUT_02 = 'exactOutputSingle((address,address,uint24,address,uint256,uint256,uint160))';
export const SUPPLY = 'supply(address,uint256,address,uint16)';
export const WITHDRAW = 'withdraw(address,uint256,address)';
export const BORROW = 'borrow(address,uint256,uint256,uint16,address)';
export const REPAY = 'repay(address,uint256,uint256,address)';

export function call(to: Address, signature: string, values: unknown[], valueWei = 0n): Call {
  const name = signature.slice(0, signature.indexOf('('));
  const data = new ethers.Interface([`function ${signature}`]).encodeFunctionData(name, values);
  return { chainId: 1, from: ME, to, valueWei, data: hexToBytes(data.slice(2)) };
}
const sum = (label: DescribedField['label'], value: bigint, asset: Address | 'native'): DescribedField => ({
  label,
  format: 'amount',
  value: value.toString(),
  asset,
});
const who = (label: DescribedField['label'], value: Address): DescribedField => ({
  label,
  format: 'address',
  value,
});
const until: DescribedField = { label: 'until', format: 'date', value: '77' };
const fee: DescribedField = { label: 'pool-fee', format: 'text', value: '0.3 %' };
const own = who('recipient', ME);
export const some = (asset: Address | 'native', amount: bigint): Amount => ({
  asset,
  amount,
  unlimited: false,
});

type Case = [string, Call, string, DescribedField[], Amount[]];
export const CASES: Case[] = [
  [
    'wrapping',
    call(WETH, 'deposit()', [], 5n),
    'wrap',
    [sum('you-send', 5n, 'native'), sum('you-receive', 5n, WETH)],
    [some('native', 5n)],
  ],
  [
    'unwrapping',
    call(WETH, 'withdraw(uint256)', [5]),
    'unwrap',
    [sum('you-send', 5n, WETH), sum('you-receive', 5n, 'native')],
    [some(WETH, 5n)],
  ],
  [
    'V2, token for token, by way of another',
    call(V2, `swapExactTokensForTokens${SWAP}`, [9, 8, [USDC, WETH, DAI], ME, 77]),
    'swap',
    [sum('you-send', 9n, USDC), sum('you-receive-at-least', 8n, DAI), own, until, who('route', WETH)],
    [some(USDC, 9n)],
  ],
  [
    'V2, coins for a token',
    call(V2, `swapExactETHForTokens${SWAP_COINS}`, [8, [WETH, DAI], ME, 77], 9n),
    'swap',
    [sum('you-send', 9n, 'native'), sum('you-receive-at-least', 8n, DAI), own, until],
    [some('native', 9n)],
  ],
  [
    'V2, a token for coins',
    call(V2, `swapExactTokensForETH${SWAP}`, [9, 8, [DAI, WETH], ME, 77]),
    'swap',
    [sum('you-send', 9n, DAI), sum('you-receive-at-least', 8n, 'native'), own, until],
    [some(DAI, 9n)],
  ],
  [
    'V2, a token that keeps a part',
    call(V2, `swapExactTokensForETHSupportingFeeOnTransferTokens${SWAP}`, [9, 8, [DAI, WETH], ME, 77]),
    'swap',
    [sum('you-send', 9n, DAI), sum('you-receive-at-least', 8n, 'native'), own, until],
    [some(DAI, 9n)],
  ],
  [
    'V3, exact input',
    call(V3, INPUT, [[USDC, DAI, 3000, ME, 77, 9, 8, 0]]),
    'swap',
    [sum('you-send', 9n, USDC), sum('you-receive-at-least', 8n, DAI), own, until, fee],
    [some(USDC, 9n)],
  ],
  [
    'V3, exact input of coins',
    call(V3, INPUT, [[WETH, DAI, 3000, ME, 77, 9, 8, 0]], 9n),
    'swap',
    [sum('you-send', 9n, 'native'), sum('you-receive-at-least', 8n, DAI), own, until, fee],
    [some('native', 9n)],
  ],
  [
    'V3, exact output',
    call(V3, OUTPUT, [[USDC, DAI, 3000, ME, 77, 8, 9, 0]]),
    'swap',
    [sum('you-send-at-most', 9n, USDC), sum('you-receive', 8n, DAI), own, until, fee],
    [some(USDC, 9n)],
  ],
  [
    'SwapRouter02, exact input',
    call(V3_02, INPUT_02, [[USDC, DAI, 3000, ME, 9, 8, 0]]),
    'swap',
    [sum('you-send', 9n, USDC), sum('you-receive-at-least', 8n, DAI), own, fee],
    [some(USDC, 9n)],
  ],
  [
    'SwapRouter02, exact output',
    call(V3_02, OUTPUT_02, [[USDC, DAI, 3000, ME, 8, 9, 0]]),
    'swap',
    [sum('you-send-at-most', 9n, USDC), sum('you-receive', 8n, DAI), own, fee],
    [some(USDC, 9n)],
  ],
  [
    'Aave, supply',
    call(AAVE, SUPPLY, [USDC, 9, ME, 0]),
    'deposit',
    [sum('you-send', 9n, USDC), who('on-behalf-of', ME), { label: 'referral', format: 'number', value: '0' }],
    [some(USDC, 9n)],
  ],
  [
    'Aave, withdraw',
    call(AAVE, WITHDRAW, [USDC, 9, ME]),
    'withdraw',
    [sum('you-receive', 9n, USDC), own],
    [],
  ],
  [
    'Aave, borrow',
    call(AAVE, BORROW, [USDC, 9, 2, 0, ME]),
    'borrow',
    [
      sum('you-receive', 9n, USDC),
      who('on-behalf-of', ME),
      { label: 'referral', format: 'number', value: '0' },
    ],
    [some(USDC, 9n)],
  ],
  [
    'Aave, repay',
    call(AAVE, REPAY, [USDC, 9, 2, ME]),
    'repay',
    [sum('you-send-at-most', 9n, USDC), who('on-behalf-of', ME)],
    [some(USDC, 9n)],
  ],
  [
    'Lido, stake',
    call(STETH, 'submit(address)', [ZERO], 9n),
    'stake',
    [sum('you-send', 9n, 'native'), who('referral', ZERO)],
    [some('native', 9n)],
  ],
  [
    'less of an allowance',
    call(USDC, 'decreaseAllowance(address,uint256)', [BOB, 9]),
    'revoke-allowance',
    [who('spender', BOB), sum('amount', 9n, USDC)],
    [],
  ],
];
