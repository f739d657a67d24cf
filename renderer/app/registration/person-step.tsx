// Name and password, and how good the password is, in words.
import { useStore } from 'zustand';
import { useI18n } from '../../i18n/use-i18n.ts';
import { SecretField } from '../../ui/secret-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { strengthOf } from '../password-strength.ts';
import { edit } from './registration-actions.ts';
import { problemsOf } from './registration-rules.ts';
import type { RegistrationStore } from './registration-store.ts';

export interface PersonStepProps {
  readonly store: RegistrationStore;
  readonly minPasswordCharacters: number;
}

export function PersonStep({ store, minPasswordCharacters }: PersonStepProps) {
  const { m, format } = useI18n();
  const state = useStore(store);
  const { name, password, repeat, attempted } = state;
  const problems = attempted ? problemsOf('person', state, minPasswordCharacters) : {};
  const min = format.integer(minPasswordCharacters);
  const { errors, strengths } = m.account;
  const isShort = [...password].length < minPasswordCharacters;
  return (
    <>
      <p className="soft">{m.registration.personLead}</p>
      <TextField
        name="name"
        label={m.account.name}
        value={name}
        // The app for one-time codes shows the name it was drawn for.
        onChange={(typed) => edit(store, { name: typed, prepared: undefined })}
        error={problems.name === undefined ? undefined : errors[problems.name]}
      />
      <SecretField
        name="password"
        label={m.account.password}
        value={password}
        onChange={(typed) => edit(store, { password: typed })}
        hint={isShort ? errors.passwordShort(min) : strengths[strengthOf(password, name)]}
        error={
          problems.password === undefined
            ? undefined
            : problems.password === 'passwordShort'
              ? errors.passwordShort(min)
              : errors.passwordLong
        }
      />
      <SecretField
        name="repeat"
        label={m.account.repeat}
        value={repeat}
        onChange={(typed) => edit(store, { repeat: typed })}
        error={problems.repeat === undefined ? undefined : errors[problems.repeat]}
      />
    </>
  );
}
