import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Authorized } from '../../../../renderer/app/authorized.ts';
import type { TeeConnection } from '../../../../renderer/app/tee-connection.ts';
import type { Prepare } from '../../../../renderer/signing/prepare.ts';
import {
  approve,
  decline,
  isReviewOver,
  prepareAgain,
  prepareContent,
  type Services,
} from '../../../../renderer/signing/review-actions.ts';
import {
  createReviewStore,
  type Reviewed,
  type ReviewRun,
  type ReviewStore,
} from '../../../../renderer/signing/review-store.ts';
import type { WalletId } from '../../../../tee-sim/protocol/bindings.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { FakeBridge } from '../../../helpers/fake-bridge.ts';
import { stateOf } from '../fixture.ts';
import { type OwnedDevice, ownedDevice } from '../screens/with-owner.ts';
import { FEATURES, JUNK, JUNK_ADDRESS, RECIPIENT } from './samples.ts';

vi.mock('../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let tee: TeeConnection;
let store: ReviewStore;
let services: Services;
let walletId: WalletId;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  tee = device.tee;
  services = { tee, authorized: device.authorized, monotonicNowMs: () => performance.now() };
  store = createReviewStore();
  const secrets = [utf8ToBytes(JUNK), new Uint8Array(0)];
  await device.authorized.invoke('IMPORT_PHRASE', { name: 'Household' }, { secrets });
  const [wallet] = (await tee.invoke('LIST_WALLETS', {})).result.wallets;
  if (wallet === undefined) throw new Error('no wallet');
  walletId = wallet.walletId;
});
afterEach(() => fake.dispose());

function payment(valueWei = '250000000000000000'): Prepare['content'] {
  const transaction = {
    type: 'eip1559' as const,
    chainId: 1,
    nonce: '0',
    gasLimit: '21000',
    maxFeePerGasWei: '30000000000',
    maxPriorityFeePerGasWei: '1000000000',
    to: RECIPIENT,
    valueWei,
    data: '0x',
    accessList: [],
  };
  return { kind: 'transaction', transaction };
}

const prepare = (content = payment()) =>
  prepareContent(store, services, { signer: { walletId, account: 0 }, content, note: '' }, FEATURES);

async function reviewed(content?: Prepare['content']): Promise<Reviewed> {
  await prepare(content);
  const found = store.getState().reviewed;
  if (found === undefined) throw new Error(JSON.stringify(store.getState().run));
  return found;
}

function statuses(): ReviewRun['status'][] {
  const seen: ReviewRun['status'][] = [];
  store.subscribe(({ run }, before) => {
    if (run !== before.run) seen.push(run.status);
  });
  return seen;
}

const signatures = async () =>
  (await tee.invoke('LIST_SIGNATURES', { walletId, limit: 100 })).result.signatures;

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

  test('that the TEE refuses says why', async () => {
    await prepare({ kind: 'transaction', transaction: { unsigned: '0x02c0' } });
    const { reviewed: shown, run } = store.getState();
    expect(shown).toBeUndefined();
    expect(run).toMatchObject({ status: 'failed', failure: { reason: 'transaction-format' } });
  });

  test('that is declined signs nothing', async () => {
    await reviewed();
    decline(store);
    expect(store.getState().reviewed).toBeUndefined();
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
    ['personal-message', { kind: 'text', text: 'I am who I say I am.' }],
    ['typed-data', { kind: 'typed-data', json: typedData(1) }],
  ] as const)('of a %s is signed by the command for messages', async (kind, message) => {
    device.proveAlways();
    await reviewed({ kind: 'message', message });
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
  store = createReviewStore();
  const { review } = await reviewed();
  expect(review.limit).toMatchObject({ reason: 'transaction-limit', most: 100_000_000_000_000_000n });
  await approve(store, services);
  const { run } = store.getState();
  expect(run).toMatchObject({ status: 'denied', failure: { layer: 3, reason: 'transaction-limit' } });
  expect('trace' in run ? run.trace?.some(({ outcome }) => outcome === 'deny') : false).toBe(true);
  decline(store);
  expect((await reviewed(payment('50000000000000000'))).review.limit).toBeUndefined();
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
