// The bundled descriptors as data: their form, their contracts, that nothing which is signed goes unseen.
import { ethers } from 'ethers';
import { expect, it } from 'vitest';
import type { Address } from '../../../../../tee-sim/protocol/payment.ts';
import { DESCRIPTORS, leavesOut } from '../../../../../tee-sim/wallet/descriptors/describe-call.ts';
import { leafPaths, namedFunction } from '../../../../../tee-sim/wallet/descriptors/signature.ts';
import { bundledTokens, knownContract } from '../../../../../tee-sim/wallet/known-contracts.ts';
import { descriptorSchema } from './descriptor-schema.ts';

const functions = DESCRIPTORS.flatMap((descriptor) =>
  descriptor.functions.map((each) => ({ ...each, descriptor })),
);

/** The four bytes by which the world knows these functions. */
const SELECTORS: Record<string, string> = {
  'deposit()': 'd0e30db0',
  'withdraw(uint256)': '2e1a7d4d',
  'swapExactTokensForTokens(uint256,uint256,address[],address,uint256)': '38ed1739',
  'swapExactETHForTokens(uint256,address[],address,uint256)': '7ff36ab5',
  'swapExactTokensForETH(uint256,uint256,address[],address,uint256)': '18cbafe5',
  'swapExactTokensForTokensSupportingFeeOnTransferTokens(uint256,uint256,address[],address,uint256)':
    '5c11d795',
  'swapExactETHForTokensSupportingFeeOnTransferTokens(uint256,address[],address,uint256)': 'b6f9de95',
  'swapExactTokensForETHSupportingFeeOnTransferTokens(uint256,uint256,address[],address,uint256)': '791ac947',
  'exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))': '414bf389',
  'exactOutputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))': 'db3e2198',
  'exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))': '04e45aaf',
  'exactOutputSingle((address,address,uint24,address,uint256,uint256,uint160))': '5023b4df',
  'supply(address,uint256,address,uint16)': '617ba037',
  'withdraw(address,uint256,address)': '69328dec',
  'borrow(address,uint256,uint256,uint16,address)': 'a415bcad',
  'repay(address,uint256,uint256,address)': '573ade81',
  'submit(address)': 'a1903eab',
  'decreaseAllowance(address,uint256)': 'a457c2d7',
};

it('have the form of a descriptor', () => {
  for (const descriptor of DESCRIPTORS) {
    expect(descriptorSchema.safeParse(descriptor).error?.issues ?? []).toEqual([]);
  }
});

it('are of the functions that the world knows by these selectors', () => {
  const found = functions.map(({ signature }) => {
    const fragment = ethers.FunctionFragment.from(`function ${signature}`);
    expect(namedFunction(signature).selector).toBe(fragment.selector.slice(2));
    return [fragment.format('sighash'), namedFunction(signature).selector];
  });
  expect(Object.fromEntries(found)).toEqual(SELECTORS);
});

it('leave no argument out, and lead nowhere else', () => {
  for (const { signature, fields, conditions = [], spends = [], value } of functions) {
    expect([signature, leavesOut({ signature, intent: 'swap', value, fields, conditions })]).toEqual([
      signature,
      [],
    ]);
    const leaves = new Set(leafPaths(namedFunction(signature).arguments).map(({ path }) => path));
    const paths = [
      ...fields.flatMap(({ path, asset }) => [path, asset ?? '@.to']),
      ...conditions.map(({ path }) => path),
      ...spends.flatMap(({ asset, amount, unlessOwn = '@.to' }) => [asset, amount, unlessOwn]),
      ...(value.startsWith('#') ? [value] : []),
    ].filter((path) => path.startsWith('#'));
    for (const path of paths) {
      expect([signature, path, leaves.has(path.replace(/\.\[.*$/, ''))]).toEqual([signature, path, true]);
    }
  }
});

it('would leave out what nobody shows: an argument, a list’s middle, opaque bytes', () => {
  const base = { intent: 'swap', value: 'none', conditions: [] } as const;
  const a = { label: 'amount', format: 'number', path: '#.a' } as const;
  expect(leavesOut({ ...base, signature: 'f(uint256 a,uint256 b)', fields: [a] })).toEqual(['#.b']);
  expect(leavesOut({ ...base, signature: 'f(bytes a)', fields: [a] })).toEqual(['#.a']);
  const ends = ['#.a.[0]', '#.a.[-1]'].map((path) => ({ ...a, path }));
  expect(leavesOut({ ...base, signature: 'f(uint256[] a)', fields: ends })).toEqual(['#.a']);
  const isNot = { ...base, conditions: [{ path: '#.a', isNot: ['0'] }] };
  expect(leavesOut({ ...isNot, signature: 'f(uint256 a)', fields: [] })).toEqual(['#.a']);
  const is = { ...base, conditions: [{ path: '#.a', is: '0' }] };
  expect(leavesOut({ ...is, signature: 'f(uint256 a)', fields: [] })).toEqual([]);
});

it('belong to contracts that the bundled lists know, each once', () => {
  const seen = new Set<string>();
  for (const { deployments } of DESCRIPTORS) {
    if ('standard' in deployments) continue;
    for (const { chainId, address, wrapped } of deployments) {
      expect([chainId, address, knownContract(chainId, address as Address)?.text]).not.toContain(undefined);
      expect(seen.has(`${chainId}/${address}`)).toBe(false);
      seen.add(`${chainId}/${address}`);
      if (wrapped === undefined) continue;
      expect(knownContract(chainId, wrapped as Address)?.text).toBe(chainId === 137 ? 'WPOL' : 'WETH');
      expect(bundledTokens.standardOf(chainId, wrapped as Address)).toBe('erc20');
    }
  }
});
