// Asks the TEE for wallets. None of these rejects: failures stand in the store.
import { type WalletId, walletIdSchema } from '../../../tee-sim/protocol/bindings.ts';
import type { WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import { loadSection } from '../../app/section.ts';
import type { Tee } from '../../app/tee.ts';
import type { WalletsStores } from './wallets-store.ts';

/** Of so many it is asked who else has access: each is a request of its own. */
const ASKED_WALLETS = 12;

export function loadWallets(store: WalletsStores['list'], tee: Tee): Promise<void> {
  return loadSection(store, async () => {
    const { result } = await tee.invoke('LIST_WALLETS', {});
    return { ...result, others: await readOthers(tee, result.wallets) };
  });
}

async function readOthers(tee: Tee, wallets: readonly WalletSummary[]) {
  const others: Record<WalletId, readonly string[]> = {};
  for (const { walletId, binding } of wallets.slice(0, ASKED_WALLETS)) {
    const { bindings } = (await tee.invoke('LIST_BINDINGS', { walletId })).result;
    others[walletId] = bindings
      .filter(({ userId }) => userId !== binding.userId)
      .map(({ userName }) => userName);
  }
  return others;
}

/** What another wallet showed does not stay while this one is asked for. */
export function loadWallet(store: WalletsStores['open'], tee: Tee, walletId: WalletId): Promise<void> {
  if (store.getState().data?.wallet.walletId !== walletId) {
    store.setState({ data: undefined, change: { status: 'idle' } });
  }
  return loadSection(store, async () => {
    const [{ result: wallet }, { result: access }] = await Promise.all([
      tee.invoke('GET_WALLET', { walletId }),
      tee.invoke('LIST_BINDINGS', { walletId }),
    ]);
    return { ...wallet, bindings: access.bindings };
  });
}

/** Of an address of the page: anybody may write one. */
export function readWalletId(text: string | undefined): WalletId | undefined {
  return walletIdSchema.safeParse(text).data;
}
