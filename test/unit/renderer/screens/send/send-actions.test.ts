import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Authorized } from '../../../../../renderer/app/authorized.ts';
import { createTransactionsStore } from '../../../../../renderer/app/networks/transactions-store.ts';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import {
  askForReview,
  FALLBACK_GAS,
  type SendServices,
  stopChecking,
} from '../../../../../renderer/screens/send/check-actions.ts';
import {
  chooseAsset,
  editAmount,
  editRecipient,
  editSend,
  type Known,
  settleNetwork,
  takeLink,
} from '../../../../../renderer/screens/send/form-actions.ts';
import {
  approvePayment,
  declinePayment,
  paymentActions,
  resumePayments,
  sendAnother,
  sendSigned,
} from '../../../../../renderer/screens/send/send-actions.ts';
import { createSendStore, type SendStore } from '../../../../../renderer/screens/send/send-store.ts';
import { UnfinishedPayments } from '../../../../../renderer/screens/send/unfinished.ts';
import { loadSigners } from '../../../../../renderer/signing/signer-actions.ts';
import { chosenAccount } from '../../../../../renderer/signing/signer-store.ts';
import { utf8ToBytes } from '../../../../../tee-sim/protocol/bytes.ts';
import type { Features } from '../../../../../tee-sim/protocol/features.ts';
import { addressSchema, toChecksumAddress } from '../../../../../tee-sim/protocol/payment.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { HASH, LOCAL, trackedText } from '../../app/networks/network-samples.ts';
import { MemoryStorage, stateOf } from '../../fixture.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';
import { FakeNetwork } from './fake-network.ts';

const RECIPIENT = '0x52908400098527886E0F7030069857D2E4169EE7';
const TOKEN = addressSchema.parse(toChecksumAddress(`0x${'ab'.repeat(20)}`));
const JUNK = 'test test test test test test test test test test test junk';
const FEATURES: Features = {
  typing: { holdMs: [80, 95, 70], flightMs: [120, 180], corrections: 1 },
  entry: { recipient: 'typed', amount: 'typed' },
  pointer: { moves: 20, pathEfficiency: 0.8, speedPxPerS: 500 },
  timing: { onScreenMs: 9_000, hesitationMs: 900 },
  localHour: 14,
};
const KNOWN: Known = {
  networks: [LOCAL],
  tokens: [{ chainId: 31_337, address: TOKEN, symbol: 'TST', decimals: 6 }],
  sent: {},
};
const UNREACHABLE = { reason: 'unreachable' } as const;

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let tee: TeeConnection;
let network: FakeNetwork;
let storage: MemoryStorage;
let store: SendStore;
let services: SendServices;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  tee = device.tee;
  network = new FakeNetwork();
  storage = new MemoryStorage();
  const secrets = [utf8ToBytes(JUNK), new Uint8Array(0)];
  await device.authorized.invoke('IMPORT_PHRASE', { name: 'Household' }, { secrets });
  await openWindow();
  editRecipient(store, RECIPIENT);
  editAmount(store, '0.25');
});
afterEach(() => fake.dispose());

/** A window that was just loaded: what was in its memory is gone, what it stored is there. */
async function openWindow(): Promise<void> {
  services = {
    tee,
    authorized: device.authorized,
    monotonicNowMs: () => performance.now(),
    calls: network.calls,
    transactions: createTransactionsStore(),
    unfinished: new UnfinishedPayments(storage),
    userId: device.owner.userId,
    known: () => ({ ...KNOWN, sent: services.transactions.getState().byHash }),
  };
  store = createSendStore();
  await loadSigners(store.signer, tee);
  settleNetwork(store, KNOWN);
}

const ask = (knowingly = false) => askForReview(store, services, { readFeatures: () => FEATURES, knowingly });

async function reviewed() {
  expect(await ask()).toBe('asked');
  const found = store.review.getState().reviewed;
  if (found === undefined)
    throw new Error(JSON.stringify([store.getState().run, store.review.getState().run]));
  return found;
}

