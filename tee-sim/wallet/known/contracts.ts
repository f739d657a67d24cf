// Well-known contracts that are no tokens: name, and where it lies on which chains. Facts only, each certain.
// To be named here makes no call clear; only a descriptor does.
export interface ContractRow {
  readonly name: string;
  readonly contract: string;
  readonly chains: readonly number[];
}

const EVERY_CHAIN = [1, 10, 137, 8453, 42161, 11155111];

export const KNOWN_CONTRACTS: readonly ContractRow[] = [
  { name: 'Permit2', contract: '0x000000000022D473030F116dDEE9F6B43aC78BA3', chains: EVERY_CHAIN },
  { name: 'EntryPoint v0.6', contract: '0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789', chains: EVERY_CHAIN },
  { name: 'EntryPoint v0.7', contract: '0x0000000071727De22E5E9d8BAf0edAc6f37da032', chains: EVERY_CHAIN },
  { name: 'EntryPoint v0.8', contract: '0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108', chains: EVERY_CHAIN },
  { name: 'EntryPoint v0.9', contract: '0x433709009B8330FDa32311DF1C2AFA402eD8D009', chains: EVERY_CHAIN },
  { name: 'Uniswap V2 Router02', contract: '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D', chains: [1] },
  { name: 'Uniswap V2 Router02', contract: '0x4A7b5Da61326A6379179b40d00F57E5bbDC962c2', chains: [10] },
  { name: 'Uniswap V2 Router02', contract: '0xedf6066a2b290C185783862C7F4776A2C8077AD1', chains: [137] },
  {
    name: 'Uniswap V2 Router02',
    contract: '0x4752ba5DBc23f44D87826276BF6Fd6b1C372aD24',
    chains: [8453, 42161],
  },
  { name: 'Uniswap V2 Router02', contract: '0xeE567Fe1712Faf6149d80dA1E6934E354124CfE3', chains: [11155111] },
  {
    name: 'Uniswap V3 SwapRouter',
    contract: '0xE592427A0AEce92De3Edee1F18E0157C05861564',
    chains: [1, 10, 137, 42161],
  },
  {
    name: 'Uniswap SwapRouter02',
    contract: '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45',
    chains: [1, 10, 137, 42161],
  },
  { name: 'Uniswap SwapRouter02', contract: '0x2626664c2603336E57B271c5C0b26F421741e481', chains: [8453] },
  {
    name: 'Uniswap SwapRouter02',
    contract: '0x3bFA4769FB09eefC5a80d6E87c3B9C650f7Ae48E',
    chains: [11155111],
  },
  {
    name: 'Uniswap Universal Router',
    contract: '0x3fC91A3afd70395Cd496C647d5a6CC9D4B2b7FAD',
    chains: [1, 11155111],
  },
  { name: 'Uniswap Universal Router', contract: '0x66a9893cC07D91D95644AEDD05D03f95e1dBA8Af', chains: [1] },
  {
    name: 'Uniswap Universal Router',
    contract: '0x6fF5693b99212Da76ad316178A184AB56D299b43',
    chains: [8453],
  },
  { name: 'Aave V3 Pool', contract: '0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2', chains: [1] },
  { name: 'Aave V3 Pool', contract: '0x794a61358D6845594F94dc1DB02A252b5b4814aD', chains: [10, 137, 42161] },
  { name: 'Aave V3 Pool', contract: '0xA238Dd80C259a72e81d7e4664a9801593F98d1c5', chains: [8453] },
  { name: 'Aave V3 Pool', contract: '0x6Ae43d3271ff6888e7Fc43Fd7321a503ff738951', chains: [11155111] },
  { name: 'Lido withdrawal queue', contract: '0x889edC2eDab5f40e902b864aD4d7AdE8E412F9B1', chains: [1] },
  { name: '1inch Router v6', contract: '0x111111125421cA6dc452d289314280a0f8842A65', chains: [1] },
  { name: 'Seaport 1.6', contract: '0x0000000000000068F116a894984e2DB1123eB395', chains: [1] },
  { name: 'CoW Protocol vault relayer', contract: '0xC92E8bdf79f0507f65a392b0ab4667716BFE0110', chains: [1] },
];
