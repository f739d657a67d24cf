// Three of the words, typed from paper: proof that they were written down.
import { useStore } from 'zustand';
import { type HeldSecret, useHeldBytes } from '../../../app/held-secret.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { SecretField } from '../../../ui/secret-field.tsx';
import { edit } from './create-actions.ts';
import { problemsOf } from './create-rules.ts';
import type { Creation } from './create-store.ts';

export function CheckStep({ creation, phrase }: { creation: Creation; phrase: HeldSecret }) {
  const { m, format } = useI18n();
  const texts = m.wallets.make;
  const state = useStore(creation.draft);
  const { drawn, checkedWords, attempted } = state;
  const bytes = useHeldBytes(phrase);
  const wrong = attempted ? (problemsOf(state, bytes).words ?? []) : [];
  const change = (place: number, typed: string): void =>
    edit(creation, {
      checkedWords: (drawn?.wordsToCheck ?? []).map((_, i) =>
        i === place ? typed : (checkedWords[i] ?? ''),
      ),
    });
  return (
    <>
      <p className="soft">{texts.checkLead}</p>
      {drawn?.wordsToCheck.map((position, i) => (
        <SecretField
          key={position}
          name={`word-${position}`}
          type="text"
          label={texts.word(format.integer(position + 1))}
          value={checkedWords[i] ?? ''}
          onChange={(typed) => change(i, typed)}
          error={
            !wrong.includes(i)
              ? undefined
              : (checkedWords[i] ?? '').trim() === ''
                ? texts.errors.wordEmpty
                : texts.errors.wordsWrong
          }
        />
      ))}
    </>
  );
}
