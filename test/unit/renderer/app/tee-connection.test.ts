import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TeeConnection } from '../../../../renderer/app/tee-connection.ts';
import type { InvokeError } from '../../../../tee-sim/client/errors.ts';
import { operationIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { FakeBridge } from '../../../helpers/fake-bridge.ts';
import type { TestUser } from '../../../helpers/test-user.ts';
import { connectionOver, MemoryStorage, stateOf } from '../fixture.ts';

const PIN = 'airaccount.pin';
const SOME_DEVICE = { deviceIdentity: `04${'bb'.repeat(64)}`, tee: '01'.repeat(32), client: '02'.repeat(32) };

/** Every state that the connection goes through from now on. */
function states(tee: TeeConnection): string[] {
  const seen: string[] = [];
  tee.store.subscribe(({ connection }) => seen.push(connection.state));
  return seen;
}

let fake: FakeBridge;
let storage: MemoryStorage;
let owner: TestUser;
beforeEach(() => {
  fake = new FakeBridge();
  storage = new MemoryStorage();
  const device = fake.tee.withOwner();
  owner = device.owner;
  fake.tee.mustCall('CLOSE_SESSION', {}, { session: device.session });
});
afterEach(() => fake.dispose());

async function connected(): Promise<TeeConnection> {
  const tee = connectionOver(fake, storage);
  tee.start();
  await stateOf(tee, 'connected');
  return tee;
}

async function logIn(tee: TeeConnection): Promise<void> {
  const { factors, passwords } = owner.proof(fake.tee.machine.wall, 'password');
  await tee.login(factors, passwords);
}

/** Connected, and the owner at the keyboard. */
async function unlocked(): Promise<TeeConnection> {
  const tee = await connected();
  await logIn(tee);
  return tee;
}

function changePin(change: Record<string, string>): void {
  const pin = JSON.parse(storage.getItem(PIN) ?? '') as Record<string, string>;
  storage.setItem(PIN, JSON.stringify({ ...pin, ...change }));
}

describe('connecting', () => {
  test('attests, pins on first use, opens a session', async () => {
    const tee = connectionOver(fake, storage);
    tee.start();
    const { view } = await stateOf(tee, 'connected');
    expect(view.firstUse).toBe(true);
    expect(storage.getItem(PIN)).toContain(view.deviceIdentity);
    await expect(tee.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'login-required', layer: 2 });
    await logIn(tee);
    const { result } = await tee.invoke('GET_STATUS', {});
    expect(result.sessions).toBe(1);
  });

  test('the pin of an earlier run is not a first use again', async () => {
    await connected();
    const again = await connected();
    const { view } = await stateOf(again, 'connected');
    expect(view.firstUse).toBe(false);
  });

  test('waits while the TEE starts, and connects when it is ready', async () => {
    fake.emit({ state: 'starting' });
    const tee = connectionOver(fake, storage);
    tee.start();
    await expect(tee.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'not-attested' });
    expect(fake.calls).not.toContain('tee.invoke');
    fake.emit({ state: 'ready', starts: 1 });
    await stateOf(tee, 'connected');
  });

  test('sends nothing to an unattested TEE, and says why it is', async () => {
    fake.emit({ state: 'unattested', code: 'MAC_INVALID', reason: 'wrong-master-key' });
    const tee = connectionOver(fake, storage);
    tee.start();
    const { failure } = await stateOf(tee, 'unattested');
    expect(failure).toMatchObject({ code: 'MAC_INVALID', reason: 'wrong-master-key' });
    expect(fake.calls.filter((call) => call !== 'tee.status' && call !== 'app.info')).toEqual([]);
  });

  test('a main process that answers nonsense is a failure that can be tried again', async () => {
    fake.answerWith = (call) => (call === 'app.info' ? { ok: true, value: { version: 7 } } : undefined);
    const tee = connectionOver(fake, storage);
    tee.start();
    const { failure } = await stateOf(tee, 'failed');
    expect(failure.code).toBe('COMMUNICATION');
    fake.answerWith = undefined;
    await tee.verifyAgain();
    await stateOf(tee, 'connected');
  });
});

