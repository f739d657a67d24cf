// Wallets: all of them, one of them, or a new one. Which, the address says.
import { useRouteParameter } from '../../app/routes.ts';
import { useViewFocus } from '../../ui/use-view-focus.ts';
import { ImportWallet } from './bring/import-wallet.tsx';
import { CreateWallet } from './create/create-wallet.tsx';
import { WalletDetail } from './detail/wallet-detail.tsx';
import { WalletList } from './wallet-list.tsx';
import { readWalletId } from './wallets-actions.ts';
import type { WalletsStores } from './wallets-store.ts';

export function WalletsScreen({ stores }: { stores: WalletsStores }) {
  const making = useRouteParameter('new');
  const walletId = readWalletId(useRouteParameter('wallet'));
  const view = making ?? walletId ?? 'all';
  useViewFocus(view);
  if (making === 'create') return <CreateWallet />;
  if (making === 'import') return <ImportWallet />;
  if (walletId !== undefined) return <WalletDetail key={walletId} stores={stores} walletId={walletId} />;
  return <WalletList stores={stores} />;
}