const signatures = async () => {
  const { walletId } = store.signer.getState();
  if (walletId === undefined) throw new Error('no wallet');
  return (await tee.invoke('LIST_SIGNATURES', { walletId, limit: 100 })).result.signatures;
};

const left = () => services.unfinished.all();

/** Nothing holds a nonce, and nothing is left to be found again. */
function expectAllFree(): void {
  expect(network.held.size).toBe(0);
  expect(left()).toEqual([]);
}

async function restarted(): Promise<void> {
  await stateOf(tee, 'restarting');
  await stateOf(tee, 'connected');
  await device.unlock();
}

describe('a payment', () => {
  test('goes from the form to main, signed once, and leaves nothing behind', async () => {
    const { review } = await reviewed();
    expect(review.decoded.amounts).toEqual([
      { asset: 'native', amount: 250_000_000_000_000_000n, unlimited: false },
    ]);
    expect(review.feeWei).toBe(21_000n * 3_000_000_000n);
    expect(store.getState().checked).toMatchObject({ simulated: { result: 'done' }, waitsFor: [] });
    await approvePayment(store, services);
    const { signed, sending } = store.getState();
    expect(sending).toEqual({ status: 'tracked' });
    expect(network.broadcasts).toEqual([signed?.raw]);
    expect(Object.keys(services.transactions.getState().byHash)).toHaveLength(1);
    expect(await signatures()).toHaveLength(1);
    expectAllFree();
    await sendAnother(store, services);
    expect(store.getState()).toMatchObject({ signed: undefined, values: { recipient: '', amount: '' } });
  });

  test('of a token calls its contract, with gas as the node estimates it', async () => {
    network.tokens[TOKEN] = '5000000';
    network.returned = `0x${'1'.padStart(64, '0')}`;
    chooseAsset(store, TOKEN);
    editAmount(store, '1.5');
    const { review } = await reviewed();
    expect(review.feeWei).toBe(60_000n * 3_000_000_000n);
    expect(review.decoded.amounts).toEqual([{ asset: TOKEN, amount: 1_500_000n, unlimited: false }]);
    // What was entered can be told beside it.
    expect(store.getState().checked).toMatchObject({ plan: { amount: 1_500_000n }, token: { decimals: 6 } });
  });

  test('of everything leaves nothing but what the fee leaves over', async () => {
    editSend(store, { isMax: true, tier: 'fast' });
    const { review } = await reviewed();
    const [spent] = review.spend.amounts;
    expect(spent?.amount).toBe(BigInt(network.native));
  });

  test('of everything leaves what earlier ones may still take, also where the list of them came late', async () => {
    const account = chosenAccount(store.signer.getState())?.address ?? '';
    const waiting = { account, valueWei: '1000000000000000000', highestFeeWei: '42', nonce: '0' };
    network.journal = [trackedText(waiting)];
    editSend(store, { isMax: true });
    const { review } = await reviewed();
    expect(review.spend.amounts[0]?.amount).toBe(BigInt(network.native) - 10n ** 18n - 42n);
    await declinePayment(store, services);
    editAmount(store, '9.5');
    expect(await ask()).toBe('has-problems');
    expect(store.getState().run).toEqual({ status: 'refused', refusals: ['underway'] });
    expectAllFree();
  });

  test('knows by their hashes those that it has to wait for', async () => {
    network.waitsFor = [HASH];
    await reviewed();
    expect(store.getState().checked?.waitsFor).toEqual([HASH]);
  });

  test('is told how many that were begun before it has to wait for', async () => {
    network.promisedBefore = 2;
    await reviewed();
    expect(store.getState().checked).toMatchObject({ waitsFor: [], promisedBefore: 2 });
  });

  test('of everything leaves also what a rollup takes beside the fee', async () => {
    network.extraFeeWei = '700';
    editSend(store, { isMax: true });
    const { review } = await reviewed();
    const [spent] = review.spend.amounts;
    expect(spent?.amount).toBe(BigInt(network.native) - 700n);
    expect(store.getState().checked?.plan.highestFeeWei).toBe((review.feeWei ?? 0n) + 700n);
  });
});

