// What lies in a device's files, read with its master key while the TEE is off; then everyone is logged in again.
import { BindingStore } from '../../../../tee-sim/authorization/bindings.ts';
import { UserStore } from '../../../../tee-sim/authorization/users.ts';
import { WalletStore } from '../../../../tee-sim/authorization/wallets.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { openStorage } from '../../../../tee-sim/storage/open.ts';
import type { SecureStorage, Transaction } from '../../../../tee-sim/storage/storage.ts';
import { quickKdf } from '../../../helpers/tee-in-process.ts';
import type { Device, Person } from './device.ts';

export class Stored {
  readonly storage: SecureStorage;
  readonly bindings: BindingStore;
  readonly wallets: WalletStore;
  readonly users: UserStore;

  constructor(storage: SecureStorage) {
    this.storage = storage;
    this.bindings = new BindingStore(storage);
    this.wallets = new WalletStore(storage);
    const services = { engine: nobleEngine, random: randomBytes, kdf: quickKdf, runningMs: () => 0 };
    this.users = new UserStore({ storage, ...services });
  }

  /** One transaction with some log row. */
  write(work: (tx: Transaction) => void): void {
    const atMs = this.storage.lastLogAtMs;
    const log = { userId: 'test', kind: 'wallet', atMs, record: utf8ToBytes('{}') } as const;
    this.storage.write((tx) => ({ log, value: work(tx) }));
  }
}

export function whileOff<T>(
  device: Device,
  people: readonly Person[],
  work: (stored: Stored) => T,
): { people: Person[]; value: T } {
  const { tee } = device;
  tee.shutDown();
  const { dataDir, masterKey } = tee;
  const storage = openStorage({ dataDir, masterKey, engine: nobleEngine, suite: 2, random: randomBytes });
  try {
    const value = work(new Stored(storage));
    storage.close();
    tee.boot();
    const login = ({ user }: Person) => ({ user, session: tee.login(tee.openSession(), user) });
    Object.assign(device, { owner: login(device.owner) });
    return { people: people.map(login), value };
  } finally {
    storage.close();
  }
}
