// Two of the words, typed from paper: proof that they were written down.
import { useStore } from 'zustand';
import { useI18n } from '../../i18n/use-i18n.ts';
import { SecretField } from '../../ui/secret-field.tsx';
import { edit } from './registration-actions.ts';
import { problemsOf } from './registration-rules.ts';
import type { RegistrationStore } from './registration-store.ts';

export function CheckStep({ store }: { store: RegistrationStore }) {
  const { m, format } = useI18n();
  const state = useStore(store);
  const { prepared, checkedWords, attempted } = state;
  const isWrong = attempted && problemsOf('check', state, 0).words !== undefined;
  const change = (place: number, typed: string): void => {
    const [first, second] = checkedWords;
    edit(store, { checkedWords: place === 0 ? [typed, second] : [first, typed] });
  };
  return (
    <>
      <p className="soft">{m.registration.checkLead}</p>
      {prepared?.wordsToCheck.map((position, i) => (
        <SecretField
          key={position}
          name={`word-${position}`}
          type="text"
          label={m.registration.word(format.integer(position + 1))}
          value={checkedWords[i] ?? ''}
          onChange={(typed) => change(i, typed)}
          error={
            !isWrong
              ? undefined
              : (checkedWords[i] ?? '').trim() === ''
                ? m.account.errors.wordEmpty
                : m.registration.wordsWrong
          }
        />
      ))}
    </>
  );
}
