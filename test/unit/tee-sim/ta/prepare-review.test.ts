// PREPARE: what a review shows besides what is signed, and what it leaves.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reviewSchema } from '../../../../tee-sim/protocol/review.ts';
import { transferOf } from '../../../helpers/signing.ts';
import { operationId } from '../../../helpers/tee-in-process.ts';
import { calmFeatures } from '../risk/samples.ts';
import { refused } from './device.ts';
import {
  batch,
  data,
  ENTRY_POINT,
  OWN,
  OWN_SECOND,
  RECIPIENT,
  SigningDevice,
  USDC,
  userOperation,
} from './signing-device.ts';

const ROUTER = '0xE592427A0AEce92De3Edee1F18E0157C05861564';

let device: SigningDevice;
beforeEach(() => {
  device = new SigningDevice();
});
afterEach(() => device.tee.dispose());

describe('who takes part', () => {
  it('is named where this person or the bundled lists know them, and nowhere else', () => {
    device.plain('DERIVE_ACCOUNTS', { walletId: device.walletId, count: 1 });
    expect(device.transfer(OWN_SECOND, 1n).known).toEqual([
      { address: OWN_SECOND, as: 'own-account', text: 'junk 2' },
    ]);
    device.plain('RENAME_ACCOUNT', { walletId: device.walletId, account: 1, name: 'savings' });
    expect(device.transfer(OWN_SECOND, 1n).known).toMatchObject([{ text: 'savings' }]);
    expect(device.transfer(RECIPIENT, 1n).known).toEqual([]);
    device.plain('PUT_CONTACT', { address: RECIPIENT, name: 'landlord' });
    expect(device.call(USDC, data.transfer(RECIPIENT, 1n)).known).toEqual([
      { address: USDC, as: 'token', text: 'USDC', decimals: 6 },
      { address: RECIPIENT, as: 'contact', text: 'landlord' },
    ]);
    expect(device.call(ROUTER, '0x12345678').known).toMatchObject([{ address: ROUTER, as: 'contract' }]);
  });

  it('is named on the chain that is meant only', () => {
    expect(device.call(USDC, data.transfer(RECIPIENT, 1n), { chainId: 137 }).known).toEqual([]);
  });

  it('is named inside a UserOperation too', () => {
    const target = { chainId: 1, entryPoint: ENTRY_POINT, version: '0.7' };
    const callData = data.execute(USDC, 0n, data.transfer(OWN, 1n));
    const review = device.prepare('PREPARE_USER_OPERATION', {
      target,
      userOperation: userOperation({ callData }),
    });
    expect(review.known.map(({ address }) => address)).toEqual(expect.arrayContaining([USDC, OWN]));
  });

  it('is never named by what somebody else keeps', () => {
    const bob = device.addUser('Bob');
    device.plain('PUT_CONTACT', { address: RECIPIENT, name: 'landlord' }, { by: bob });
    const theirs = device.tee.createWallet(bob.session);
    expect(device.transfer(RECIPIENT, 1n).known).toEqual([]);
    expect(device.transfer(theirs.account.address, 1n).known).toEqual([]);
  });
});

it('calls nothing the user’s own that somebody else only shares with them', () => {
  const bob = device.addUser('Bob');
  const { walletId } = device.tee.createWallet(bob.session);
  device.plain('RENAME_ACCOUNT', { walletId: device.walletId, account: 0, name: 'Bob’s savings' });
  for (const terms of [
    { type: 'Guardian', permissions: ['READ', 'APPROVE'] },
    { type: 'Authorized', permissions: ['READ', 'SIGN'] },
  ]) {
    const params = { walletId: device.walletId, userId: bob.user.userId, terms };
    expect(device.maximum('PUT_BINDING', params).code).toBe('SUCCESS');
    const transaction = transferOf(OWN, 1n);
    const known = () => device.prepare('PREPARE_TRANSACTION', { walletId, transaction }, { by: bob }).known;
    expect(known()).toEqual([]);
    device.plain('PUT_CONTACT', { address: OWN, name: 'Mallory' }, { by: bob });
    expect(known()).toEqual([{ address: OWN, as: 'contact', text: 'Mallory' }]);
    device.plain('REMOVE_CONTACT', { address: OWN }, { by: bob });
  }
});

