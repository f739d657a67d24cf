// LIST_SIGNATURES and GET_SIGNATURE: what a wallet signed, by whom, newest first.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../../../tee-sim/protocol/commands.ts';
import { transferOf } from '../../../helpers/signing.ts';
import { refused } from './device.ts';
import { OWN, permit, RECIPIENT, type Signed, SigningDevice } from './signing-device.ts';

let device: SigningDevice;
const signed: Signed[] = [];
beforeAll(() => {
  device = new SigningDevice();
  const first = device.prepare('PREPARE_TRANSACTION', { transaction: legacy('1'), note: 'rent' });
  signed.push(device.signed(first));
  signed.push(device.signed(device.message({ kind: 'text', text: 'hello' })));
  signed.push(device.signed(device.message({ kind: 'typed-data', json: permit() })));
});
afterAll(() => device.tee.dispose());

function legacy(valueWei: string) {
  return {
    type: 'legacy',
    chainId: 1,
    nonce: '8',
    gasLimit: '2',
    gasPriceWei: '3',
    to: RECIPIENT,
    valueWei,
    data: '0x',
  };
}

function list(params: object = {}) {
  const { body } = device.plain('LIST_SIGNATURES', { walletId: device.walletId, limit: 100, ...params });
  return commands.LIST_SIGNATURES.result.parse(body);
}

describe('the list', () => {
  it('tells what was signed, newest first, numbered from 1', () => {
    const { signatures, total } = list();
    expect(total).toBe(3);
    expect(signatures.map(({ number, kind }) => [number, kind])).toEqual([
      [3, 'typed-data'],
      [2, 'personal-message'],
      [1, 'transaction'],
    ]);
    expect(signatures[2]).toMatchObject({
      userName: device.owner.user.name,
      account: { index: 0, address: OWN },
      chainId: 1,
      hash: signed[0]?.hash,
      transactionHash: signed[0]?.transaction?.hash,
      logId: signed[0]?.logId,
      nonce: 8n,
      feeWei: 6n,
      note: 'rent',
      decoded: { kind: 'native-transfer' },
    });
    expect(signatures[1]).toMatchObject({ note: '', decoded: { text: 'hello' }, known: [] });
    expect(signatures[0]?.known).toEqual(expect.arrayContaining([expect.objectContaining({ text: 'USDC' })]));
    expect(signatures[1]?.chainId).toBeUndefined();
  });

  it('is told page by page', () => {
    const page = (params: object): number[] => list(params).signatures.map(({ number }) => number);
    expect(page({ limit: 2 })).toEqual([3, 2]);
    expect(page({ limit: 2, before: 2 })).toEqual([1]);
    expect(page({ before: 1 })).toEqual([]);
    expect(page({ before: 1_000 })).toEqual([3, 2, 1]);
  });

  it('tells nobody what the signer calls people and their own accounts', () => {
    const { walletId } = device.tee.createWallet(device.owner.session);
    const carol = device.addUser('Carol');
    const terms = { type: 'Authorized', permissions: ['READ', 'SIGN'] };
    device.maximum('PUT_BINDING', { walletId, userId: carol.user.userId, terms });
    const theirs = device.tee.createWallet(carol.session).account.address;
    const other = `0x${'7'.repeat(40)}`;
    device.plain('PUT_CONTACT', { address: other, name: 'lover' }, { by: carol });
    const numbers = [other, theirs].map((to) => {
      const review = device.prepare(
        'PREPARE_TRANSACTION',
        { walletId, transaction: transferOf(to, 1n) },
        { by: carol },
      );
      expect(review.known).toHaveLength(1);
      return device.signed(review, { by: carol }).number;
    });
    expect(
      numbers.map((number) => list({ walletId, before: number + 1, limit: 1 }).signatures[0]?.known),
    ).toEqual([[], []]);
    for (const number of numbers) {
      const { body } = device.plain('GET_SIGNATURE', { walletId, number });
      expect(commands.GET_SIGNATURE.result.parse(body).summary.known).toEqual([]);
    }
  });

  it('of a wallet that signed nothing is empty', () => {
    const { walletId } = device.tee.createWallet(device.owner.session);
    expect(list({ walletId })).toEqual({ signatures: [], total: 0 });
    expect(refused(device.plain('GET_SIGNATURE', { walletId, number: 1 }))).toBe(
      'ITEM_NOT_FOUND unknown-signature',
    );
  });

  it('stops short where its rows are large, and goes on from there', () => {
    const large = device.tee.createWallet(device.owner.session).walletId;
    const text = 'x'.repeat(60_000);
    for (let i = 0; i < 20; i += 1) device.signed(device.message({ kind: 'text', text }, {}, large));
    const first = list({ walletId: large });
    expect(first.total).toBe(20);
    expect(first.signatures.length).toBeGreaterThan(10);
    expect(first.signatures.length).toBeLessThan(20);
    const rest = list({ walletId: large, before: first.signatures.at(-1)?.number });
    expect(rest.signatures.at(-1)?.number).toBe(1);
    expect(first.signatures.length + rest.signatures.length).toBe(20);
  });
});

describe('one signature', () => {
  it.each([1, 2, 3])('number %i is what SIGN answered', (number) => {
    const { body } = device.plain('GET_SIGNATURE', { walletId: device.walletId, number });
    const found = commands.GET_SIGNATURE.result.parse(body);
    expect(found.signed).toEqual(signed[number - 1]);
    expect(found.summary).toEqual(list().signatures.find((one) => one.number === number));
  });

  it.each([4, 9_007_199_254_740_991])('number %i is unknown', (number) => {
    const answer = device.plain('GET_SIGNATURE', { walletId: device.walletId, number });
    expect(refused(answer)).toBe('ITEM_NOT_FOUND unknown-signature');
  });

  it('is in the log, with what was signed', () => {
    const row = device.plain('GET_RISK_LOG', { logId: signed[0]?.logId }).body as { record: string };
    expect(JSON.parse(row.record)).toMatchObject({
      command: 'SIGN_TRANSACTION',
      signature: { walletId: device.walletId, number: 1, kind: 'transaction', note: 'rent', feeWei: '6' },
      assessment: { factors: expect.any(Array) },
      conditions: expect.arrayContaining(['unlimited']),
    });
  });
});

describe('who may look', () => {
  it('is who may READ', () => {
    const bob = device.addUser('Bob');
    const ask = () => device.plain('LIST_SIGNATURES', { walletId: device.walletId, limit: 1 }, { by: bob });
    const get = () => device.plain('GET_SIGNATURE', { walletId: device.walletId, number: 1 }, { by: bob });
    for (const answer of [ask(), get()]) expect(refused(answer)).toBe('ITEM_NOT_FOUND unknown-wallet 3');
    const terms = { type: 'Guardian', permissions: ['READ'] };
    device.maximum('PUT_BINDING', { walletId: device.walletId, userId: bob.user.userId, terms });
    for (const answer of [ask(), get()]) expect(answer.code).toBe('SUCCESS');
  });
});