describe('a TEE that restarts', () => {
  test('is attested anew, with a new boot id, and a new session', async () => {
    const tee = await unlocked();
    const first = (await stateOf(tee, 'connected')).view.bootId;
    fake.die();
    await stateOf(tee, 'restarting');
    fake.restart();
    const { view } = await stateOf(tee, 'connected');
    expect(view.bootId).not.toBe(first);
    // Nobody is logged in again silently.
    await expect(tee.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'login-required' });
    await logIn(tee);
    await tee.invoke('GET_STATUS', {});
  });

  test('a session that the TEE forgot is replaced, and the failed request is not repeated', async () => {
    const tee = await unlocked();
    fake.tee.shutDown();
    fake.tee.boot();
    await expect(tee.invoke('GET_STATUS', {})).rejects.toMatchObject({ code: 'TARGET_DEAD' });
    await stateOf(tee, 'connected');
    await logIn(tee);
    await tee.invoke('GET_STATUS', {});
  });

  test('waiting for a connection ends when it is there, or when nobody waits any more', async () => {
    const tee = await connected();
    fake.die();
    const waiting = tee.whenOpen(new AbortController().signal);
    const given = new AbortController();
    const givenUp = tee.whenOpen(given.signal);
    given.abort();
    expect(await givenUp).toBe(false);
    fake.restart();
    await stateOf(tee, 'connected');
    await logIn(tee);
    expect(await waiting).toBe(true);
  });
});

describe('a session that ended while nobody used it', () => {
  const PAYMENT = { chainId: 1, to: `0x${'11'.repeat(20)}`, amountWei: '1000', note: '' };
  const assess = (tee: TeeConnection) => tee.invoke('ASSESS_PAYMENT', { payment: PAYMENT });
  const assessments = async (tee: TeeConnection) =>
    (await tee.invoke('LIST_RISK_LOGS', { limit: 50 })).result.rows.filter(
      ({ kind }) => kind === 'assessment',
    );

  test('is replaced unseen; nobody is logged in, and the payment is assessed once when somebody is', async () => {
    const tee = await unlocked();
    fake.tee.advance(15 * 60_000);
    const seen = states(tee);
    const error = await assess(tee).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ reason: 'login-required', layer: 2 });
    expect(seen).not.toContain('connecting');
    await logIn(tee);
    const { operationId } = (error as InvokeError).exchange ?? {};
    expect(operationId).toBeDefined();
    const { result } = await tee.invoke('ASSESS_PAYMENT', { payment: PAYMENT }, { operationId });
    expect((await assessments(tee)).map(({ id }) => id)).toEqual([result.logId]);
  });

  test('is replaced for reading too, once for all who read at the same time', async () => {
    const tee = await unlocked();
    fake.tee.advance(15 * 60_000);
    const reads = [1, 2, 3].map(() => tee.invoke('GET_STATUS', {}));
    for (const { status } of await Promise.allSettled(reads)) expect(status).toBe('rejected');
    await logIn(tee);
    expect((await tee.invoke('GET_STATUS', {})).result.sessions).toBe(1);
    await tee.findOutcome(operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ'));
  });

  test('repeats the same operation, not a second one', async () => {
    const tee = await unlocked();
    const operationId = operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAg');
    const once = () => tee.invoke('ASSESS_PAYMENT', { payment: PAYMENT }, { operationId });
    const first = await once();
    fake.tee.advance(15 * 60_000);
    await expect(once()).rejects.toMatchObject({ reason: 'login-required' });
    await logIn(tee);
    expect((await once()).result).toEqual(first.result);
    expect(await assessments(tee)).toHaveLength(1);
  });

  test('and cannot be replaced: what stands in the way is said, and nothing was carried out', async () => {
    const tee = await unlocked();
    fake.tee.advance(15 * 60_000);
    let invokes = 0;
    fake.answerWith = (call) => {
      if (call !== 'tee.invoke') return undefined;
      invokes += 1;
      const busy = { code: 'BUSY', origin: 'COMMS', reason: 'tee-queue-full' };
      // The first two are the request: under a key of an epoch that ended, then in a session that did.
      return invokes > 2 ? { ok: false, error: busy } : undefined;
    };
    const error = await assess(tee).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'BUSY', reason: 'tee-queue-full' });
    expect((error as InvokeError).unknownOperation).toBeDefined();
    fake.answerWith = undefined;
    await tee.verifyAgain();
    await logIn(tee);
    expect(await assessments(tee)).toEqual([]);
  });
});

