// One private key from elsewhere.
import { useState } from 'react';
import { wipe } from '../../../../tee-sim/protocol/bytes.ts';
import { useOnLock } from '../../../app/held-secret.ts';
import { ChangeNotice } from '../../../app/section-parts.tsx';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { SecretField } from '../../../ui/secret-field.tsx';
import { nameProblem } from '../create/create-rules.ts';
import { ImportButtons, type ImportFormProps } from './import-buttons.tsx';
import { keyBytes } from './import-rules.ts';
import { NameField } from './name-field.tsx';
import { useImport } from './use-import.ts';

export function KeyForm(props: ImportFormProps) {
  const { m } = useI18n();
  const texts = m.wallets.bring;
  const { form, change, attempted, isBusy, send, onSubmit } = useImport(props);
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  useOnLock(() => setKey(''));
  const ofName = nameProblem(name);
  const submit = async (): Promise<void> => {
    const privateKey = keyBytes(key);
    const isComplete = privateKey !== undefined && ofName === undefined;
    if (!isComplete) wipe(privateKey);
    await send(
      isComplete
        ? { command: 'IMPORT_KEY', params: { name: name.trim() }, secrets: [privateKey] }
        : undefined,
    );
  };
  return (
    <form className="stack" ref={form} noValidate onSubmit={onSubmit(() => void submit())}>
      <ChangeNotice change={change} />
      <SecretField
        name="private-key"
        mono
        label={texts.key}
        hint={texts.keyHint}
        value={key}
        onChange={setKey}
        error={attempted && !isKey(key) ? texts.keyForm : undefined}
      />
      <p className="soft">{texts.keyNote}</p>
      <NameField value={name} onChange={setName} problem={attempted ? ofName : undefined} />
      <ImportButtons isBusy={isBusy} submit={texts.import} />
    </form>
  );
}

function isKey(text: string): boolean {
  const bytes = keyBytes(text);
  wipe(bytes);
  return bytes !== undefined;
}
