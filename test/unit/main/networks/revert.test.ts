import fc from 'fast-check';
import { encodeAbiParameters, encodeErrorResult, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../../../main/networks/network-error.ts';
import { decodeRevert, revertOf } from '../../../../main/networks/revert.ts';
import { revertSchema } from '../../../../preload/networks.ts';

const text = (words: string): Hex =>
  `0x08c379a0${encodeAbiParameters([{ type: 'string' }], [words]).slice(2)}`;
const failure = (message: string, data?: unknown) =>
  new NetworkError('rpc-error', { rpc: { code: 3, message }, data });

describe('a revert', () => {
  it.each<[string, string, object]>([
    ['Error(string)', text('not enough'), { kind: 'text', text: 'not enough' }],
    ['words that would fool the eye', text('ok\u202e\u0007'), { kind: 'text', text: 'ok' }],
    ['Panic(uint256)', `0x4e487b71${'11'.padStart(64, '0')}`, { kind: 'panic', code: '17' }],
    [
      'an error of a standard',
      encodeErrorResult({
        abi: [
          {
            type: 'error',
            name: 'ERC20InsufficientBalance',
            inputs: [{ type: 'address' }, { type: 'uint256' }, { type: 'uint256' }],
          },
        ],
        args: ['0x0000000000000000000000000000000000000001', 1n, 2n],
      } as never),
      { kind: 'custom', selector: '0xe450d38c', name: 'ERC20InsufficientBalance(address,uint256,uint256)' },
    ],
    ['an error of its own', '0xdeadbeef', { kind: 'custom', selector: '0xdeadbeef' }],
    [
      'a string that lies elsewhere',
      `0x08c379a0${'f'.repeat(64)}`,
      { kind: 'custom', selector: '0x08c379a0' },
    ],
    [
      'a string longer than there is',
      `0x08c379a0${'20'.padStart(64, '0')}${'ff'.padStart(64, '0')}`,
      { kind: 'custom', selector: '0x08c379a0' },
    ],
  ])('with %s is told', (_, data, told) => expect(decodeRevert(data)).toEqual(told));

  it('of any bytes at all has the contract’s form', () => {
    const head = fc.constantFrom('08c379a0', '4e487b71', 'e450d38c', '01020304');
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 200 }), (selector, bytes) => {
        const told = decodeRevert(`0x${selector}${Buffer.from(bytes).toString('hex')}`);
        expect(revertSchema.safeParse(told).success).toBe(true);
      }),
    );
  });

  it.each<[string, NetworkError, object | undefined]>([
    ['data', failure('execution reverted', text('no')), { kind: 'text', text: 'no' }],
    ['data one level deeper', failure('x', { data: text('no'), message: 'y' }), { kind: 'text', text: 'no' }],
    ['words alone', failure('execution reverted: no'), { kind: 'text', text: 'no' }],
    ['nothing', failure('execution reverted', '0x'), { kind: 'silent' }],
    ['the machine’s own words', failure('EVM error: invalid opcode'), { kind: 'silent' }],
    ['an empty purse', failure('insufficient funds for gas * price + value'), undefined],
    ['a node that is gone', new NetworkError('unreachable', { data: text('no') }), undefined],
  ])('is read from %s', (_, error, told) => expect(revertOf(error)).toEqual(told));
});
