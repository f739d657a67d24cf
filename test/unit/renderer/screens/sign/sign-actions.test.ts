import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import {
  chooseNetwork,
  edit,
  editNonce,
  editTransfer,
} from '../../../../../renderer/screens/sign/form-actions.ts';
import { prepareReview, signAnother } from '../../../../../renderer/screens/sign/sign-actions.ts';
import { createSignStore, type SignStore } from '../../../../../renderer/screens/sign/sign-store.ts';
import { approve, decline, type Services } from '../../../../../renderer/signing/review-actions.ts';
import { loadSigners } from '../../../../../renderer/signing/signer-actions.ts';
import { utf8ToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { FEATURES, JUNK, RECIPIENT } from '../../signing/samples.ts';
import { ownedDevice } from '../with-owner.ts';

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let tee: TeeConnection;
let store: SignStore;
let services: Services;
beforeEach(async () => {
  fake = new FakeBridge();
  const device = await ownedDevice(fake);
  tee = device.tee;
  services = { tee, authorized: device.authorized, monotonicNowMs: () => performance.now() };
  store = createSignStore();
  const secrets = [utf8ToBytes(JUNK), new Uint8Array(0)];
  await device.authorized.invoke('IMPORT_PHRASE', { name: 'Household' }, { secrets });
  await loadSigners(store.signer, tee);
  editTransfer(store, { recipient: RECIPIENT, amount: '0.25' });
});
afterEach(() => fake.dispose());

const prepare = () => prepareReview(store, services, () => FEATURES);

async function reviewed() {
  expect(await prepare()).toBe('asked');
  const { reviewed: found, run } = store.review.getState();
  if (found === undefined) throw new Error(JSON.stringify(run));
  return found.review;
}

describe('the nonce', () => {
  test('after the last one signed here is suggested, for each network', async () => {
    editNonce(store, '41');
    await reviewed();
    await approve(store.review, services);
    await signAnother(store, tee);
    expect(store.getState().values.transfer.nonce).toBe('42');
    await chooseNetwork(store, tee, 8453);
    expect(store.getState().values.transfer).toMatchObject({ chainId: 8453, nonce: '0', maxFeeGwei: '0.1' });
  });

  test('that the person wrote is left alone', async () => {
    editNonce(store, '7');
    await chooseNetwork(store, tee, 10);
    expect(store.getState().values.transfer.nonce).toBe('7');
  });
});

describe('a review', () => {
  test.each([
    ['transfer', {}, 'transaction'],
    ['message', { message: 'I am who I say I am.' }, 'personal-message'],
    ['typed-data', { typedData: typedData(1) }, 'typed-data'],
  ] as const)('of a %s is of what the form holds', async (choice, content, kind) => {
    edit(store, { choice, ...content, note: 'For Bob' });
    expect((await reviewed()).kind).toBe(kind);
    expect(store.review.getState().reviewed?.prepare.note).toBe('For Bob');
  });

  test('is not asked for while the form has problems', async () => {
    editTransfer(store, { amount: '1,5' });
    const before = fake.calls.length;
    expect(await prepare()).toBe('has-problems');
    expect(fake.calls).toHaveLength(before);
    expect(store.getState().attempted).toBe(true);
    expect(store.review.getState().run).toEqual({ status: 'idle' });
  });

  test('that the TEE gave ends the showing of problems', async () => {
    editTransfer(store, { amount: '' });
    await prepare();
    editTransfer(store, { amount: '0.25' });
    await reviewed();
    expect(store.getState().attempted).toBe(false);
  });

  test('is not asked for twice by pressing twice', async () => {
    const first = prepare();
    expect(await prepare()).toBe('under-way');
    await first;
    expect(store.review.getState().reviewed).toBeDefined();
  });

  test('that the TEE refuses leaves what was entered', async () => {
    edit(store, { choice: 'paste', pasted: '0x02c0' });
    await prepare();
    expect(store.review.getState().run).toMatchObject({ failure: { reason: 'transaction-format' } });
    expect(store.getState().values.pasted).toBe('0x02c0');
  });

  test('that is declined leaves the form as it was', async () => {
    await reviewed();
    decline(store.review);
    expect(store.getState().values.transfer).toMatchObject({ recipient: RECIPIENT, amount: '0.25' });
  });
});

test('another one begins with an empty form, the same wallet and network', async () => {
  await chooseNetwork(store, tee, 10);
  const { walletId, account } = store.signer.getState();
  edit(store, { note: 'For Bob' });
  await reviewed();
  await approve(store.review, services);
  expect(store.review.getState().signed).toBeDefined();
  await signAnother(store, tee);
  expect(store.review.getState()).toEqual({
    run: { status: 'idle' },
    reviewed: undefined,
    signed: undefined,
  });
  const { note, transfer } = store.getState().values;
  expect({ note, ...transfer }).toMatchObject({ note: '', recipient: '', amount: '', chainId: 10 });
  expect(store.signer.getState()).toMatchObject({ walletId, account });
});

function typedData(chainId: number): string {
  const domain = { name: 'Bazaar', chainId, verifyingContract: RECIPIENT };
  const EIP712Domain = [
    { name: 'name', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ];
  const types = { EIP712Domain, Vote: [{ name: 'yes', type: 'bool' }] };
  return JSON.stringify({ types, primaryType: 'Vote', domain, message: { yes: true } });
}
