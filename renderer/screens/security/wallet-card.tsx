// One wallet: what the person may do with it, and everybody who has access.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { BindingSummary } from '../../../tee-sim/protocol/bindings.ts';
import type { UserSummary } from '../../../tee-sim/protocol/factors.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { readTerms } from '../../app/binding-terms.ts';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialogs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { BindingDialog } from './binding-dialog.tsx';
import { BindingItem } from './binding-item.tsx';
import { loadWallets } from './load-actions.ts';
import { isUnderWay, performChange } from './section.ts';
import type { SecurityStores, WalletEntry } from './security-store.ts';

interface WalletCardProps {
  readonly store: SecurityStores['wallets'];
  readonly wallet: WalletEntry;
  readonly bindings: readonly BindingSummary[];
  readonly users: readonly UserSummary[];
}

export function WalletCard({ store, wallet, bindings, users }: WalletCardProps) {
  const { m, format } = useI18n();
  const texts = m.security.wallets;
  const [editing, setEditing] = useState<BindingSummary | 'new'>();
  const mine = readTerms(wallet.binding.terms);
  const manages = mine?.permissions.includes('MANAGE') === true;
  const headingId = `wallet-${wallet.walletId}`;
  return (
    <section className="card wallet" aria-labelledby={headingId}>
      <div className="card-head">
        <div>
          <h3 id={headingId} dir="auto">
            {wallet.name}
          </h3>
          <p className="card-lead">{texts.createdAt(format.dateTime(wallet.createdAtMs))}</p>
        </div>
        {manages ? (
          <div className="row">
            <Button small onPress={() => setEditing('new')}>
              <Icon name="plus" />
              {texts.grant}
            </Button>
            {mine?.type === 'Owner' ? <DeleteWallet store={store} wallet={wallet} /> : null}
          </div>
        ) : null}
      </div>
      <ul className="entries">
        {bindings.map((binding) => (
          <BindingItem
            key={binding.userId}
            store={store}
            wallet={wallet}
            binding={binding}
            isMine={binding.userId === wallet.binding.userId}
            onEdit={manages ? () => setEditing(binding) : undefined}
          />
        ))}
      </ul>
      {editing === undefined ? null : (
        <BindingDialog
          store={store}
          wallet={wallet}
          binding={editing === 'new' ? undefined : editing}
          users={users.filter(({ userId }) => bindings.every((binding) => binding.userId !== userId))}
          onClose={() => setEditing(undefined)}
        />
      )}
    </section>
  );
}

function DeleteWallet({ store, wallet }: { store: WalletCardProps['store']; wallet: WalletEntry }) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  const tee = useTee();
  const authorized = useAuthorized();
  const busy = useStore(store, ({ change }) => isUnderWay(change));
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    const { walletId } = wallet;
    await performChange(store, { tee, authorized }, 'DELETE_WALLET', { walletId });
    await loadWallets(store, tee);
  };
  return (
    <>
      <Button small weight="danger" isPending={busy} onPress={() => setAsking(true)}>
        {texts.remove}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={texts.removeTitle(wallet.name)}
        confirm={texts.removeConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => void remove()}
      >
        <p>{texts.removeText}</p>
      </ConfirmDialog>
    </>
  );
}
