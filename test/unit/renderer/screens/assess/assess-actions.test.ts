import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import type { Asked } from '../../../../../renderer/behaviour/use-observed-form.ts';
import {
  editPayment,
  loadLatest,
  submitPayment,
} from '../../../../../renderer/screens/assess/assess-actions.ts';
import {
  type AssessStatus,
  type AssessStore,
  createAssessStore,
} from '../../../../../renderer/screens/assess/assess-store.ts';
import type { SessionCommand } from '../../../../../tee-sim/client/tee-client.ts';
import type { Features } from '../../../../../tee-sim/protocol/features.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { stateOf } from '../../fixture.ts';
import { type OwnedDevice, ownedDevice } from '../with-owner.ts';

const RECIPIENT = '0x52908400098527886E0F7030069857D2E4169EE7';
const FEATURES: Features = {
  typing: { holdMs: [80, 95, 70], flightMs: [120, 180], corrections: 1 },
  entry: { recipient: 'typed', amount: 'typed' },
  localHour: 14,
};
const TYPED = { recipient: RECIPIENT, amount: '0.25', note: 'rent' };

vi.mock('../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let tee: TeeConnection;
let store: AssessStore;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  tee = device.tee;
  store = createAssessStore();
  editPayment(store, TYPED);
});
afterEach(() => fake.dispose());

const assess = (): Promise<Asked> =>
  submitPayment(
    store,
    { tee, isDeviceOwner: true },
    () => FEATURES,
    () => performance.now(),
  );

/** The TEE dies meanwhile; when it is back, the owner unlocks it. */
async function assessAndUnlock(): Promise<void> {
  const done = assess();
  await stateOf(tee, 'restarting');
  await stateOf(tee, 'connected');
  await device.unlock();
  await done;
}

/** Every status that the store goes through from now on. */
function statuses(): AssessStatus['status'][] {
  const seen: AssessStatus['status'][] = [];
  store.subscribe(({ run }, before) => {
    if (run !== before.run) seen.push(run.status);
  });
  return seen;
}

describe('an assessment', () => {
  test('shows the verified answer, what was sent, and the rows of the log', async () => {
    const seen = statuses();
    expect(await assess()).toBe('asked');
    expect(seen).toEqual(['busy', 'idle']);
    const { assessed, latest, values } = store.getState();
    expect(assessed?.features).toEqual(FEATURES);
    expect(assessed?.assessment.factors.map(({ rule }) => rule)).toContain('first-payment-to-address');
    expect(assessed?.exchange?.steps.some(({ side }) => side === 'tee')).toBe(true);
    expect(assessed?.totalMs).toBeGreaterThan(0);
    expect(latest[0]).toMatchObject({ id: assessed?.logId, kind: 'assessment', features: 'stored' });
    expect(values).toMatchObject(TYPED);
  });

  test('stores exactly what was typed and sent', async () => {
    await assess();
    const logId = store.getState().assessed?.logId;
    if (logId === undefined) throw new Error('nothing was assessed');
    const { result } = await tee.invoke('GET_RISK_LOG', { logId });
    expect(result.features).toEqual(FEATURES);
    expect(JSON.parse(result.record)).toMatchObject({
      payment: { to: RECIPIENT, amountWei: '250000000000000000', note: 'rent' },
    });
  });

  test('is not sent while the form has problems', async () => {
    editPayment(store, { amount: '1,5' });
    const before = fake.calls.length;
    expect(await assess()).toBe('has-problems');
    expect(fake.calls).toHaveLength(before);
    expect(store.getState()).toMatchObject({ attempted: true, run: { status: 'idle' } });
  });

  test('is not sent twice by pressing twice', async () => {
    const first = assess();
    expect(await assess()).toBe('under-way');
    await first;
    expect(store.getState().latest.filter(({ kind }) => kind === 'assessment')).toHaveLength(1);
  });

  test('that the TEE cannot take now is a failure with its reason; the form stays', async () => {
    fake.answerWith = (call) =>
      call === 'tee.invoke'
        ? { ok: false, error: { code: 'BUSY', origin: 'COMMS', reason: 'tee-queue-full' } }
        : undefined;
    await assess();
    const { assessed, run, values } = store.getState();
    expect(run).toEqual({
      status: 'failed',
      failure: { code: 'BUSY', origin: 'COMMS', reason: 'tee-queue-full' },
    });
    expect(assessed).toBeUndefined();
    expect(values).toMatchObject(TYPED);
  });
});

