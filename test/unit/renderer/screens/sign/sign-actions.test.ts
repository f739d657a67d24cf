import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Authorized } from '../../../../../renderer/app/authorized.ts';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import {
  chooseNetwork,
  edit,
  editNonce,
  editTransfer,
  loadSigners,
} from '../../../../../renderer/screens/sign/form-actions.ts';
import {
  approve,
  decline,
  isReviewOver,
  prepareAgain,
  prepareReview,
  type Services,
  signAnother,
} from '../../../../../renderer/screens/sign/sign-actions.ts';
import {
  createSignStore,
  type Reviewed,
  type SignRun,
  type SignStore,
} from '../../../../../renderer/screens/sign/sign-store.ts';
import { utf8ToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import { userIdSchema } from '../../../../../tee-sim/protocol/factors.ts';
import type { Features } from '../../../../../tee-sim/protocol/features.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { stateOf } from '../../fixture.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';

const RECIPIENT = '0x52908400098527886E0F7030069857D2E4169EE7';
/** The phrase that every developer's tool knows, and its first address. */
const JUNK = 'test test test test test test test test test test test junk';
const JUNK_ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const FEATURES: Features = {
  typing: { holdMs: [80, 95, 70], flightMs: [120, 180], corrections: 1 },
  entry: { recipient: 'typed', amount: 'typed' },
  pointer: { moves: 20, pathEfficiency: 0.8, speedPxPerS: 500 },
  timing: { onScreenMs: 9_000, hesitationMs: 900 },
  localHour: 14,
};

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let tee: TeeConnection;
let store: SignStore;
let services: Services;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  tee = device.tee;
  services = { tee, authorized: device.authorized, monotonicNowMs: () => performance.now() };
  store = createSignStore();
  const secrets = [utf8ToBytes(JUNK), new Uint8Array(0)];
  await device.authorized.invoke('IMPORT_PHRASE', { name: 'Household' }, { secrets });
  await loadSigners(store, tee);
  editTransfer(store, { recipient: RECIPIENT, amount: '0.25' });
});
afterEach(() => fake.dispose());

const prepare = () => prepareReview(store, services, () => FEATURES);

async function reviewed(): Promise<Reviewed> {
  expect(await prepare()).toBe('asked');
  const found = store.getState().reviewed;
  if (found === undefined) throw new Error(JSON.stringify(store.getState().run));
  return found;
}

function statuses(): SignRun['status'][] {
  const seen: SignRun['status'][] = [];
  store.subscribe(({ run }, before) => {
    if (run !== before.run) seen.push(run.status);
  });
  return seen;
}

const signatures = async () => {
  const { walletId } = store.getState().values;
  if (walletId === undefined) throw new Error('no wallet');
  return (await tee.invoke('LIST_SIGNATURES', { walletId, limit: 100 })).result.signatures;
};

describe('the form', () => {
  test('offers the wallets, their accounts, and whom this person knows', async () => {
    await tee.invoke('PUT_CONTACT', { address: RECIPIENT, name: 'Landlady' });
    await loadSigners(store, tee);
    const { signers, values } = store.getState();
    expect(signers?.wallets.map(({ name }) => name)).toEqual(['Household']);
    expect(signers?.accounts.map(({ address }) => address)).toEqual([JUNK_ADDRESS]);
    expect(signers?.contacts.map(({ name }) => name)).toEqual(['Landlady']);
    expect(values).toMatchObject({ walletId: signers?.wallets[0]?.walletId, account: 0 });
  });

  test('suggests the nonce after the last one signed here, for each network', async () => {
    editNonce(store, '41');
    await reviewed();
    await approve(store, services);
    await signAnother(store, tee);
    expect(store.getState().values.transfer.nonce).toBe('42');
    await chooseNetwork(store, tee, 8453);
    expect(store.getState().values.transfer).toMatchObject({ chainId: 8453, nonce: '0', maxFeeGwei: '0.1' });
  });

  test('leaves a nonce alone that the person wrote', async () => {
    editNonce(store, '7');
    await chooseNetwork(store, tee, 10);
    expect(store.getState().values.transfer.nonce).toBe('7');
  });

  test('takes over the wallet and the account that it was opened for, and no others', async () => {
    const { walletId } = store.getState().values;
    if (walletId === undefined) throw new Error('no wallet');
    await device.authorized.invoke('DERIVE_ACCOUNTS', { walletId, count: 2 });
    await loadSigners(store, tee, { walletId, account: 2 });
    expect(store.getState().values.account).toBe(2);
    await loadSigners(store, tee, { walletId: 'x', account: 99 });
    expect(store.getState().values).toMatchObject({ walletId, account: 2 });
  });
});

