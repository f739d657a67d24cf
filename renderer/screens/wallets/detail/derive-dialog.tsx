// More accounts from the same phrase.
import { useState } from 'react';
import { useStore } from 'zustand';
import { type Account, MAX_ACCOUNTS } from '../../../../tee-sim/protocol/wallets.ts';
import { useAuthorized } from '../../../app/authorized.ts';
import { forgetChange, isUnderWay, performChange } from '../../../app/section.ts';
import { ChangeFailure } from '../../../app/section-parts.tsx';
import { useTee } from '../../../app/tee-context.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { loadWallet } from '../wallets-actions.ts';
import type { OpenWallet, WalletsStores } from '../wallets-store.ts';

/** As the command table has it. */
const MOST_AT_ONCE = 100;

/** `undefined` for what is no number of accounts that could be added. */
export function countOf(text: string, room: number): number | undefined {
  const count = /^[1-9][0-9]{0,2}$/.test(text.trim()) ? Number(text) : 0;
  return count >= 1 && count <= Math.min(MOST_AT_ONCE, room) ? count : undefined;
}

interface DeriveDialogProps {
  readonly stores: WalletsStores;
  readonly open: OpenWallet;
  readonly onClose: () => void;
}

export function DeriveDialog({ stores, open, onClose }: DeriveDialogProps) {
  const { m, format } = useI18n();
  const texts = m.wallets.detail;
  const services = { tee: useTee(), authorized: useAuthorized() };
  const change = useStore(stores.open, (state) => state.change);
  const [typed, setTyped] = useState('1');
  const [leftOut, setLeftOut] = useState<readonly Account[]>([]);
  const room = MAX_ACCOUNTS - open.accounts.length;
  const count = countOf(typed, room);
  const { walletId } = open.wallet;
  const derive = async (): Promise<void> => {
    if (count === undefined) return;
    const done = await performChange(stores.open, services, 'DERIVE_ACCOUNTS', { walletId, count });
    if (done === undefined) return;
    if (done.elsewhere.length === 0) onClose();
    else setLeftOut(done.elsewhere);
    await loadWallet(stores.open, services.tee, walletId);
  };
  return (
    <FormDialog
      isOpen
      title={texts.deriveTitle}
      lead={texts.deriveLead}
      submit={texts.deriveSubmit}
      isPending={isUnderWay(change)}
      isSubmitDisabled={count === undefined || leftOut.length > 0}
      onSubmit={() => void derive()}
      onCancel={() => {
        forgetChange(stores.open);
        onClose();
      }}
    >
      <TextField
        name="count"
        inputMode="numeric"
        label={texts.deriveCount}
        value={typed}
        onChange={setTyped}
        error={
          count === undefined ? texts.deriveForm(format.integer(Math.min(MOST_AT_ONCE, room))) : undefined
        }
      />
      <ChangeFailure change={change} />
      {leftOut.length === 0 ? null : (
        <Notice kind="info">
          <p>{texts.derivedElsewhere(leftOut.length)}</p>
          <ul>
            {leftOut.map(({ address }) => (
              <li key={address}>
                <code className="mono">{address}</code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </FormDialog>
  );
}
