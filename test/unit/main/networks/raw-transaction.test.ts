import fc from 'fast-check';
import { type Hex, hexToBytes, keccak256, parseTransaction, serializeTransaction, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { parseRawTransaction, unsignedWith } from '../../../../main/networks/raw-transaction.ts';
import { decodeRlp, encodeRlp } from '../../../../main/networks/rlp.ts';
import { ANVIL_KEYS } from '../../../helpers/anvil.ts';

const account = privateKeyToAccount(ANVIL_KEYS[0]);
const other = privateKeyToAccount(ANVIL_KEYS[1]);
const uint = (bits: number) => fc.bigInt(0n, (1n << BigInt(bits)) - 1n);
const content = fc.record({
  chainId: fc.integer({ min: 1, max: 2 ** 48 }),
  nonce: fc.integer({ min: 0, max: 2 ** 48 }),
  gas: uint(63),
  to: fc.option(
    fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => toHex(bytes)),
    { nil: null },
  ),
  value: uint(256),
  data: fc.uint8Array({ maxLength: 300 }).map((bytes) => toHex(bytes)),
  low: uint(100),
  high: uint(100),
});

describe('a raw transaction', () => {
  it('is read as viem signed it, with its signer', async () => {
    const type = fc.constantFrom('legacy', 'eip2930', 'eip1559', 'eip7702');
    await fc.assert(
      fc.asyncProperty(content, type, async ({ low, high, ...rest }, kind) => {
        const [tip, price] = low < high ? [low, high] : [high, low];
        const priced = kind === 'legacy' || kind === 'eip2930';
        const fees = priced ? { gasPrice: price } : { maxFeePerGas: price, maxPriorityFeePerGas: tip };
        const more =
          kind === 'eip7702'
            ? {
                authorizationList: [
                  await account.signAuthorization({ chainId: 1, address: other.address, nonce: 0 }),
                ],
              }
            : {};
        const to = kind === 'eip7702' ? (rest.to ?? other.address) : rest.to;
        const raw = await account.signTransaction({ type: kind, ...rest, to, ...fees, ...more } as never);
        const parsed = parseRawTransaction(hexToBytes(raw));
        expect(parsed).toMatchObject({
          hash: keccak256(raw),
          from: account.address,
          chainId: rest.chainId,
          nonce: BigInt(rest.nonce),
          gasLimit: rest.gas,
          valueWei: rest.value,
          fees: priced
            ? { kind: 'legacy', gasPriceWei: price }
            : { kind: 'eip1559', maxFeePerGasWei: price, maxPriorityFeePerGasWei: tip },
        });
        expect(parsed.to?.toLowerCase() ?? null).toBe(to?.toLowerCase() ?? null);
        expect(toHex(parsed.data)).toBe(rest.data);
      }),
      { numRuns: 150 },
    );
  });

  it('is signed anew at other fees with everything else as it was', async () => {
    const accessList = [{ address: other.address, storageKeys: [`0x${'07'.repeat(32)}`] }] as const;
    const authorizationList = [
      await account.signAuthorization({ chainId: 1, address: other.address, nonce: 0 }),
    ];
    const legacy = { gasPrice: 0n };
    const priced = { maxFeePerGas: 2n, maxPriorityFeePerGas: 1n };
    const all = [
      { type: 'legacy', ...legacy },
      { type: 'eip2930', accessList, ...legacy },
      { type: 'eip1559', accessList, ...priced },
      { type: 'eip7702', accessList, authorizationList, ...priced },
    ];
    const content = { chainId: 5, nonce: 0, to: other.address, gas: 50_000n, value: 9n, data: '0x1234' };
    for (const one of all) {
      const raw = hexToBytes(await account.signTransaction({ ...content, ...one } as never));
      const isLegacy = 'gasPrice' in one;
      const fees = isLegacy
        ? { kind: 'legacy' as const, gasPriceWei: 0n }
        : { kind: 'eip1559' as const, maxFeePerGasWei: 300n, maxPriorityFeePerGasWei: 200n };
      const expected = isLegacy ? {} : { maxFeePerGas: 300n, maxPriorityFeePerGas: 200n };
      const unsigned = serializeTransaction({ ...content, ...one, ...expected } as never);
      expect(toHex(unsignedWith(raw, fees)), one.type).toBe(unsigned);
      const wrong = isLegacy
        ? { kind: 'eip1559' as const, maxFeePerGasWei: 1n, maxPriorityFeePerGasWei: 1n }
        : { kind: 'legacy' as const, gasPriceWei: 1n };
      expect(() => unsignedWith(raw, wrong)).toThrow('bad-transaction');
    }
  });

  const sign = (more: object): Promise<Hex> =>
    account.signTransaction({ to: other.address, gas: 21_000n, nonce: 1, value: 1n, ...more } as never);

  it('without a chain would be good on all of them, and is refused', async () => {
    const raw = await sign({ type: 'legacy', gasPrice: 1n });
    expect(parseTransaction(raw).chainId).toBeUndefined();
    expect(() => parseRawTransaction(hexToBytes(raw))).toThrow('bad-transaction');
  });

  it('of a kind that is not known, or cut, or longer, or unsigned, is refused', async () => {
    const raw = hexToBytes(
      await sign({ type: 'eip1559', chainId: 1, maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }),
    );
    const wrong = [
      new Uint8Array(),
      Uint8Array.of(0xc0),
      Uint8Array.of(3, ...raw.subarray(1)),
      raw.subarray(0, -1),
      Uint8Array.of(...raw, 0),
      Uint8Array.of(2, 0xc0),
    ];
    for (const bytes of wrong) expect(() => parseRawTransaction(bytes)).toThrow('bad-transaction');
  });

  it('changed anywhere is of another signer, or none', async () => {
    const raw = hexToBytes(
      await sign({ type: 'eip1559', chainId: 1, maxFeePerGas: 9n, maxPriorityFeePerGas: 1n }),
    );
    for (let i = 0; i < raw.length; i += 1) {
      const changed = Uint8Array.from(raw, (byte, at) => (at === i ? byte ^ 1 : byte));
      let from: string | undefined;
      try {
        from = parseRawTransaction(changed).from;
      } catch {
        continue;
      }
      expect([i, from]).not.toEqual([i, account.address]);
    }
  });
});

describe('RLP', () => {
  type Tree = Uint8Array | Tree[];
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.uint8Array({ maxLength: 80 }),
      fc.array(tie('tree'), { maxLength: 5 }),
    ),
  }));

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(tree, (item) => {
        expect(decodeRlp(encodeRlp(item))).toEqual(item);
      }),
    );
  });

  it('takes nothing else: what it reads, it writes the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        let item: ReturnType<typeof decodeRlp>;
        try {
          item = decodeRlp(bytes);
        } catch {
          return;
        }
        expect(encodeRlp(item)).toEqual(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a byte in two', [0x81, 0x05]],
    ['a long form of a short one', [0xb8, 0x01, 0xff]],
    ['a length with a zero before it', [0xb9, 0x00, 0x38, ...new Array(56).fill(1)]],
    ['a list that ends inside an item', [0xc2, 0x83, 1, 2, 3]],
    ['a length beyond the end', [0xbf, 255, 255, 255, 255, 255, 255, 255, 255]],
    ['lists in lists in lists', new Array(20).fill(0).map((_, i) => 0xc0 + 19 - i)],
  ])('refuses %s', (_, bytes) => expect(() => decodeRlp(Uint8Array.from(bytes))).toThrow(RangeError));
});