describe('a review', () => {
  test('shows what the TEE says it would do, and signs nothing', async () => {
    const { exchange, review, times } = await reviewed();
    expect(review.decoded.kind).toBe('native-transfer');
    expect(review.decoded.amounts).toEqual([
      { asset: 'native', amount: 250_000_000_000_000_000n, unlimited: false },
    ]);
    expect(review.account.address).toBe(JUNK_ADDRESS);
    expect(times.issuedAtMs).toBe(exchange.issuedAtMs);
    expect(await signatures()).toEqual([]);
  });

  test('is not asked for while the form has problems', async () => {
    editTransfer(store, { amount: '1,5' });
    const before = fake.calls.length;
    expect(await prepare()).toBe('has-problems');
    expect(fake.calls).toHaveLength(before);
    expect(store.getState()).toMatchObject({ attempted: true, run: { status: 'idle' } });
  });

  test('is not asked for twice by pressing twice', async () => {
    const first = prepare();
    expect(await prepare()).toBe('under-way');
    await first;
    expect(store.getState().reviewed).toBeDefined();
  });

  test('that the TEE refuses says why, and leaves what was entered', async () => {
    edit(store, { choice: 'paste', pasted: '0x02c0' });
    await prepare();
    const { reviewed: shown, run, values } = store.getState();
    expect(shown).toBeUndefined();
    expect(run).toMatchObject({ status: 'failed', failure: { reason: 'transaction-format' } });
    expect(values.pasted).toBe('0x02c0');
  });

  test('that is declined signs nothing, and the form is as it was', async () => {
    await reviewed();
    decline(store);
    const { reviewed: shown, values } = store.getState();
    expect(shown).toBeUndefined();
    expect(values.transfer).toMatchObject({ recipient: RECIPIENT, amount: '0.25' });
    expect(await signatures()).toEqual([]);
  });

  test.each(['dies-before', 'dies-after'] as const)(
    'whose answer is lost (%s) is of no use to anybody: it is asked for anew',
    async (accident) => {
      fake.prepareAccident(accident, 20);
      await prepare();
      expect(store.getState()).toMatchObject({ run: { status: 'review-lost' }, reviewed: undefined });
      await stateOf(tee, 'connected');
      await device.unlock();
      await reviewed();
    },
  );
});

