// Messages and typed data end to end, judged by other tools; and what their reviews say of them.
import { ethers } from 'ethers';
import { hashMessage, hashTypedData, recoverMessageAddress, recoverTypedDataAddress } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../../../tee-sim/wallet/uint.ts';
import { refused } from './device.ts';
import { hex, OWN, permit, RECIPIENT, type Signed, SigningDevice, USDC } from './signing-device.ts';

let device: SigningDevice;
beforeAll(() => {
  device = new SigningDevice();
});
afterAll(() => device.tee.dispose());

const signatureOf = ({ signature }: Signed) => hex(toHex(signature));

describe('text', () => {
  it.each(['hello', 'ünï — 漢字 🙂', 'two\nlines', 'x'.repeat(60_000)])(
    '%.20s is clear, and signed as it is',
    async (text) => {
      const review = device.message({ kind: 'text', text });
      expect(review).toMatchObject({
        kind: 'personal-message',
        level: 'Standard',
        grounds: [],
        decoded: { kind: 'message', text, flags: [] },
        spend: { amounts: [], unbounded: false },
        feeWei: 0n,
      });
      expect(review.chainId).toBeUndefined();
      expect(toHex(review.hash)).toBe(hashMessage(text));
      const signed = device.signed(review);
      expect(signed.transaction).toBeUndefined();
      expect(await recoverMessageAddress({ message: text, signature: signatureOf(signed) })).toBe(OWN);
      expect(ethers.verifyMessage(text, signatureOf(signed))).toBe(OWN);
    },
  );

  it('with half a character in it is refused: another text would be signed', () => {
    const answer = device.tryPrepare('PREPARE_MESSAGE', { message: { kind: 'text', text: 'a\ud800' } });
    expect(refused(answer)).toBe('BAD_PARAMETERS malformed');
  });

  it.each([
    ['no text', { kind: 'text', text: '' }],
    ['no bytes', { kind: 'bytes', bytes: '0x' }],
    ['another kind', { kind: 'eth_sign', bytes: '0x00' }],
  ])('is none: %s', (_name, message) => {
    expect(refused(device.tryPrepare('PREPARE_MESSAGE', { message }))).toBe('BAD_PARAMETERS malformed');
  });

  it('of more than 64 KiB is too large', () => {
    const message = { kind: 'text', text: 'x'.repeat(65_537) };
    expect(refused(device.tryPrepare('PREPARE_MESSAGE', { message }))).toBe('EXCESS_DATA too-large');
  });
});

describe('bytes', () => {
  it.each([
    ['that nobody can read', '0x00ff00ff'],
    ['as long as a hash, which may be one of anything', `0x${'61'.repeat(32)}`],
  ])('%s need Maximum, and recover', async (_name, bytes) => {
    const review = device.message({ kind: 'bytes', bytes });
    expect(review).toMatchObject({ level: 'Maximum', grounds: ['unbounded'], spend: { unbounded: true } });
    const signature = signatureOf(device.signed(review));
    expect(await recoverMessageAddress({ message: { raw: hex(bytes) }, signature })).toBe(OWN);
  });

  it('that are text read as text', () => {
    const review = device.message({ kind: 'bytes', bytes: toHex(ethers.toUtf8Bytes('hello')) });
    expect(review.decoded.text).toBe('hello');
  });
});