describe('before there is a review', () => {
  test('a form with problems asks nobody', async () => {
    editAmount(store, '1,5');
    expect(await ask()).toBe('has-problems');
    expect(network.asked).toEqual([]);
    expect(store.getState().attempted).toBe(true);
  });

  test.each([
    ['10.1', ['not-enough']],
    ['0', ['zero-amount']],
    ['10', ['not-enough-for-fee']],
  ] as const)('%s is refused: %j', async (amount, refusals) => {
    editAmount(store, amount);
    expect(await ask()).toBe('has-problems');
    expect(store.getState().run).toEqual({ status: 'refused', refusals });
    expectAllFree();
  });

  test.each(['balances', 'fees', 'estimateGas', 'simulate', 'reserveNonce'] as const)(
    'a network that does not answer about %s is told, and holds nothing',
    async (name) => {
      network.problems[name] = UNREACHABLE;
      await ask();
      const run = { status: 'troubled', trouble: { by: 'network', problem: UNREACHABLE } };
      expect(store.getState().run).toEqual(run);
      expect(store.review.getState().reviewed).toBeUndefined();
      expect(store.getState().values).toMatchObject({ recipient: RECIPIENT, amount: '0.25' });
      expectAllFree();
    },
  );

  test('a node that says that it would fail is told, and only who knows it goes on', async () => {
    network.revert = 'paused';
    await ask();
    expect(store.getState().run).toEqual({
      status: 'would-fail',
      simulated: { result: 'reverted', revert: { kind: 'text', text: 'paused' } },
    });
    expectAllFree();
    await ask(true);
    const { reviewed: shown } = store.review.getState();
    expect(shown?.review.feeWei).toBe(FALLBACK_GAS * 3_000_000_000n);
    expect(store.getState().checked?.simulated.result).toBe('reverted');
  });

  test('a token that answers "false" would fail too', async () => {
    network.tokens[TOKEN] = '5000000';
    network.returned = `0x${'0'.repeat(64)}`;
    chooseAsset(store, TOKEN);
    editAmount(store, '1');
    await ask();
    expect(store.getState().run).toEqual({
      status: 'would-fail',
      simulated: { result: 'refused-by-token' },
    });
  });

  test.each(['balances', 'simulate', 'reserveNonce'] as const)(
    'stopped at %s: no review comes, and no nonce stays held',
    async (name) => {
      let go: (value?: unknown) => void = () => undefined;
      network.gates[name] = new Promise((resolve) => {
        go = resolve;
      });
      const done = ask();
      await vi.waitFor(() => expect(network.asked).toContain(name));
      await stopChecking(store, services);
      go();
      await done;
      expect(store.getState().run).toEqual({ status: 'idle' });
      expect(store.review.getState().reviewed).toBeUndefined();
      expect(network.cancelled).not.toEqual([]);
      expectAllFree();
    },
  );

  test('pressing twice asks once', async () => {
    const first = ask();
    expect(await ask()).toBe('under-way');
    await first;
    expect(network.held.size).toBe(1);
  });

  test('a review that was lost gives the nonce back', async () => {
    fake.prepareAccident('dies-after', 20);
    await ask();
    expect(store.review.getState().run.status).toBe('review-lost');
    expectAllFree();
  });
});

