import { afterEach, beforeEach, expect, test } from 'vitest';
import { gateOf } from '../../../../../renderer/app/account.ts';
import type { TeeConnection } from '../../../../../renderer/app/tee-connection.ts';
import { ownerRegistration } from '../../../../../renderer/screens/welcome/owner-registration.ts';
import { oneTimeCode, oneTimeStep } from '../../../../../tee-sim/authorization/one-time-code.ts';
import { FakeBridge } from '../../../../helpers/fake-bridge.ts';
import { fromBase32 } from '../../../../helpers/test-user.ts';
import { connectionOver, stateOf } from '../../fixture.ts';

let fake: FakeBridge;
let tee: TeeConnection;
beforeEach(async () => {
  fake = new FakeBridge();
  tee = connectionOver(fake);
  tee.start();
  await stateOf(tee, 'connected');
});
afterEach(() => fake.dispose());

const gate = () => gateOf(tee.store.getState().account);
const password = () => new TextEncoder().encode('correct horse battery');

/** What a person enters after everything was drawn. */
async function entries(change: { readonly oneTimeCode?: string } = {}) {
  const drawn = await ownerRegistration(tee).prepare('Ada');
  const step = oneTimeStep(fake.tee.machine.wall);
  return {
    name: 'Ada',
    oneTimeCode: oneTimeCode(fromBase32(drawn.oneTimeCodeSecret), step),
    checkedWords: drawn.wordsToCheck.map((place) => drawn.recoveryWords[place] ?? ''),
    typing: undefined,
    ...change,
  };
}

test('makes the owner and logs them in', async () => {
  const params = await entries();
  expect(await ownerRegistration(tee).register(params, password(), () => undefined)).toBe('registered');
  expect(gate()).toBe('open');
  expect(tee.store.getState().account?.user).toMatchObject({ name: 'Ada', role: 'device-owner' });
});

test('a wrong code registers nobody', async () => {
  const params = await entries({ oneTimeCode: '000000' });
  const registering = ownerRegistration(tee).register(params, password(), () => undefined);
  await expect(registering).rejects.toMatchObject({ reason: 'wrong-proof' });
  expect(gate()).toBe('set-up');
});

test('carried out just before the TEE died is found out, and the owner is logged in', async () => {
  const params = await entries();
  let asked = 0;
  fake.prepareAccident('dies-after', 20);
  const outcome = await ownerRegistration(tee).register(params, password(), () => {
    asked += 1;
  });
  expect([outcome, asked, gate()]).toEqual(['registered', 1, 'open']);
});

test('lost before the TEE died has to be prepared anew', async () => {
  const params = await entries();
  fake.prepareAccident('dies-before', 20);
  const registering = ownerRegistration(tee).register(params, password(), () => undefined);
  await expect(registering).rejects.toMatchObject({ reason: 'not-prepared' });
  expect(gate()).toBe('set-up');
});
