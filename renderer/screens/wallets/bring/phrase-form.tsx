// The words of a wallet that was made elsewhere. Gone from the page once they were taken.
import { useState } from 'react';
import { useOnLock } from '../../../app/held-secret.ts';
import { wordList } from '../../../app/secrets.ts';
import { ChangeNotice } from '../../../app/section-parts.tsx';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { SecretField } from '../../../ui/secret-field.tsx';
import { passphraseBytes } from '../create/create-rules.ts';
import { ProtectionNote } from '../protection-note.tsx';
import { ImportButtons, type ImportFormProps } from './import-buttons.tsx';
import { type PhraseEntries, phraseBytes, phraseProblems } from './import-rules.ts';
import { NameField } from './name-field.tsx';
import { useImport } from './use-import.ts';

const EMPTY: PhraseEntries = { name: '', words: '', withPassphrase: false, passphrase: '' };

export function PhraseForm(props: ImportFormProps) {
  const { m, format } = useI18n();
  const texts = m.wallets.bring;
  const { form, change, attempted, isBusy, send, onSubmit } = useImport(props);
  const [entries, setEntries] = useState(EMPTY);
  const enter = (part: Partial<PhraseEntries>): void => setEntries((before) => ({ ...before, ...part }));
  useOnLock(() => enter({ words: '', passphrase: '' }));
  const problems = phraseProblems(entries);
  const shown = attempted ? problems : {};
  const count = format.integer(wordList(entries.words).length);
  const submit = async (): Promise<void> => {
    const { name, words, withPassphrase, passphrase } = entries;
    const isComplete = Object.keys(problems).length === 0;
    await send(
      isComplete
        ? {
            command: 'IMPORT_PHRASE',
            params: { name: name.trim() },
            secrets: [phraseBytes(words), passphraseBytes(withPassphrase ? passphrase : '')],
          }
        : undefined,
    );
  };
  return (
    <form className="stack" ref={form} noValidate onSubmit={onSubmit(() => void submit())}>
      <ChangeNotice change={change} />
      <SecretField
        name="phrase"
        multiline
        label={texts.phrase}
        hint={entries.words === '' ? texts.phraseHint : texts.phraseTyped(count)}
        value={entries.words}
        onChange={(words) => enter({ words })}
        error={shown.words && texts.phraseCount(count)}
      />
      <ProtectionNote />
      <Checkbox
        isSelected={entries.withPassphrase}
        onChange={(withPassphrase) => enter({ withPassphrase, passphrase: '' })}
      >
        {texts.withPassphrase}
      </Checkbox>
      {entries.withPassphrase ? (
        <SecretField
          name="passphrase"
          label={m.wallets.make.passphrase}
          hint={texts.passphraseHint}
          value={entries.passphrase}
          onChange={(passphrase) => enter({ passphrase })}
          error={shown.passphrase && m.wallets.make.errors[shown.passphrase]}
        />
      ) : null}
      <NameField value={entries.name} onChange={(name) => enter({ name })} problem={shown.name} />
      <ImportButtons isBusy={isBusy} submit={texts.import} />
    </form>
  );
}
