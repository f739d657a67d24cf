// A device with its owner, who unlocked it in the window. Tests that use it mock the TEE's password parameters by
// `cheapPasswords`, or each unlocking takes a third of a second.
import { Authorized } from '../../../../renderer/app/authorized.ts';
import type { TeeConnection } from '../../../../renderer/app/tee-connection.ts';
import type { FakeBridge } from '../../../helpers/fake-bridge.ts';
import type { TestUser } from '../../../helpers/test-user.ts';
import { connectionOver, stateOf } from '../fixture.ts';

export interface OwnedDevice {
  readonly tee: TeeConnection;
  readonly authorized: Authorized;
  readonly owner: TestUser;
  /** Again, after the TEE restarted. */
  readonly unlock: (user?: TestUser) => Promise<void>;
  /** From now on the owner answers every question with two proofs. */
  readonly proveAlways: () => void;
  /** Somebody else, without any wallet. */
  readonly addUser: (name: string) => Promise<TestUser>;
}

export async function ownedDevice(fake: FakeBridge): Promise<OwnedDevice> {
  const { owner, session } = fake.tee.withOwner();
  const tee = connectionOver(fake);
  tee.start();
  await stateOf(tee, 'connected');
  const unlock = async (user = owner): Promise<void> => {
    const { factors, passwords } = user.proof(fake.tee.machine.wall, 'password');
    await tee.login(factors, passwords);
  };
  await unlock();
  const authorized = new Authorized(tee);
  const proveAlways = (): void => {
    authorized.store.subscribe(({ question }) => {
      if (question === undefined || question.isBusy) return;
      const proof = owner.proof(fake.tee.machine.wall, 'password', 'one-time-code');
      // As a person does: after the question was asked.
      setTimeout(() => authorized.answer(proof));
    });
  };
  return {
    tee,
    authorized,
    proveAlways,
    owner,
    unlock,
    // The owner proved to be there just now.
    addUser: async (name) => fake.tee.register(session, { name, by: 'REGISTER_USER' }),
  };
}