describe('a review', () => {
  test('that is declined signs nothing and gives the nonce back', async () => {
    await reviewed();
    expect(network.held.size).toBe(1);
    await declinePayment(store, services);
    expect(store.review.getState().reviewed).toBeUndefined();
    expect(store.getState().values).toMatchObject({ recipient: RECIPIENT, amount: '0.25' });
    expect(await signatures()).toEqual([]);
    expectAllFree();
  });

  test('whose proof the person thought better of is still there; declined then, the nonce is free', async () => {
    await reviewed();
    const authorized = { invoke: async () => ({ cancelled: true as const }) } as unknown as Authorized;
    await approvePayment(store, { ...services, authorized });
    expect(store.getState()).toMatchObject({ signed: undefined, unfinished: { operationId: undefined } });
    await declinePayment(store, services);
    expect(network.broadcasts).toEqual([]);
    expectAllFree();
  });

  test('that is over is prepared anew with all that the network says now, and one nonce', async () => {
    await reviewed();
    await tee.lock();
    await device.unlock();
    await approvePayment(store, services);
    expect(store.review.getState().run).toMatchObject({ failure: { reason: 'unknown-review' } });
    network.native = '5000000000000000000';
    await paymentActions(store, services).prepareAgain(store.review, services);
    expect(network.held.size).toBe(1);
    await approvePayment(store, services);
    expect(await signatures()).toHaveLength(1);
    expectAllFree();
  });

  test('approved twice by pressing twice is signed and sent once', async () => {
    await reviewed();
    await Promise.all([approvePayment(store, services), approvePayment(store, services)]);
    expect(await signatures()).toHaveLength(1);
    expect(network.broadcasts).toHaveLength(1);
  });
});

describe('an answer that was lost', () => {
  test('is found again; it was signed once, and is sent', async () => {
    await reviewed();
    fake.prepareAccident('dies-after', 20);
    const done = approvePayment(store, services);
    await restarted();
    await done;
    expect(store.getState().sending).toEqual({ status: 'tracked' });
    expect(await signatures()).toHaveLength(1);
    expect(network.broadcasts).toHaveLength(1);
    expectAllFree();
  });

  test('of what never arrived: nothing was signed, and declining frees the nonce', async () => {
    await reviewed();
    fake.prepareAccident('dies-before', 20);
    const done = approvePayment(store, services);
    await restarted();
    await done;
    expect(store.review.getState().run.status).toBe('not-carried-out');
    await declinePayment(store, services);
    expect(network.broadcasts).toEqual([]);
    expectAllFree();
  });

  test('while the window is loaded anew is found by it, and sent only when the person says so', async () => {
    await reviewed();
    fake.prepareAccident('dies-after', 20);
    void approvePayment(store, services);
    await stateOf(tee, 'restarting');
    // As if the window were gone: what it still does reaches neither this network nor this storage.
    const stored = new MemoryStorage();
    for (const [key, text] of storage.items) stored.setItem(key, text);
    storage = stored;
    const abandoned = network;
    network = new FakeNetwork();
    for (const id of abandoned.held) network.held.add(id);
    await stateOf(tee, 'connected');
    await device.unlock();
    await openWindow();
    await resumePayments(store, services);
    const { signed, sending } = store.getState();
    expect(signed).toMatchObject({ number: 1, chainId: 31_337, review: undefined });
    expect(sending).toEqual({ status: 'not-sent' });
    expect(network.broadcasts).toEqual([]);
    await sendSigned(store, services);
    expect(network.broadcasts).toEqual([signed?.raw]);
    expect(await signatures()).toHaveLength(1);
    expectAllFree();
  });
});