describe('a TEE that is refused', () => {
  test('for another program than the built-in one: nothing is sent, and no confirmation is offered', async () => {
    const tee = connectionOver(fake, storage, 'ee'.repeat(32));
    tee.start();
    const { candidate, newDevice, failure, mismatches } = await stateOf(tee, 'refused');
    expect(failure.reason).toBe('attestation-measurement');
    expect([candidate, newDevice]).toEqual([undefined, undefined]);
    expect(mismatches).toEqual([
      { subject: 'tee', against: 'build', found: '01'.repeat(32), expected: 'ee'.repeat(32) },
    ]);
    await expect(tee.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'not-attested' });
    expect(fake.calls).not.toContain('tee.invoke');
    await tee.confirmUpdate();
    await tee.trustNewDevice(SOME_DEVICE);
    expect(tee.store.getState().connection.state).toBe('refused');
    expect(storage.getItem(PIN)).toBeNull();
  });

  test('after an update is trusted once the owner confirms, and from then on', async () => {
    await connected();
    changePin({ tee: 'aa'.repeat(32) });
    const tee = connectionOver(fake, storage);
    tee.start();
    const { candidate } = await stateOf(tee, 'refused');
    expect(candidate?.tee).toBe('01'.repeat(32));
    await tee.confirmUpdate();
    await stateOf(tee, 'connected');
    expect(storage.getItem(PIN)).toContain('01'.repeat(32));
    await connected();
  });

  test('for another device stops everything until the owner trusts the new one', async () => {
    await connected();
    changePin({ deviceIdentity: `04${'bb'.repeat(64)}` });
    const tee = connectionOver(fake, storage);
    tee.start();
    const { failure, mismatches, newDevice } = await stateOf(tee, 'refused');
    expect(failure.reason).toBe('attestation-pin');
    expect(mismatches[0]).toMatchObject({
      subject: 'device-identity',
      expected: SOME_DEVICE.deviceIdentity,
      found: newDevice?.deviceIdentity,
    });
    await tee.confirmUpdate();
    await tee.verifyAgain();
    expect(tee.store.getState().connection.state).toBe('refused');
    await tee.trustNewDevice(newDevice ?? SOME_DEVICE);
    const { view } = await stateOf(tee, 'connected');
    expect(view.deviceIdentity).toBe(newDevice?.deviceIdentity);
  });

  test('is shown, and not trusted, when it is another one than the owner was shown', async () => {
    await connected();
    changePin({ deviceIdentity: `04${'cc'.repeat(64)}` });
    const tee = connectionOver(fake, storage);
    tee.start();
    const { newDevice } = await stateOf(tee, 'refused');
    const pinned = storage.getItem(PIN);
    await tee.trustNewDevice(SOME_DEVICE);
    expect(tee.store.getState().connection).toMatchObject({ state: 'refused', newDevice });
    expect(storage.getItem(PIN)).toBe(pinned);
  });

  test('a pin that cannot be read is refused, not taken for a first use', async () => {
    storage.setItem(PIN, '{"deviceIdentity":');
    const tee = connectionOver(fake, storage);
    tee.start();
    const { failure, newDevice } = await stateOf(tee, 'refused');
    expect(failure.reason).toBe('attestation-pin');
    expect(storage.getItem(PIN)).toBe('{"deviceIdentity":');
    await tee.trustNewDevice(newDevice ?? SOME_DEVICE);
    await stateOf(tee, 'connected');
  });

  test('during a session: the session is over and nothing more is sent', async () => {
    const tee = await connected();
    changePin({ deviceIdentity: `04${'bb'.repeat(64)}` });
    await tee.verifyAgain();
    expect(tee.store.getState().connection.state).toBe('refused');
    const sent = fake.calls.filter((call) => call === 'tee.invoke').length;
    await expect(tee.invoke('GET_STATUS', {})).rejects.toMatchObject({ reason: 'not-attested' });
    expect(fake.calls.filter((call) => call === 'tee.invoke')).toHaveLength(sent);
  });
});

describe('verify again', () => {
  test('brings a fresh attestation of the same boot and keeps the session', async () => {
    const tee = await unlocked();
    const before = await stateOf(tee, 'connected');
    await tee.verifyAgain();
    const after = await stateOf(tee, 'connected');
    expect(after.view.signed.payload).not.toBe(before.view.signed.payload);
    expect(after.view.bootId).toBe(before.view.bootId);
    const { result } = await tee.invoke('GET_STATUS', {});
    expect(result.sessions).toBe(1);
  });
});

test('fingerprints are SM3 of the identity key', async () => {
  const tee = await connected();
  const { view } = await stateOf(tee, 'connected');
  expect(tee.fingerprintOf(view.deviceIdentity)).toBe(view.deviceFingerprint);
});

test('closing ends the session at the TEE', async () => {
  const tee = await unlocked();
  await tee.close();
  const next = await unlocked();
  const { result } = await next.invoke('GET_STATUS', {});
  expect(result.sessions).toBe(1);
});
