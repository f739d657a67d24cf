// Shows the words of a wallet or the key of an account: says what that means, asks for two proofs, covers what came.
import { useEffect, useRef, useState } from 'react';
import { useAuthorized } from '../../../app/authorized.ts';
import { useHeldBytes, useHeldSecret, useOnLock } from '../../../app/held-secret.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { InfoDialog } from '../../../ui/dialogs.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SecretKey, SecretWords } from '../secret-view.tsx';
import { type Exported, exportSecret, type Wanted } from './export-actions.ts';

interface ExportDialogProps {
  readonly title: string;
  readonly wanted: Wanted;
  readonly onClose: () => void;
}

export function ExportDialog({ title, wanted, onClose }: ExportDialogProps) {
  const { m } = useI18n();
  const texts = m.wallets.export;
  const authorized = useAuthorized();
  const held = useHeldSecret();
  const bytes = useHeldBytes(held);
  const [isBusy, setBusy] = useState(false);
  const [exported, setExported] = useState<Exported>();
  const isOpen = useIsMounted();
  useOnLock(onClose);
  const isPhrase = wanted.command === 'EXPORT_PHRASE';
  const ask = async (): Promise<void> => {
    setBusy(true);
    const outcome = await exportSecret(authorized, wanted, held, isOpen);
    if (!isOpen()) return;
    setBusy(false);
    setExported(outcome);
  };
  if (bytes !== undefined) {
    return (
      <InfoDialog isOpen title={title} onClose={onClose}>
        {isPhrase ? <SecretWords bytes={bytes} /> : <SecretKey bytes={bytes} />}
        {exported?.status === 'shown' && exported.hasPassphrase ? (
          <Notice kind="info">{texts.passphrase}</Notice>
        ) : null}
        <p className="faint">{texts.shown}</p>
      </InfoDialog>
    );
  }
  return (
    <FormDialog
      isOpen
      title={title}
      submit={texts.ask}
      isPending={isBusy}
      onSubmit={() => void ask()}
      onCancel={onClose}
    >
      <p>{isPhrase ? texts.phraseText : texts.keyText}</p>
      {exported?.status === 'failed' ? (
        <FailureNotice failure={exported.failure} trace={exported.trace}>
          <p>{texts.again}</p>
        </FailureNotice>
      ) : null}
    </FormDialog>
  );
}

/** An answer that comes after the dialog went is shown to nobody. */
function useIsMounted(): () => boolean {
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const [isMounted] = useState(() => () => mounted.current);
  return isMounted;
}
