// Uniswap V3's SwapRouter and SwapRouter02: swaps through one pool, called directly. Coins are good only for exactly
// what is swapped, because the routers keep what is left over for whoever fetches it.
import type { Condition, Deployment, Descriptor, FieldFormat, FunctionDescriptor } from './descriptor.ts';

const ZERO = '0x0000000000000000000000000000000000000000';
/** SwapRouter02 reads these as "the caller" and "the router itself". */
const ALIASES = [
  '0x0000000000000000000000000000000000000001',
  '0x0000000000000000000000000000000000000002',
] as const;

/** A price limit ends a swap half-way; zero is none. */
const NO_PRICE_LIMIT: Condition = { path: '#.params.sqrtPriceLimitX96', is: '0' };
const WITH_COINS: Condition = { path: '#.params.tokenIn', is: '$.wrapped' };
const POOL_FEE: FieldFormat = { label: 'pool-fee', format: 'per-million', path: '#.params.fee' };
const RECIPIENT: FieldFormat = {
  label: 'recipient',
  format: 'address',
  path: '#.params.recipient',
  role: 'recipient',
};
const START = 'address tokenIn,address tokenOut,uint24 fee,address recipient';

interface Router {
  /** SwapRouter02 has no deadline of its own. */
  readonly hasDeadline: boolean;
  readonly conditions: readonly Condition[];
}

function restOf({ hasDeadline }: Router): readonly FieldFormat[] {
  const until: FieldFormat = { label: 'until', format: 'date', path: '#.params.deadline' };
  return [RECIPIENT, ...(hasDeadline ? [until] : []), POOL_FEE];
}

function exactInput(router: Router, withCoins: boolean): FunctionDescriptor {
  const deadline = router.hasDeadline ? 'uint256 deadline,' : '';
  const tokenIn = withCoins ? 'native' : '#.params.tokenIn';
  return {
    signature: `exactInputSingle((${START},${deadline}uint256 amountIn,uint256 amountOutMinimum,uint160 sqrtPriceLimitX96) params)`,
    intent: 'swap',
    value: withCoins ? '#.params.amountIn' : 'none',
    conditions: [...router.conditions, ...(withCoins ? [WITH_COINS] : [])],
    fields: [
      { label: 'you-send', format: 'amount', path: '#.params.amountIn', asset: tokenIn },
      {
        label: 'you-receive-at-least',
        format: 'amount',
        path: '#.params.amountOutMinimum',
        asset: '#.params.tokenOut',
      },
      ...restOf(router),
    ],
    spends: withCoins ? [] : [{ asset: tokenIn, amount: '#.params.amountIn' }],
  };
}

function exactOutput(router: Router): FunctionDescriptor {
  const deadline = router.hasDeadline ? 'uint256 deadline,' : '';
  return {
    signature: `exactOutputSingle((${START},${deadline}uint256 amountOut,uint256 amountInMaximum,uint160 sqrtPriceLimitX96) params)`,
    intent: 'swap',
    value: 'none',
    conditions: router.conditions,
    fields: [
      {
        label: 'you-send-at-most',
        format: 'amount',
        path: '#.params.amountInMaximum',
        asset: '#.params.tokenIn',
      },
      { label: 'you-receive', format: 'amount', path: '#.params.amountOut', asset: '#.params.tokenOut' },
      ...restOf(router),
    ],
    spends: [{ asset: '#.params.tokenIn', amount: '#.params.amountInMaximum' }],
  };
}

function functionsOf(router: Router): readonly FunctionDescriptor[] {
  // Zero reads as "what the router holds" in SwapRouter02; and nobody swaps nothing.
  const some: Condition = { path: '#.params.amountIn', isNot: ['0'] };
  const input = { ...router, conditions: [...router.conditions, some] };
  return [exactInput(input, false), exactInput(input, true), exactOutput(router)];
}

const MAINNET = { chainId: 1, wrapped: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2' };
const OPTIMISM = { chainId: 10, wrapped: '0x4200000000000000000000000000000000000006' };
const POLYGON = { chainId: 137, wrapped: '0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270' };
const BASE = { chainId: 8453, wrapped: '0x4200000000000000000000000000000000000006' };
const ARBITRUM = { chainId: 42161, wrapped: '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1' };
const SEPOLIA = { chainId: 11155111, wrapped: '0xfFf9976782d46CC05630D1f6eBAb18b2324d6B14' };
const FIRST_CHAINS = [MAINNET, OPTIMISM, POLYGON, ARBITRUM];

function everywhere(address: string): Deployment[] {
  return FIRST_CHAINS.map((chain) => ({ ...chain, address }));
}

export const UNISWAP_SWAP_ROUTER: Descriptor = {
  deployments: everywhere('0xE592427A0AEce92De3Edee1F18E0157C05861564'),
  functions: functionsOf({
    hasDeadline: true,
    // It reads the zero address as "the router itself", where anybody can fetch it.
    conditions: [NO_PRICE_LIMIT, { path: '#.params.recipient', isNot: [ZERO] }],
  }),
};

export const UNISWAP_SWAP_ROUTER_02: Descriptor = {
  deployments: [
    ...everywhere('0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45'),
    { ...BASE, address: '0x2626664c2603336E57B271c5C0b26F421741e481' },
    { ...SEPOLIA, address: '0x3bFA4769FB09eefC5a80d6E87c3B9C650f7Ae48E' },
  ],
  functions: functionsOf({
    hasDeadline: false,
    conditions: [NO_PRICE_LIMIT, { path: '#.params.recipient', isNot: [ZERO, ...ALIASES] }],
  }),
};