describe('typed data', () => {
  const order = {
    types: {
      EIP712Domain: [{ name: 'chainId', type: 'uint256' }],
      Order: [
        { name: 'to', type: 'address' },
        { name: 'items', type: 'Item[]' },
      ],
      Item: [{ name: 'price', type: 'uint256' }],
    },
    primaryType: 'Order',
    domain: { chainId: 1 },
    message: { to: RECIPIENT, items: [{ price: '12' }, { price: '13' }] },
  } as const;

  async function recovers(json: string, signed: Signed): Promise<void> {
    const { types, primaryType, domain, message } = JSON.parse(json) as typeof order;
    const signature = signatureOf(signed);
    expect(toHex(signed.hash)).toBe(hashTypedData({ types, primaryType, domain, message } as never));
    const asked = { types, primaryType, domain, message, signature } as never;
    expect(await recoverTypedDataAddress(asked)).toBe(OWN);
    const { EIP712Domain: _own, ...others } = types;
    expect(ethers.verifyTypedData(domain, others as never, message, signature)).toBe(OWN);
  }

  it('that nobody knows is blind: Maximum, with every value shown', async () => {
    const json = JSON.stringify(order);
    const review = device.message({ kind: 'typed-data', json });
    expect(review).toMatchObject({
      kind: 'typed-data',
      chainId: 1,
      level: 'Maximum',
      grounds: ['unbounded', 'typed-data'],
      leaves: {
        more: 0,
        shown: [
          { path: 'domain.chainId', type: 'uint256', value: '1' },
          { path: 'message.to', type: 'address', value: RECIPIENT },
          { path: 'message.items[0].price', type: 'uint256', value: '12' },
          { path: 'message.items[1].price', type: 'uint256', value: '13' },
        ],
      },
    });
    expect(review.bytes.length).toBe(66);
    await recovers(json, device.signed(review));
  });

  it('of a permit for a known token counts its allowance, and needs Enhanced', async () => {
    const review = device.message({ kind: 'typed-data', json: permit() });
    expect(review).toMatchObject({
      level: 'Enhanced',
      grounds: ['allowance-to-stranger', 'typed-data'],
      spend: { amounts: [{ asset: USDC, amount: 5_000n }], unbounded: false },
      decoded: { kind: 'token-approval', validUntilS: 1_900_000_000n },
    });
    expect(review.known).toContainEqual({ address: USDC, as: 'token', text: 'USDC', decimals: 6 });
    await recovers(permit(), device.signed(review));
  });

  it('of a permit without end needs Maximum', () => {
    const json = permit({ message: { value: ((1n << 256n) - 1n).toString() } });
    expect(device.message({ kind: 'typed-data', json })).toMatchObject({
      level: 'Maximum',
      grounds: ['unlimited-approval', 'typed-data'],
    });
  });

  it.each([
    ['in somebody else’s name', { message: { owner: RECIPIENT } }],
    ['of an unknown token', { domain: { verifyingContract: RECIPIENT } }],
  ])('of a permit %s is blind', (_name, change) => {
    expect(device.message({ kind: 'typed-data', json: permit(change) })).toMatchObject({
      level: 'Maximum',
      spend: { unbounded: true },
    });
  });

  it('without a chain is for none, and blind', () => {
    const types = { ...order.types, EIP712Domain: [{ name: 'name', type: 'string' }] };
    const json = JSON.stringify({ ...order, types, domain: { name: 'x' } });
    const review = device.message({ kind: 'typed-data', json });
    expect(review.chainId).toBeUndefined();
    expect(review.decoded.flags).toEqual(['blind', 'no-chain']);
    expect(review.level).toBe('Maximum');
  });

  it.each(['0', '4503599627370477', ((1n << 256n) - 1n).toString()])('cannot be for chain %s', (chainId) => {
    const json = JSON.stringify({ ...order, domain: { chainId } });
    const answer = device.tryPrepare('PREPARE_MESSAGE', { message: { kind: 'typed-data', json } });
    expect(refused(answer)).toBe('BAD_PARAMETERS typed-data-value');
  });

  it('with more values than fit is counted, not cut silently', () => {
    const items = Array.from({ length: 600 }, (_, price) => ({ price }));
    const json = JSON.stringify({ ...order, message: { to: RECIPIENT, items } });
    const { leaves } = device.message({ kind: 'typed-data', json });
    expect(leaves?.shown.length).toBe(512);
    expect(leaves?.more).toBe(602 - 512);
  });

  it.each([
    ['no JSON', '{'],
    ['a name twice', JSON.stringify(order).replace('"domain":', '"domain":{"chainId":1},"domain":')],
    ['a missing value', JSON.stringify({ ...order, message: { to: RECIPIENT } })],
    ['a value too many', JSON.stringify({ ...order, message: { ...order.message, more: 1 } })],
    [
      'a type in itself',
      JSON.stringify({ ...order, types: { ...order.types, Item: [{ name: 'i', type: 'Item' }] } }),
    ],
    ['an unknown type', JSON.stringify({ ...order, primaryType: 'Nothing' })],
  ])('is refused with %s, and nothing is kept', (_name, json) => {
    const before = device.log('assessment').length;
    const answer = device.tryPrepare('PREPARE_MESSAGE', { message: { kind: 'typed-data', json } });
    expect(answer).toMatchObject({ code: 'BAD_PARAMETERS', body: undefined });
    expect(device.log('assessment').length).toBe(before);
  });
});