describe('what it leaves', () => {
  it('is a row with the assessment, the review and the features, and nothing else', () => {
    device.limit([{ perTransaction: '100', perDay: '100' }]);
    const params = { walletId: device.walletId, account: 0, note: 'rent for May' };
    const review = device.prepare('PREPARE_TRANSACTION', {
      ...params,
      transaction: {
        type: 'legacy',
        chainId: 1,
        nonce: '0',
        gasLimit: '1',
        gasPriceWei: '1',
        to: RECIPIENT,
        valueWei: '2',
        data: '0x',
      },
    });
    const row = device.plain('GET_RISK_LOG', { logId: review.logId }).body as {
      record: string;
      features: unknown;
    };
    expect(row.features).toEqual(calmFeatures());
    expect(JSON.parse(row.record)).toMatchObject({
      command: 'PREPARE_TRANSACTION',
      review: {
        kind: 'transaction',
        walletId: device.walletId,
        note: 'rent for May',
        feeWei: '1',
        level: 'Standard',
      },
      assessment: review.assessment,
    });
    expect(device.left()).toEqual({ signatures: 0, used: { '1/native': '0' } });
    expect(review.preparedAtMs).toBe(device.tee.machine.wall);
    expect(review.validForMs).toBe(600_000);
  });

  it('is one review for each operation id, told once', () => {
    const id = operationId();
    const params = { transaction: transfer() };
    const first = device.tryPrepare('PREPARE_TRANSACTION', params, { operationId: id });
    expect(first.code).toBe('SUCCESS');
    const again = device.tryPrepare('PREPARE_TRANSACTION', params, { operationId: id });
    expect(refused(again)).toBe('BAD_STATE answer-not-kept');
    const outcome = device.plain('GET_OPERATION', { operationId: id }).body;
    expect(outcome).toEqual({ outcome: 'committed', command: 'PREPARE_TRANSACTION', result: 'null' });
  });

  it('is no lesson: however often it is asked, the payment stays a first one', () => {
    for (let i = 0; i < 10; i += 1) device.tryPrepare('PREPARE_TRANSACTION', { transaction: transfer() });
    device.tee.advance(61_000);
    const { assessment, firstPaidMs } = device.transfer(RECIPIENT, 1n);
    expect(assessment.factors.map(({ rule }) => rule)).toEqual(['first-payment-to-address']);
    expect(firstPaidMs).toBeUndefined();
  });
});

describe('it is refused', () => {
  it('for an account that the wallet does not have', () => {
    const answer = device.tryPrepare('PREPARE_TRANSACTION', { account: 1, transaction: transfer() });
    expect(refused(answer)).toBe('ITEM_NOT_FOUND unknown-account');
  });

  it('to whom the wallet is not bound with SIGN', () => {
    const bob = device.addUser('Bob');
    const ask = () => device.tryPrepare('PREPARE_TRANSACTION', { transaction: transfer() }, { by: bob });
    expect(refused(ask())).toBe('ITEM_NOT_FOUND unknown-wallet 3');
    const terms = { type: 'Authorized', permissions: ['READ'] };
    device.maximum('PUT_BINDING', { walletId: device.walletId, userId: bob.user.userId, terms });
    expect(refused(ask())).toBe('ACCESS_DENIED not-permitted 3');
  });

  it('with more calls than a person could be shown', () => {
    const target = { chainId: 1, entryPoint: ENTRY_POINT, version: '0.7' };
    const many = batch(257);
    const answer = device.tryPrepare('PREPARE_USER_OPERATION', {
      target,
      userOperation: userOperation({ callData: many }),
    });
    expect(refused(answer)).toBe('EXCESS_DATA too-large');
    const most = device.prepare('PREPARE_USER_OPERATION', {
      target,
      userOperation: userOperation({ callData: batch(256) }),
    });
    expect(most.decoded.inner).toHaveLength(256);
    expect(most.known.length).toBeLessThanOrEqual(128);
  });

  it('as the seventeenth of a session, until one is signed, or time is up', () => {
    const reviews = Array.from({ length: 16 }, () => device.message({ kind: 'text', text: 'x' }));
    const ask = () => device.tryPrepare('PREPARE_MESSAGE', { message: { kind: 'text', text: 'x' } });
    expect(refused(ask())).toBe('BUSY reviews-full');
    const [first] = reviews;
    if (first !== undefined) device.signed(first);
    expect(ask().code).toBe('SUCCESS');
    expect(refused(ask())).toBe('BUSY reviews-full');
    device.tee.advance(600_000);
    expect(ask().code).toBe('SUCCESS');
  });
});

it('is what the table says, whatever is shown', () => {
  const { body } = device.tryPrepare('PREPARE_TRANSACTION', { transaction: transfer() });
  expect(reviewSchema.safeParse(body).success).toBe(true);
});

function transfer() {
  const fees = { gasLimit: '21000', maxFeePerGasWei: '0', maxPriorityFeePerGasWei: '0', accessList: [] };
  return { type: 'eip1559', chainId: 1, nonce: '0', valueWei: '1', to: RECIPIENT, data: '0x', ...fees };
}
