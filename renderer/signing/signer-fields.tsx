// Which wallet and which account signs.
import { useStore } from 'zustand';
import { useTee } from '../app/tee-context.ts';
import { shortAddress } from '../i18n/decoded-sentence.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { SelectField } from '../ui/select-field.tsx';
import { chooseWallet } from './signer-actions.ts';
import type { SignerStore } from './signer-store.ts';

export interface SignerFieldsProps {
  readonly store: SignerStore;
  /** After another one was chosen. */
  readonly onChosen?: () => void;
}

export function SignerFields({ store, onChosen }: SignerFieldsProps) {
  const { m, format } = useI18n();
  const tee = useTee();
  const { signers, walletId, account } = useStore(store);
  if (signers === undefined) return null;
  const { accounts, wallets } = signers;
  return (
    <div className="field-pair">
      <SelectField
        label={m.sign.wallet}
        value={walletId as string}
        options={wallets.map((each) => ({ id: each.walletId as string, name: each.name }))}
        onChange={(id) => {
          const wallet = wallets.find((each) => each.walletId === id);
          // Where the others cannot be asked for, the first account is there.
          if (wallet !== undefined) {
            void chooseWallet(store, tee, wallet.walletId).then(onChosen, () => undefined);
          }
        }}
      />
      <SelectField
        label={m.sign.account}
        value={account}
        options={accounts.map(({ address, index, name = m.wallets.account(format.integer(index + 1)) }) => ({
          id: index,
          name: m.sign.namedAccount({ name, address: shortAddress(address) }),
        }))}
        onChange={(index) => {
          store.setState({ account: index });
          onChosen?.();
        }}
      />
    </div>
  );
}
