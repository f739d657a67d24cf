// The owner's way to the words of a wallet, and to its removal.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { WalletSummary } from '../../../../tee-sim/protocol/wallets.ts';
import { useAuthorized } from '../../../app/authorized.ts';
import { isUnderWay, performChange } from '../../../app/section.ts';
import { useTee } from '../../../app/tee-context.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialogs.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { WalletsStores } from '../wallets-store.ts';
import { ExportDialog } from './export-dialog.tsx';

interface BackupCardProps {
  readonly stores: WalletsStores;
  readonly wallet: WalletSummary;
}

export function BackupCard({ stores, wallet }: BackupCardProps) {
  const { m } = useI18n();
  const texts = m.wallets.detail;
  const [isExporting, setExporting] = useState(false);
  const { walletId, firstAccount } = wallet;
  const isPhrase = wallet.source === 'phrase';
  return (
    <section className="card" aria-labelledby="backup-title">
      <div className="card-head card-head-last">
        <div>
          <h2 id="backup-title">{texts.backupTitle}</h2>
          <p className="card-lead">{isPhrase ? texts.backupText : texts.backupKeyText}</p>
        </div>
        <div className="row">
          <Button small onPress={() => setExporting(true)}>
            {isPhrase ? texts.exportPhrase : texts.exportKey}
          </Button>
          <RemoveWallet stores={stores} wallet={wallet} />
        </div>
      </div>
      {isExporting ? (
        <ExportDialog
          title={
            isPhrase ? m.wallets.export.phraseTitle(wallet.name) : m.wallets.export.keyTitle(wallet.name)
          }
          wanted={
            isPhrase
              ? { command: 'EXPORT_PHRASE', params: { walletId } }
              : { command: 'EXPORT_KEY', params: { walletId, account: firstAccount.index } }
          }
          onClose={() => setExporting(false)}
        />
      ) : null}
    </section>
  );
}

/** Asks for the name: a slip of the hand removes nothing. */
function RemoveWallet({ stores, wallet: { walletId, name } }: BackupCardProps) {
  const { m } = useI18n();
  const services = { tee: useTee(), authorized: useAuthorized() };
  const isBusy = useStore(stores.open, ({ change }) => isUnderWay(change));
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const close = (): void => {
    setAsking(false);
    setTyped('');
  };
  const remove = (): void => {
    close();
    void performChange(stores.open, services, 'DELETE_WALLET', { walletId }).then((removed) => {
      // It is the list that is shown next; the one from before still has the wallet.
      if (removed !== undefined) stores.list.setState({ data: undefined });
    });
  };
  return (
    <>
      <Button small weight="danger" isPending={isBusy} onPress={() => setAsking(true)}>
        {m.wallets.detail.remove}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={m.wallets.removal.title(name)}
        confirm={m.wallets.removal.confirm}
        isConfirmDisabled={typed.trim() !== name}
        onCancel={close}
        onConfirm={remove}
      >
        <p>{m.wallets.removal.text}</p>
        <TextField
          name="typedName"
          label={m.wallets.removal.typeName(name)}
          value={typed}
          onChange={setTyped}
        />
      </ConfirmDialog>
    </>
  );
}
