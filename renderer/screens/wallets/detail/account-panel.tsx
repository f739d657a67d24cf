// One account at the side: where it is paid, what it signs, its name, and its key for whoever must have it.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Account, WalletSummary } from '../../../../tee-sim/protocol/wallets.ts';
import { ChangeNotice } from '../../../app/section-parts.tsx';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { AddressText } from '../../../ui/address.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { SidePanel } from '../../../ui/dialogs.tsx';
import { QrCode } from '../../../ui/qr-code.tsx';
import type { WalletsStores } from '../wallets-store.ts';
import { accountName } from './account-names.ts';
import { AccountBalances } from './balances-card.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { SignLinks } from './sign-links.tsx';
import type { WalletRights } from './wallet-rights.ts';

interface AccountPanelProps {
  readonly stores: WalletsStores;
  readonly wallet: WalletSummary;
  readonly rights: WalletRights;
  /** Absent: closed. */
  readonly account: Account | undefined;
  readonly onClose: () => void;
}

export function AccountPanel({ account, onClose, ...rest }: AccountPanelProps) {
  const { m, format } = useI18n();
  return (
    <SidePanel
      isOpen={account !== undefined}
      title={account === undefined ? '' : accountName(m, format, account)}
      lead={rest.wallet.name}
      onClose={onClose}
    >
      {account === undefined ? null : <AccountContent account={account} {...rest} />}
    </SidePanel>
  );
}

type AccountContentProps = Omit<AccountPanelProps, 'account' | 'onClose'> & { readonly account: Account };

function AccountContent({ stores, wallet, rights, account }: AccountContentProps) {
  const { m, format } = useI18n();
  const texts = m.wallets.detail;
  const change = useStore(stores.open, (state) => state.change);
  const [asking, setAsking] = useState<'rename' | 'export'>();
  const name = accountName(m, format, account);
  const { address, index } = account;
  return (
    <>
      <ChangeNotice change={change} />
      <section className="receive" aria-label={texts.receiveTitle(name)}>
        <QrCode text={address} label={texts.qrLabel(address)} />
        <AddressText address={address} large />
        <CopyButton
          withText
          text={address}
          label={m.wallets.copy}
          copied={m.wallets.copied}
          notCopied={m.wallets.notCopied}
        />
        <p className="faint">{texts.receiveText}</p>
      </section>
      <SignLinks walletId={wallet.walletId} account={index} signs={rights.signs} />
      <AccountBalances key={address} address={address} />
      {rights.manages ? (
        <div className="row">
          <Button small onPress={() => setAsking('rename')}>
            {texts.nameAccount}
          </Button>
          {rights.owns ? (
            <Button small onPress={() => setAsking('export')}>
              {texts.exportKey}
            </Button>
          ) : null}
        </div>
      ) : null}
      {asking === 'rename' ? (
        <RenameDialog
          stores={stores}
          wallet={wallet}
          account={account}
          onClose={() => setAsking(undefined)}
        />
      ) : null}
      {asking === 'export' ? (
        <ExportDialog
          title={m.wallets.export.keyTitle(name)}
          wanted={{ command: 'EXPORT_KEY', params: { walletId: wallet.walletId, account: index } }}
          onClose={() => setAsking(undefined)}
        />
      ) : null}
    </>
  );
}