describe('a window that is loaded anew', () => {
  test('frees the nonce of a review that is gone with the window before', async () => {
    await reviewed();
    await openWindow();
    await resumePayments(store, services);
    expect(store.getState()).toMatchObject({ earlier: 'none', signed: undefined });
    expectAllFree();
  });

  test('finds what main has already, and follows it in place of sending it', async () => {
    await reviewed();
    network.problems.broadcast = UNREACHABLE;
    await approvePayment(store, services);
    const hash = store.getState().signed?.hash ?? '';
    network.journal = [trackedText({ hash, state: 'pending' })];
    await openWindow();
    await resumePayments(store, services);
    expect(store.getState()).toMatchObject({ sending: { status: 'tracked' }, signed: { hash } });
    expect(network.broadcasts).toHaveLength(1);
    expectAllFree();
  });

  test('does not call it unsent where main could not say', async () => {
    await reviewed();
    network.problems.broadcast = UNREACHABLE;
    await approvePayment(store, services);
    network.problems.transactions = { reason: 'storage' };
    await openWindow();
    await resumePayments(store, services);
    const trouble = { by: 'network', problem: { reason: 'storage' } };
    expect(store.getState()).toMatchObject({ sending: { status: 'failed', trouble } });
    expect(left()).toHaveLength(1);
  });

  test('says that nothing was signed where nothing was', async () => {
    await reviewed();
    const authorized = { invoke: () => new Promise(() => undefined) } as unknown as Authorized;
    void approvePayment(store, { ...services, authorized });
    await vi.waitFor(() => expect(left()[0]?.operationId).toBeDefined());
    await openWindow();
    await resumePayments(store, services);
    expect(store.getState().earlier).toBe('not-signed');
    expectAllFree();
  });

  test("leaves another person's payment to them", async () => {
    await reviewed();
    network.problems.broadcast = UNREACHABLE;
    await approvePayment(store, services);
    await openWindow();
    await resumePayments(store, { ...services, userId: 'somebody-else' });
    expect(store.getState().signed).toBeUndefined();
    expect(left()).toHaveLength(1);
  });
});

describe('a broadcast', () => {
  test('that failed is tried again with the same bytes; nothing is signed anew', async () => {
    await reviewed();
    network.problems.broadcast = { reason: 'storage' };
    await approvePayment(store, services);
    expect(store.getState().sending).toMatchObject({ status: 'failed' });
    delete network.problems.broadcast;
    await sendSigned(store, services);
    const [first, second] = network.broadcasts;
    expect(second).toBe(first);
    expect(network.broadcasts).toHaveLength(2);
    expect(await signatures()).toHaveLength(1);
    expectAllFree();
  });

  test('that is left be frees its nonce, and stays in the history', async () => {
    await reviewed();
    network.problems.broadcast = UNREACHABLE;
    await approvePayment(store, services);
    await sendAnother(store, services);
    expect(await signatures()).toHaveLength(1);
    expectAllFree();
  });

  test('that main has is not sent twice by pressing again', async () => {
    await reviewed();
    await approvePayment(store, services);
    await sendSigned(store, services);
    expect(network.broadcasts).toHaveLength(1);
  });
});

describe('a link', () => {
  test('fills in recipient and exact amount', () => {
    expect(takeLink(store, `ethereum:${RECIPIENT}@31337?value=1500000000000000001`, KNOWN)).toBe(true);
    expect(store.getState().values).toMatchObject({
      recipient: RECIPIENT,
      amount: '1.500000000000000001',
      asset: 'native',
    });
  });

  test('of a token that the person knows chooses it', () => {
    const link = `ethereum:${TOKEN}@31337/transfer?address=${RECIPIENT}&uint256=2500000`;
    expect(takeLink(store, link, KNOWN)).toBe(true);
    expect(store.getState().values).toMatchObject({ asset: TOKEN, amount: '2.5', recipient: RECIPIENT });
  });

  test('keeps an address as it is written, and says that it was taken over until that changes', () => {
    const written = RECIPIENT.toLowerCase();
    expect(store.getState().isTaken).toBe(false);
    takeLink(store, `ethereum:${written}@31337`, KNOWN);
    expect(store.getState()).toMatchObject({ isTaken: true, values: { recipient: written } });
    editRecipient(store, RECIPIENT);
    expect(store.getState().isTaken).toBe(false);
  });

  test.each([
    [`ethereum:${TOKEN}@1`, { problem: 'chain-unknown', chainId: 1 }],
    [
      `ethereum:${RECIPIENT}@31337/transfer?address=${TOKEN}&uint256=1`,
      { problem: 'token-unknown', token: RECIPIENT },
    ],
    ['hello', { problem: 'no-payment' }],
  ])('%s changes nothing, and says why', (link, linkTrouble) => {
    const before = store.getState().values;
    expect(takeLink(store, link, KNOWN)).toBe(false);
    expect(store.getState().values).toBe(before);
    expect(store.getState().linkTrouble).toEqual(linkTrouble);
  });
});
