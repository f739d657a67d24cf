// Which wallet and which account signs.
import { useStore } from 'zustand';
import { useTee } from '../../app/tee-context.ts';
import { shortAddress } from '../../i18n/decoded-sentence.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { chooseAccount, chooseWallet } from './form-actions.ts';
import type { SignStore } from './sign-store.ts';

export function SignerFields({ store }: { store: SignStore }) {
  const { m, format } = useI18n();
  const tee = useTee();
  const { signers, values } = useStore(store);
  if (signers === undefined) return null;
  const { accounts, wallets } = signers;
  return (
    <div className="field-pair">
      <SelectField
        label={m.sign.wallet}
        value={values.walletId as string}
        options={wallets.map(({ walletId, name }) => ({ id: walletId as string, name }))}
        onChange={(id) => {
          const wallet = wallets.find(({ walletId }) => walletId === id);
          // Where the others cannot be asked for, the first account is there.
          if (wallet !== undefined) void chooseWallet(store, tee, wallet.walletId).catch(() => undefined);
        }}
      />
      <SelectField
        label={m.sign.account}
        value={values.account}
        options={accounts.map(({ address, index, name = m.wallets.account(format.integer(index + 1)) }) => ({
          id: index,
          name: m.sign.namedAccount({ name, address: shortAddress(address) }),
        }))}
        onChange={(account) => void chooseAccount(store, tee, account)}
      />
    </div>
  );
}
