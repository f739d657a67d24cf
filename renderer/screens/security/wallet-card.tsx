// One wallet: what the person may do with it, and everybody who has access.
import { useState } from 'react';
import type { BindingSummary } from '../../../tee-sim/protocol/bindings.ts';
import type { UserSummary } from '../../../tee-sim/protocol/factors.ts';
import { readTerms } from '../../app/binding-terms.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { BindingDialog } from './binding-dialog.tsx';
import { BindingItem } from './binding-item.tsx';
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
  const time = format.dateTime(wallet.createdAtMs);
  const headingId = `wallet-${wallet.walletId}`;
  return (
    <section className="card wallet" aria-labelledby={headingId}>
      <div className="card-head">
        <div>
          <h3 id={headingId} dir="auto">
            {wallet.name}
          </h3>
          <p className="card-lead">
            {wallet.imported ? m.wallets.detail.importedAt(time) : m.wallets.detail.createdAt(time)}
          </p>
        </div>
        {manages ? (
          <Button small onPress={() => setEditing('new')}>
            <Icon name="plus" />
            {texts.grant}
          </Button>
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
