import { ethers } from 'ethers';
import { expect, it } from 'vitest';
import { hexToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import { decodeArguments } from '../../../../../tee-sim/wallet/abi.ts';
import { leafPaths, namedFunction, valueAt } from '../../../../../tee-sim/wallet/descriptors/signature.ts';

const SIGNATURE = 'f(uint256 a,(address b,(bool c,uint8[] d) e) g,bytes h)';

it('reads names beside canonical types', () => {
  const named = namedFunction(SIGNATURE);
  expect(`0x${named.selector}`).toBe(ethers.id('f(uint256,(address,(bool,uint8[])),bytes)').slice(0, 10));
  expect(leafPaths(named.arguments)).toEqual([
    { path: '#.a', type: { atom: 'uint256' } },
    { path: '#.g.b', type: { atom: 'address' } },
    { path: '#.g.e.c', type: { atom: 'bool' } },
    { path: '#.g.e.d', type: { items: { atom: 'uint8' } } },
    { path: '#.h', type: { atom: 'bytes' } },
  ]);
  expect(namedFunction('deposit()').arguments).toEqual([]);
});

it('finds values by their names', () => {
  const { arguments: named, inputs } = namedFunction(SIGNATURE);
  const address = '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826';
  const abi = new ethers.Interface([`function ${SIGNATURE}`]);
  const data = abi.encodeFunctionData('f', [7, [address, [true, [1, 2]]], '0x12']);
  const values = decodeArguments(inputs, hexToBytes(data.slice(10))) ?? [];
  expect(valueAt(named, values, ['a'])).toBe(7n);
  expect(valueAt(named, values, ['g', 'b'])).toBe(address);
  expect(valueAt(named, values, ['g', 'e', 'c'])).toBe(true);
  expect(valueAt(named, values, ['g', 'e', 'd'])).toEqual([1n, 2n]);
  for (const path of [['z'], ['a', 'b'], ['g', 'z'], ['g', 'b', 'c'], ['h', 'a']]) {
    expect(valueAt(named, values, path)).toBeUndefined();
  }
});
