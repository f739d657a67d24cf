// One wallet: its accounts, who has access, its backup.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { WalletId } from '../../../../tee-sim/protocol/bindings.ts';
import type { WalletSummary } from '../../../../tee-sim/protocol/wallets.ts';
import { useServedUser } from '../../../app/role.ts';
import { goTo, routeAddress } from '../../../app/routes.ts';
import { forgetChange } from '../../../app/section.ts';
import { ChangeNotice, SectionBody } from '../../../app/section-parts.tsx';
import { useConnection, useTee } from '../../../app/tee-context.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Blank } from '../../../ui/blank.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Identicon } from '../../../ui/identicon.tsx';
import { useViewFocus } from '../../../ui/use-view-focus.ts';
import { OwnLimits, WalletBadges, WalletList } from '../wallet-list.tsx';
import { loadWallet } from '../wallets-actions.ts';
import type { OpenWallet, WalletsStores } from '../wallets-store.ts';
import { AccountList } from './account-list.tsx';
import { AccountPanel } from './account-panel.tsx';
import { BackupCard } from './backup-card.tsx';
import { BalancesCard } from './balances-card.tsx';
import { DeriveDialog } from './derive-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { SignLinks } from './sign-links.tsx';
import { rightsOf, type WalletRights } from './wallet-rights.ts';

interface WalletDetailProps {
  readonly stores: WalletsStores;
  readonly walletId: WalletId;
}

export function WalletDetail({ stores, walletId }: WalletDetailProps) {
  const { m } = useI18n();
  const { list, data, change } = useStore(stores.open);
  useLoadWallet(stores, walletId);
  const isGone = list.status === 'failed' && list.failure.reason === 'unknown-wallet';
  const isRemoved = change.status === 'done' && change.command === 'DELETE_WALLET';
  useViewFocus(isRemoved ? 'removed' : 'wallet');
  if (isRemoved) return <WalletList stores={stores} notice={<ChangeNotice change={change} />} />;
  return (
    <>
      <nav className="back" aria-label={m.wallets.backLabel}>
        <a href={routeAddress('wallets')}>← {m.wallets.detail.all}</a>
      </nav>
      {isGone ? (
        <>
          <h1 className="visually-hidden">{m.wallets.title}</h1>
          <ChangeNotice change={change} />
          <Blank icon="wallet" level={2} title={m.wallets.gone}>
            {m.wallets.goneText}
          </Blank>
        </>
      ) : (
        <>
          {data === undefined ? <h1 className="visually-hidden">{m.wallets.title}</h1> : null}
          <SectionBody store={stores.open}>{(open) => <Content stores={stores} open={open} />}</SectionBody>
        </>
      )}
    </>
  );
}

function useLoadWallet(stores: WalletsStores, walletId: WalletId): void {
  const tee = useTee();
  const { state } = useConnection();
  const userId = useServedUser();
  // What became of an earlier visit's change has been read.
  useEffect(() => forgetChange(stores.open), [stores]);
  useEffect(() => {
    if (state === 'connected' && userId !== undefined) void loadWallet(stores.open, tee, walletId);
  }, [stores, tee, state, userId, walletId]);
}

type Asking = 'rename' | 'derive' | undefined;

function Content({ stores, open }: { stores: WalletsStores; open: OpenWallet }) {
  const { m, format } = useI18n();
  const texts = m.wallets.detail;
  const [asking, setAsking] = useState<Asking>();
  const [accountIndex, setAccountIndex] = useState<number>();
  const { wallet, accounts } = open;
  const rights = rightsOf(wallet);
  const opened = accounts.find(({ index }) => index === accountIndex);
  const close = (): void => setAsking(undefined);
  const openAccount = (index: number): void => {
    // What it says of an earlier change is not about this account.
    forgetChange(stores.open);
    setAccountIndex(index);
  };
  return (
    <>
      <Head
        wallet={wallet}
        rights={rights}
        onReceive={() => openAccount(wallet.firstAccount.index)}
        onRename={() => setAsking('rename')}
      />
      <section className="card stack" aria-labelledby="accounts-title">
        <div className="card-head card-head-last">
          <div>
            <h2 id="accounts-title">{texts.accountsTitle}</h2>
            <p className="card-lead">
              {m.wallets.accounts(accounts.length, format.integer(accounts.length))}
            </p>
          </div>
          {rights.manages && wallet.source === 'phrase' ? (
            <Button small onPress={() => setAsking('derive')}>
              <Icon name="plus" />
              {texts.derive}
            </Button>
          ) : null}
        </div>
        <AccountList
          label={texts.accountsTitle}
          accounts={accounts}
          onOpen={({ index }) => openAccount(index)}
        />
      </section>
      <BalancesCard stores={stores} accounts={accounts} />
      <AccessCard open={open} />
      {rights.owns ? <BackupCard stores={stores} wallet={wallet} /> : null}
      <AccountPanel
        stores={stores}
        wallet={wallet}
        rights={rights}
        account={opened}
        onClose={() => setAccountIndex(undefined)}
      />
      {asking === 'rename' ? <RenameDialog stores={stores} wallet={wallet} onClose={close} /> : null}
      {asking === 'derive' ? <DeriveDialog stores={stores} open={open} onClose={close} /> : null}
    </>
  );
}

interface HeadProps {
  readonly wallet: WalletSummary;
  readonly rights: WalletRights;
  readonly onReceive: () => void;
  readonly onRename: () => void;
}

function Head({ wallet, rights, onReceive, onRename }: HeadProps) {
  const { m, format } = useI18n();
  const texts = m.wallets.detail;
  const time = format.dateTime(wallet.createdAtMs);
  return (
    <header className="stack">
      <div className="screen-head screen-head-row">
        <div className="wallet-head">
          <Identicon address={wallet.firstAccount.address} large />
          <div>
            <div className="entry-name">
              <h1 dir="auto">{wallet.name}</h1>
              <WalletBadges wallet={wallet} />
            </div>
            <p>{wallet.imported ? texts.importedAt(time) : texts.createdAt(time)}</p>
          </div>
        </div>
        {rights.manages ? (
          <Button small onPress={onRename}>
            {texts.rename}
          </Button>
        ) : null}
      </div>
      <div className="row">
        <Button small onPress={onReceive}>
          {texts.receive}
        </Button>
        <SignLinks walletId={wallet.walletId} account={wallet.firstAccount.index} signs={rights.signs} />
      </div>
    </header>
  );
}

function AccessCard({ open: { wallet, bindings } }: { open: OpenWallet }) {
  const { m, format } = useI18n();
  const texts = m.wallets.detail;
  const others = bindings
    .filter(({ userId }) => userId !== wallet.binding.userId)
    .map(({ userName }) => userName);
  return (
    <section className="card" aria-labelledby="access-title">
      <div className="card-head card-head-last">
        <div>
          <h2 id="access-title">{texts.sharingTitle}</h2>
          <p className="card-lead">
            {others.length === 0 ? m.wallets.alone : m.wallets.sharedWith(format.list(others))}
          </p>
          <p className="card-lead">{texts.sharingText}</p>
        </div>
        <Button small onPress={() => goTo('security', { section: 'wallets' })}>
          {texts.sharing}
        </Button>
      </div>
      <OwnLimits binding={wallet.binding} />
    </section>
  );
}
