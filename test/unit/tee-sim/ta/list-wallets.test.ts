import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { AccountKeys } from '../../../../tee-sim/authorization/account-keys.ts';
import { walletIdSchema } from '../../../../tee-sim/protocol/bindings.ts';
import { bytesToBase64Url } from '../../../../tee-sim/protocol/bytes.ts';
import { userIdSchema } from '../../../../tee-sim/protocol/factors.ts';
import { DatabaseStorage } from '../../../../tee-sim/storage/database-storage.ts';
import { importTestWallet } from '../../../helpers/wallets.ts';
import { Device, type Person } from './device.ts';
import { whileOff } from './stored-device.ts';

const MANY = 1_000;

let device: Device;
let bob: Person;
beforeAll(() => {
  device = new Device();
  bob = device.addUser('Bob');
});
afterAll(() => device.tee.dispose());
afterEach(() => vi.restoreAllMocks());

/** What listing costs in looks at storage, and what it shows. */
function list(by = device.owner) {
  const looks = (['get', 'scan', 'scanSound'] as const).map((name) =>
    vi.spyOn(DatabaseStorage.prototype, name),
  );
  const opened = vi.spyOn(AccountKeys.prototype, 'withWalletKey');
  const answer = device.plain('LIST_WALLETS', {}, { by });
  const counts = looks.map(({ mock }) => mock.calls.length);
  expect(opened).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  return { counts, wallets: (answer.body as { wallets: { name: string; walletId: string }[] }).wallets };
}

test('a thousand wallets are listed with as many looks at storage as one', () => {
  const walletId = importTestWallet(device.tee, device.owner.session);
  const one = list();
  expect(one.wallets).toHaveLength(1);
  const { people } = whileOff(device, [bob], (stored) => {
    const userId = userIdSchema.parse(device.owner.user.userId);
    const [wallet, binding] = [stored.wallets.find(walletId), stored.bindings.find(walletId, userId)];
    if (wallet === undefined || binding === undefined) throw new Error('unreachable');
    stored.write((tx) => {
      for (let i = 1; i < MANY; i += 1) {
        const id = walletIdSchema.parse(bytesToBase64Url(Uint8Array.of(i >> 8, i, ...new Uint8Array(14))));
        stored.wallets.put(tx, { ...wallet, walletId: id, name: `w${i}` }, userId);
        stored.bindings.put(tx, { ...binding, walletId: id, createdAtMs: binding.createdAtMs + i });
      }
    });
  });
  bob = people[0] ?? bob;
  const many = list();
  expect(many.wallets).toHaveLength(MANY);
  expect(many.counts).toEqual(one.counts);
  // In the order in which people came to have them.
  expect(many.wallets.at(-1)?.name).toBe(`w${MANY - 1}`);
  // And to who has none of them, none is shown.
  expect(list(bob).wallets).toEqual([]);
});
