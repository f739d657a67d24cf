// Asks the TEE for what each section shows. None of them rejects: failures stand in the section's store.
import type { BindingSummary, WalletId } from '../../../tee-sim/protocol/bindings.ts';
import { loadSection } from '../../app/section.ts';
import type { Tee } from '../../app/tee.ts';
import type { SecurityStores, WalletsData } from './security-store.ts';

export function loadAccount(store: SecurityStores['account'], tee: Tee): Promise<void> {
  return loadSection(store, async () => (await tee.invoke('GET_ACCOUNT', {})).result);
}

/** This session first, then the latest used. */
export function loadSessions(store: SecurityStores['sessions'], tee: Tee): Promise<void> {
  return loadSection(store, async () => {
    const { sessions } = (await tee.invoke('LIST_SESSIONS', {})).result;
    return [...sessions].sort(
      (a, b) => Number(b.current) - Number(a.current) || b.lastUsedAtMs - a.lastUsedAtMs,
    );
  });
}

export function loadPeople(store: SecurityStores['people'], tee: Tee): Promise<void> {
  return loadSection(store, async () => (await tee.invoke('LIST_USERS', {})).result.users);
}

/** Those that still have access first. */
export function loadClients(store: SecurityStores['clients'], tee: Tee): Promise<void> {
  return loadSection(store, async () => {
    const { clients } = (await tee.invoke('LIST_CLIENTS', {})).result;
    const isRevoked = (client: (typeof clients)[number]) => Number(client.revokedAtMs !== undefined);
    return [...clients].sort((a, b) => isRevoked(a) - isRevoked(b) || a.registeredAtMs - b.registeredAtMs);
  });
}

export function loadWallets(store: SecurityStores['wallets'], tee: Tee): Promise<void> {
  return loadSection(store, () => readWallets(tee));
}

async function readWallets(tee: Tee): Promise<WalletsData> {
  const [listed, { users }] = await Promise.all([
    tee.invoke('LIST_WALLETS', {}).then(({ result }) => result),
    tee.invoke('LIST_USERS', {}).then(({ result }) => result),
  ]);
  const bindings: Record<WalletId, readonly BindingSummary[]> = {};
  for (const { walletId } of listed.wallets) {
    bindings[walletId] = (await tee.invoke('LIST_BINDINGS', { walletId })).result.bindings;
  }
  return { ...listed, bindings, users };
}

/** The policy in force. */
export function loadPolicy(store: SecurityStores['policy'], tee: Tee): Promise<void> {
  return loadSection(store, async () => (await tee.invoke('GET_POLICY', {})).result);
}

export function loadPolicyVersion(store: SecurityStores['policy'], tee: Tee, version: number): Promise<void> {
  return loadSection(store, async () => (await tee.invoke('GET_POLICY', { version })).result);
}
