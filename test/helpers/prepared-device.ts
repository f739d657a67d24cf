// A data folder in which an owner, a second user and a limited wallet are already there, for a TEE in its own process.
// The file that uses it mocks passwords to be cheap: their parameters are stored, so the other process is quick too.
import { argon2idKdf } from '../../tee-sim/authorization/password.ts';
import { operationId, TestTee, WINDOW_MEASUREMENT } from './tee-in-process.ts';
import type { TestUser } from './test-user.ts';

export interface PreparedDevice {
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
  readonly clientMeasurement: Uint8Array;
  /** For a TEE that boots now, so that its clock stands a little later than the last row. */
  readonly clockOffsetMs: number;
  readonly owner: TestUser;
  readonly bob: TestUser;
  readonly walletId: string;
  dispose(): void;
}

export function prepareDevice(limit: { perTransaction: string; perDay: string }): PreparedDevice {
  const tee = new TestTee({}, argon2idKdf);
  const { owner, session } = tee.withOwner();
  const bob = tee.register(session, { name: 'Bob', by: 'REGISTER_USER' });
  const { walletId } = tee.createWallet(session);
  const limits = [{ chainId: 1, asset: 'native', ...limit }];
  const terms = { type: 'Owner', permissions: ['READ', 'SIGN', 'MANAGE'], limits };
  const proof = tee.twoFactors(owner);
  const params = { walletId, userId: owner.userId, terms };
  tee.mustCall('PUT_BINDING', params, { session, operationId: operationId(), proof });
  tee.shutDown();
  const { dataDir, masterKey, machine } = tee;
  return {
    dataDir,
    masterKey,
    clientMeasurement: WINDOW_MEASUREMENT,
    clockOffsetMs: machine.wall + 60_000 - Date.now(),
    owner,
    bob,
    walletId,
    dispose: () => tee.dispose(),
  };
}