describe('a lost answer', () => {
  test('of a request that was carried out is found again after the restart', async () => {
    const seen = statuses();
    fake.prepareAccident('dies-after', 20);
    await assessAndUnlock();
    expect(seen).toEqual(['busy', 'unknown', 'idle']);
    const { assessed, latest, values } = store.getState();
    expect(assessed?.exchange).toBeUndefined();
    expect(assessed?.totalMs).toBeUndefined();
    expect(assessed?.features).toEqual(FEATURES);
    expect(latest.filter(({ kind }) => kind === 'assessment').map(({ id }) => id)).toEqual([assessed?.logId]);
    expect(values).toMatchObject(TYPED);
  });

  test('of a request that never arrived is said not to have been carried out; it can be sent again', async () => {
    const seen = statuses();
    fake.prepareAccident('dies-before', 20);
    await assessAndUnlock();
    expect(seen).toEqual(['busy', 'unknown', 'not-carried-out']);
    expect(store.getState().run).toMatchObject({ failure: { reason: 'operation-unknown' } });
    expect(store.getState().assessed).toBeUndefined();
    expect(store.getState().values).toMatchObject(TYPED);
    await assess();
    expect(store.getState().latest.filter(({ kind }) => kind === 'assessment')).toHaveLength(1);
  });

  test('keeps the form closed to a second request while the first is not known', async () => {
    fake.prepareAccident('dies-after');
    const lost = assess();
    await stateOf(tee, 'restarting');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.getState().run.status).toBe('unknown');
    expect(await assess()).toBe('under-way');
    fake.restart();
    await stateOf(tee, 'connected');
    await device.unlock();
    await lost;
    expect(store.getState().latest.filter(({ kind }) => kind === 'assessment')).toHaveLength(1);
  });

  test('is still asked for when the TEE dies once more before it tells', async () => {
    fake.prepareAccident('dies-after', 20);
    const lost = assess();
    await stateOf(tee, 'restarting');
    await stateOf(tee, 'connected');
    fake.die();
    await new Promise((resolve) => setTimeout(resolve, 20));
    fake.restart();
    await stateOf(tee, 'connected');
    await device.unlock();
    await lost;
    expect(store.getState().assessed?.logId).toBeDefined();
  });
});

describe('a disk that is full', () => {
  const head = () => join(fake.tee.dataDir, 'head');

  /** Nobody can write over a folder, whoever runs the test. */
  function blockHead(): void {
    renameSync(head(), `${head()}.kept`);
    mkdirSync(join(head(), 'in the way'), { recursive: true });
  }

  function unblockHead(): void {
    rmSync(head(), { recursive: true });
    renameSync(`${head()}.kept`, head());
  }

  test('only after the commit: the payment was assessed, and that is what is shown; once', async () => {
    const seen = statuses();
    blockHead();
    await assess();
    expect(seen).toEqual(['busy', 'unknown', 'idle']);
    expect(store.getState().assessed?.logId).toBeDefined();
    unblockHead();
    await loadLatest(store, tee);
    expect(store.getState().latest.filter(({ kind }) => kind === 'assessment')).toHaveLength(1);
  });

  test('before it: not carried out, and why', async () => {
    blockHead();
    await assess();
    // A head that is still owed comes first, so this one is not begun.
    const seen = statuses();
    await assess();
    expect(seen).toEqual(['busy', 'unknown', 'not-carried-out']);
    expect(store.getState().run).toMatchObject({ failure: { code: 'STORAGE_NOT_AVAILABLE' } });
    unblockHead();
    await assess();
    expect(store.getState().latest.filter(({ kind }) => kind === 'assessment')).toHaveLength(2);
  });
});

test('a newest row that does not hold is kept by its number, and forgotten once it holds again', async () => {
  const { result, ...rest } = await tee.invoke('LIST_RISK_LOGS', { limit: 5 });
  const answer = (damaged: readonly number[]) =>
    ({ invoke: async () => ({ ...rest, result: { ...result, damaged } }) }) as unknown as TeeConnection;
  await loadLatest(store, answer([7]));
  expect(store.getState()).toMatchObject({ latest: result.rows, latestDamaged: [7] });
  await loadLatest(store, answer([]));
  expect(store.getState().latestDamaged).toEqual([]);
});

test('rows that cannot be loaded leave those that are shown', async () => {
  await assess();
  const before = store.getState().latest;
  fake.die();
  await loadLatest(store, tee);
  expect(store.getState().latest).toBe(before);
});

test('who does not own the device is not shown its log, nor is it asked for', async () => {
  const asked: string[] = [];
  const watched = new Proxy(tee, {
    get: (target, name) =>
      name === 'invoke'
        ? (command: SessionCommand, ...rest: [never]) => {
            asked.push(command);
            return target.invoke(command, ...rest);
          }
        : Reflect.get(target, name),
  });
  await submitPayment(
    store,
    { tee: watched, isDeviceOwner: false },
    () => FEATURES,
    () => 0,
  );
  expect(asked).toEqual(['ASSESS_PAYMENT']);
});
