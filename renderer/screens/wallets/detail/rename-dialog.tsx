// A new name for a wallet, or for one of its accounts.
import { useState } from 'react';
import { useStore } from 'zustand';
import { type Account, accountNameSchema, type WalletSummary } from '../../../../tee-sim/protocol/wallets.ts';
import { useAuthorized } from '../../../app/authorized.ts';
import { forgetChange, isUnderWay, performChange } from '../../../app/section.ts';
import { ChangeFailure } from '../../../app/section-parts.tsx';
import { useTee } from '../../../app/tee-context.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { loadWallet } from '../wallets-actions.ts';
import type { WalletsStores } from '../wallets-store.ts';

interface RenameDialogProps {
  readonly stores: WalletsStores;
  readonly wallet: WalletSummary;
  /** Absent: the wallet itself. */
  readonly account?: Account;
  readonly onClose: () => void;
}

export function RenameDialog({ stores, wallet, account, onClose }: RenameDialogProps) {
  const { m } = useI18n();
  const texts = m.wallets.detail;
  const services = { tee: useTee(), authorized: useAuthorized() };
  const change = useStore(stores.open, (state) => state.change);
  const [typed, setTyped] = useState((account === undefined ? wallet.name : account.name) ?? '');
  const name = typed.trim();
  const { walletId } = wallet;
  const rename = async (): Promise<void> => {
    const done =
      account === undefined
        ? await performChange(stores.open, services, 'RENAME_WALLET', { walletId, name })
        : await performChange(stores.open, services, 'RENAME_ACCOUNT', {
            ...{ walletId, name },
            account: account.index,
          });
    if (done === undefined) return;
    onClose();
    await loadWallet(stores.open, services.tee, walletId);
  };
  return (
    <FormDialog
      isOpen
      title={account === undefined ? texts.renameTitle : texts.renameAccountTitle}
      submit={texts.save}
      isPending={isUnderWay(change)}
      isSubmitDisabled={!accountNameSchema.safeParse(name).success}
      onSubmit={() => void rename()}
      onCancel={() => {
        forgetChange(stores.open);
        onClose();
      }}
    >
      <TextField
        name="newName"
        label={m.wallets.make.name}
        value={typed}
        onChange={setTyped}
        error={name.length > 64 ? m.wallets.make.errors.nameLong : undefined}
      />
      <ChangeFailure change={change} />
    </FormDialog>
  );
}
