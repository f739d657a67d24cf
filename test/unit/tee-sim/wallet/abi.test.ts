import { ethers } from 'ethers';
import fc from 'fast-check';
import { encodeFunctionData, parseAbi } from 'viem';
import { expect, it } from 'vitest';
import { hexToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { abiFunction, decodeArguments } from '../../../../tee-sim/wallet/abi.ts';
import { address, uint256 } from './arbitraries.ts';
import { hex } from './oracles.ts';

const data = fc.uint8Array({ maxLength: 70 });
const bytesOf = (text: string): Uint8Array => hexToBytes(text.slice(2));
const BATCH = 'safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)';
const batch = fc.tuple(address, address, fc.array(uint256), fc.array(uint256), data);
const CALLS = 'executeBatch((address,uint256,bytes)[])';
const calls = fc.array(fc.tuple(address, uint256, data), { maxLength: 4 });
const LISTS = 'executeBatch(address[],uint256[],bytes[])';
const lists = fc.tuple(fc.array(address), fc.array(uint256), fc.array(data, { maxLength: 4 }));

function encode(signature: string, values: readonly unknown[]): Uint8Array {
  const abi = new ethers.Interface([`function ${signature}`]);
  return bytesOf(abi.encodeFunctionData(signature.slice(0, signature.indexOf('(')), [...values]));
}
function decode(signature: string, call: Uint8Array): unknown {
  const { inputs, selector } = abiFunction(signature);
  expect(hex(call.subarray(0, 4))).toBe(`0x${selector}`);
  return decodeArguments(inputs, call.subarray(4));
}

it('reads what viem and ethers encode: lists and bytes', () => {
  const abi = parseAbi([`function ${BATCH}`]);
  fc.assert(
    fc.property(batch, (values) => {
      const call = encode(BATCH, values);
      const args = values.map((value) => (value instanceof Uint8Array ? hex(value) : value));
      expect(encodeFunctionData({ abi, args: args as never })).toBe(hex(call));
      expect(decode(BATCH, call)).toEqual(values);
    }),
    { numRuns: 1000 },
  );
});

it('reads what ethers encodes: lists of tuples, lists of bytes', () => {
  fc.assert(
    fc.property(calls, lists, (tuples, columns) => {
      expect(decode(CALLS, encode(CALLS, [tuples]))).toEqual([tuples]);
      expect(decode(LISTS, encode(LISTS, columns))).toEqual(columns);
    }),
    { numRuns: 1000 },
  );
});

it('reads one encoding only: a changed byte is another value or none', () => {
  fc.assert(
    fc.property(calls, fc.nat(), fc.nat({ max: 7 }), (tuples, at, bit) => {
      const call = encode(CALLS, [tuples]);
      const i = 4 + (at % (call.length - 4));
      call[i] = (call[i] ?? 0) ^ (1 << bit);
      const values = decode(CALLS, call) as unknown[] | undefined;
      if (values !== undefined) expect(encode(CALLS, values)).toEqual(call);
    }),
    { numRuns: 2000 },
  );
});

const TRANSFER = abiFunction('transfer(address,uint256)');
const APPROVAL = abiFunction('setApprovalForAll(address,bool)');
const BYTES = abiFunction('f(bytes)');
const word = (value: bigint): string => value.toString(16).padStart(64, '0');
const refused = (call: typeof BYTES, words: string): void => {
  expect(decodeArguments(call.inputs, hexToBytes(words))).toBeUndefined();
};

it('reads a function without arguments', () => {
  expect(abiFunction('deposit()')).toEqual({ selector: 'd0e30db0', inputs: [] });
  expect(decodeArguments([], new Uint8Array(0))).toEqual([]);
  refused(abiFunction('deposit()'), '00');
});

it('refuses dirty addresses and truth values, short and trailing data', () => {
  expect(decodeArguments(TRANSFER.inputs, hexToBytes(word(1n) + word(2n)))).toHaveLength(2);
  refused(TRANSFER, word(1n << 160n) + word(2n));
  refused(APPROVAL, word(1n) + word(2n));
  refused(TRANSFER, word(1n));
  refused(TRANSFER, `${word(1n)}${word(2n)}00`);
  refused(TRANSFER, word(1n) + word(2n) + word(0n));
});

it('refuses offsets that jump, lengths that lie and dirty padding', () => {
  expect(
    decodeArguments(BYTES.inputs, hexToBytes(`${word(32n)}${word(1n)}ff${'00'.repeat(31)}`)),
  ).toHaveLength(1);
  refused(BYTES, `${word(32n)}${word(1n)}ff${'00'.repeat(30)}01`);
  refused(BYTES, `${word(64n)}${word(0n)}${word(1n)}ff${'00'.repeat(31)}`);
  refused(BYTES, word(0n));
  refused(BYTES, word(32n));
  refused(BYTES, word(32n) + word(2n ** 255n));
  refused(abiFunction('f(uint256[])'), word(32n) + word(100n) + word(0n));
  refused(abiFunction('f(bytes[])'), word(32n) + word(3n) + word(96n).repeat(3) + word(0n));
});
