// Wallets, who may do what with each, and how much of today's limits is used.
import { useState } from 'react';
import { useStore } from 'zustand';
import { useAuthorized } from '../../app/authorized.ts';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { loadWallets } from './load-actions.ts';
import { forgetChange, isUnderWay, performChange } from './section.ts';
import { ChangeFailure, SectionBody, SectionHead } from './section-parts.tsx';
import type { SecurityStores } from './security-store.ts';
import { useLoad } from './use-section.ts';
import { WalletCard } from './wallet-card.tsx';

type Store = SecurityStores['wallets'];

export function WalletsSection({ store }: { store: Store }) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  const [creating, setCreating] = useState(false);
  useLoad(store, loadWallets);
  return (
    <>
      <SectionHead title={texts.title} lead={texts.lead}>
        <Button small onPress={() => setCreating(true)}>
          <Icon name="plus" />
          {texts.create}
        </Button>
      </SectionHead>
      <Notice kind="info">{texts.placeholder}</Notice>
      {creating ? <CreateWallet store={store} onClose={() => setCreating(false)} /> : null}
      <SectionBody store={store}>
        {(data) =>
          data.wallets.length === 0 ? (
            <Blank icon="wallet" title={texts.emptyTitle}>
              {texts.emptyText}
            </Blank>
          ) : (
            data.wallets.map((wallet) => (
              <WalletCard
                key={wallet.walletId}
                store={store}
                wallet={wallet}
                bindings={data.bindings[wallet.walletId] ?? []}
                users={data.users}
              />
            ))
          )
        }
      </SectionBody>
    </>
  );
}

function CreateWallet({ store, onClose }: { store: Store; onClose: () => void }) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  const tee = useTee();
  const authorized = useAuthorized();
  const change = useStore(store, (state) => state.change);
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const create = async (): Promise<void> => {
    const made = await performChange(store, { tee, authorized }, 'CREATE_WALLET', { name: trimmed });
    if (made === undefined) return;
    onClose();
    await loadWallets(store, tee);
  };
  return (
    <FormDialog
      isOpen
      title={texts.createTitle}
      lead={texts.createLead}
      submit={texts.createSubmit}
      isPending={isUnderWay(change)}
      isSubmitDisabled={trimmed === '' || trimmed.length > 64}
      onSubmit={() => void create()}
      onCancel={() => {
        forgetChange(store);
        onClose();
      }}
    >
      <TextField name="walletName" label={texts.name} value={name} onChange={setName} hint={texts.nameHint} />
      <ChangeFailure change={change} />
    </FormDialog>
  );
}
