// Wallets, who may do what with each, and how much of today's limits is used.
import { goTo } from '../../app/routes.ts';
import { SectionBody, SectionHead } from '../../app/section-parts.tsx';
import { useLoad } from '../../app/use-section.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { DamagedWallets } from '../../ui/damaged-wallets.tsx';
import { loadWallets } from './load-actions.ts';
import type { SecurityStores } from './security-store.ts';
import { WalletCard } from './wallet-card.tsx';

type Store = SecurityStores['wallets'];

export function WalletsSection({ store }: { store: Store }) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  useLoad(store, loadWallets);
  return (
    <>
      <SectionHead title={texts.title} lead={texts.lead}>
        <Button small onPress={() => goTo('wallets')}>
          {texts.toWallets}
        </Button>
      </SectionHead>
      <SectionBody store={store}>
        {(data) => (
          <>
            <DamagedWallets {...data} />
            {data.wallets.length + data.damaged.length === 0 ? (
              <Blank icon="wallet" title={texts.emptyTitle}>
                {texts.emptyText}
              </Blank>
            ) : null}
            {data.wallets.map((wallet) => (
              <WalletCard
                key={wallet.walletId}
                store={store}
                wallet={wallet}
                bindings={data.bindings[wallet.walletId] ?? []}
                users={data.users}
              />
            ))}
          </>
        )}
      </SectionBody>
    </>
  );
}
