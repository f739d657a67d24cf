// A wallet's name, how many words back it up, and whether a passphrase goes with them.
import { useStore } from 'zustand';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { SecretField } from '../../../ui/secret-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { edit } from './create-actions.ts';
import { problemsOf } from './create-rules.ts';
import type { Creation } from './create-store.ts';

const LENGTHS = [12, 24] as const;

export function AboutStep({ creation }: { creation: Creation }) {
  const { m } = useI18n();
  const state = useStore(creation.draft);
  const texts = m.wallets.make;
  const problems = state.attempted ? problemsOf(state, undefined) : {};
  return (
    <>
      <TextField
        name="wallet-name"
        label={texts.name}
        hint={texts.nameHint}
        value={state.name}
        onChange={(name) => edit(creation, { name })}
        error={problems.name && texts.errors[problems.name]}
      />
      <RadioGroup
        label={texts.length}
        value={String(state.length)}
        options={LENGTHS.map((length) => ({
          id: String(length),
          name: texts.lengths[length],
          text: texts.lengthTexts[length],
        }))}
        onChange={(id) => edit(creation, { length: id === '24' ? 24 : 12 })}
      />
      <Checkbox
        isSelected={state.withPassphrase}
        onChange={(withPassphrase) => edit(creation, { withPassphrase, passphrase: '', repeat: '' })}
      >
        {texts.withPassphrase}
      </Checkbox>
      {state.withPassphrase ? (
        <>
          <p className="soft">{texts.passphraseText}</p>
          <SecretField
            name="passphrase"
            label={texts.passphrase}
            value={state.passphrase}
            onChange={(passphrase) => edit(creation, { passphrase })}
            error={problems.passphrase && texts.errors[problems.passphrase]}
          />
          <SecretField
            name="repeat"
            label={texts.repeat}
            value={state.repeat}
            onChange={(repeat) => edit(creation, { repeat })}
            error={problems.repeat && texts.errors[problems.repeat]}
          />
        </>
      ) : null}
    </>
  );
}
