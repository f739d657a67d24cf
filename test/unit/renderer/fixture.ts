// A connection over the fake bridge, and what tests of the renderer wait for.

import { checkedBridge } from '../../../renderer/app/bridge.ts';
import type { Connection } from '../../../renderer/app/connection-state.ts';
import { TeeConnection } from '../../../renderer/app/tee-connection.ts';
import { nobleEngine } from '../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../tee-sim/crypto/random.ts';
import { type FakeBridge, TEE_MEASUREMENT } from '../../helpers/fake-bridge.ts';

export class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

export function connectionOver(
  fake: FakeBridge,
  storage = new MemoryStorage(),
  builtInTeeMeasurement = TEE_MEASUREMENT,
): TeeConnection {
  return new TeeConnection({
    bridge: checkedBridge(fake.bridge),
    engine: nobleEngine,
    random: randomBytes,
    storage,
    builtInTeeMeasurement,
    monotonicNowMs: () => performance.now(),
    wallNowMs: () => 1_800_000_000_000,
  });
}

/** Resolves with the first state of that name, now or later. */
export function stateOf<S extends Connection['state']>(
  tee: TeeConnection,
  state: S,
): Promise<Extract<Connection, { state: S }>> {
  return new Promise((resolve) => {
    const look = (connection: Connection): boolean => {
      if (connection.state !== state) return false;
      resolve(connection as Extract<Connection, { state: S }>);
      return true;
    };
    if (look(tee.store.getState().connection)) return;
    const unsubscribe = tee.store.subscribe(({ connection }) => {
      if (look(connection)) unsubscribe();
    });
  });
}
