// One person's access to a wallet, in words.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { BindingSummary, BindingType } from '../../../tee-sim/protocol/bindings.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { readTerms } from '../../app/binding-terms.ts';
import { isUnderWay, performChange } from '../../app/section.ts';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge, type BadgeKind } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialogs.tsx';
import { LimitUsage } from '../../ui/limit-usage.tsx';
import { loadWallets } from './load-actions.ts';
import type { SecurityStores, WalletEntry } from './security-store.ts';

const BADGES: Readonly<Record<BindingType, BadgeKind>> = {
  Owner: 'good',
  Authorized: 'plain',
  Guardian: 'plain',
};

interface BindingItemProps {
  readonly store: SecurityStores['wallets'];
  readonly wallet: WalletEntry;
  readonly binding: BindingSummary;
  readonly isMine: boolean;
  /** Absent where the person may not change it. */
  readonly onEdit: (() => void) | undefined;
}

export function BindingItem({ store, wallet, binding, isMine, onEdit }: BindingItemProps) {
  const { m, format } = useI18n();
  const texts = m.security.wallets;
  const terms = readTerms(binding.terms);
  if (terms === undefined) return null;
  const { expiresAtMs, limits, permissions, type } = terms;
  return (
    <li className="entry">
      <div className="entry-text">
        <p className="entry-name">
          <span dir="auto">{binding.userName}</span>
          <Badge kind={BADGES[type]}>{texts.types[type]}</Badge>
          {isMine ? <span className="faint">{texts.you}</span> : null}
        </p>
        <p className="soft">{format.list(permissions.map((one) => texts.permissions[one]))}</p>
        {permissions.includes('SIGN') ? <LimitUsage limits={limits} usage={binding.usage} /> : null}
        <p className="faint">
          {expiresAtMs === undefined ? texts.noEnd : texts.endsAt(format.dateTime(expiresAtMs - 1))}
        </p>
      </div>
      {onEdit === undefined || isMine ? null : (
        <div className="row">
          <Button small onPress={onEdit}>
            {texts.change}
          </Button>
          <RevokeBinding store={store} wallet={wallet} binding={binding} />
        </div>
      )}
    </li>
  );
}

type RevokeBindingProps = Pick<BindingItemProps, 'store' | 'wallet' | 'binding'>;

function RevokeBinding({ store, wallet, binding }: RevokeBindingProps) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  const tee = useTee();
  const authorized = useAuthorized();
  const busy = useStore(store, ({ change }) => isUnderWay(change));
  const [asking, setAsking] = useState(false);
  const revoke = async (): Promise<void> => {
    setAsking(false);
    const params = { walletId: wallet.walletId, userId: binding.userId };
    await performChange(store, { tee, authorized }, 'REVOKE_BINDING', params);
    await loadWallets(store, tee);
  };
  return (
    <>
      <Button small weight="danger" isPending={busy} onPress={() => setAsking(true)}>
        {texts.revoke}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={texts.revokeTitle(binding.userName, wallet.name)}
        confirm={texts.revokeConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => void revoke()}
      >
        <p>{texts.revokeText}</p>
      </ConfirmDialog>
    </>
  );
}