describe('an approved review', () => {
  test('is signed, and its transaction is the one that was shown', async () => {
    const { review } = await reviewed();
    const seen = statuses();
    await approve(store, services);
    expect(seen).toEqual(['signing', 'idle']);
    const { signed } = store.getState();
    expect(signed?.signed).toMatchObject({ number: 1, signer: JUNK_ADDRESS, hash: review.hash });
    expect(signed?.signed.transaction?.raw[0]).toBe(2);
    expect(signed?.exchange?.trace.map(({ outcome }) => outcome)).not.toContain('deny');
    expect(store.getState().reviewed).toBeUndefined();
  });

  test.each([
    ['message', { message: 'I am who I say I am.' }, 'personal-message'],
    ['typed-data', { typedData: typedData(1) }, 'typed-data'],
  ] as const)('of a %s is signed by the command for messages', async (choice, content, kind) => {
    device.proveAlways();
    edit(store, { choice, ...content });
    await reviewed();
    await approve(store, services);
    expect(store.getState().signed?.signed).toMatchObject({ kind, signer: JUNK_ADDRESS });
    expect(store.getState().signed?.signed.transaction).toBeUndefined();
  });

  test('gives the reasons of its risk to whoever is asked for a proof', async () => {
    const asked: unknown[] = [];
    const { review } = await reviewed();
    const invoke: Authorized['invoke'] = async (_command, _params, options) => {
      asked.push(options?.because);
      return { cancelled: true };
    };
    await approve(store, { ...services, authorized: { invoke } });
    expect(asked).toEqual([review.assessment.factors]);
  });

  test('that the person thought better of is still there, and was not signed', async () => {
    await reviewed();
    const cancelled = { invoke: async () => ({ cancelled: true as const }) };
    await approve(store, { ...services, authorized: cancelled as unknown as Authorized });
    expect(store.getState()).toMatchObject({ run: { status: 'idle' }, signed: undefined });
    expect(store.getState().reviewed).toBeDefined();
    expect(await signatures()).toEqual([]);
  });

  test('whose answer was lost is found again; it was signed once', async () => {
    await reviewed();
    const seen = statuses();
    fake.prepareAccident('dies-after', 20);
    const done = approve(store, services);
    await stateOf(tee, 'restarting');
    await stateOf(tee, 'connected');
    await device.unlock();
    await done;
    expect(seen).toEqual(['signing', 'unknown', 'idle']);
    expect(store.getState().signed).toMatchObject({ signed: { number: 1 }, exchange: undefined });
    expect(await signatures()).toHaveLength(1);
  });

  test('that never arrived is said not to have been signed, and one press prepares it anew', async () => {
    await reviewed();
    fake.prepareAccident('dies-before', 20);
    const done = approve(store, services);
    await stateOf(tee, 'restarting');
    await stateOf(tee, 'connected');
    await device.unlock();
    await done;
    expect(store.getState().run).toMatchObject({
      status: 'not-carried-out',
      failure: { reason: 'operation-unknown' },
    });
    // The review ended with the TEE that gave it.
    await approve(store, services);
    expect(isReviewOver(store.getState().run)).toBe(true);
    await prepareAgain(store, services);
    expect(isReviewOver(store.getState().run)).toBe(false);
    await approve(store, services);
    expect(store.getState().signed?.signed.number).toBe(1);
  });

  test('cannot be approved twice by pressing twice', async () => {
    await reviewed();
    await Promise.all([approve(store, services), approve(store, services)]);
    expect(await signatures()).toHaveLength(1);
  });

  test('cannot be declined while it is being signed', async () => {
    await reviewed();
    const done = approve(store, services);
    decline(store);
    expect(store.getState().run.status).toBe('signing');
    await done;
    expect(store.getState().signed).toBeDefined();
  });
});

test('after locking, an earlier review is over; another can be had', async () => {
  await reviewed();
  await tee.lock();
  await device.unlock();
  await approve(store, services);
  expect(store.getState().run).toMatchObject({ failure: { reason: 'unknown-review' } });
  expect(isReviewOver(store.getState().run)).toBe(true);
});

test('a limit in the way is in the review, and signing is denied by it; nothing is taken', async () => {
  device.proveAlways();
  const bob = await device.addUser('Bob');
  const { walletId } = store.getState().values;
  if (walletId === undefined) throw new Error('no wallet');
  const limit = {
    chainId: 1,
    asset: 'native',
    perTransaction: '100000000000000000',
    perDay: '200000000000000000',
  };
  const terms = {
    type: 'Authorized' as const,
    permissions: ['READ' as const, 'SIGN' as const],
    limits: [limit],
  };
  await device.authorized.invoke('PUT_BINDING', { walletId, userId: userIdSchema.parse(bob.userId), terms });
  await device.unlock(bob);
  store = createSignStore();
  await loadSigners(store, tee);
  editTransfer(store, { recipient: RECIPIENT, amount: '0.25' });
  const { review } = await reviewed();
  expect(review.limit).toMatchObject({ reason: 'transaction-limit', most: 100_000_000_000_000_000n });
  await approve(store, services);
  const { run } = store.getState();
  expect(run).toMatchObject({ status: 'denied', failure: { layer: 3, reason: 'transaction-limit' } });
  expect('trace' in run ? run.trace?.some(({ outcome }) => outcome === 'deny') : false).toBe(true);
  decline(store);
  editTransfer(store, { amount: '0.05' });
  expect((await reviewed()).review.limit).toBeUndefined();
  await approve(store, services);
  expect(store.getState().signed?.signed.number).toBe(1);
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
