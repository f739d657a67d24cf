// A forgotten password: the recovery words set a new one.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { defaultPolicy } from '../../../tee-sim/protocol/policy.ts';
import { strengthOf } from '../../app/password-strength.ts';
import { ProofFailure } from '../../app/proof-failure.tsx';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type RecoverEntries, recoverProblems } from './recover-rules.ts';
import { recover, showUnlock } from './unlock-actions.ts';
import type { UnlockStore } from './unlock-store.ts';

/** Nobody is logged in, so the policy cannot be asked for; the TEE says if it wants a longer one. */
const MIN_CHARACTERS = defaultPolicy.userAuthentication.minPasswordCharacters;

export function RecoverForm({ store }: { store: UnlockStore }) {
  const { m, format } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const run = useStore(store, (unlocking) => unlocking.run);
  const [entries, setEntries] = useState<RecoverEntries>({
    name: store.getState().name ?? '',
    words: '',
    password: '',
    repeat: '',
  });
  const [attempted, setAttempted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const change = (part: Partial<RecoverEntries>): void => setEntries((before) => ({ ...before, ...part }));
  useEffect(() => {
    // The link that led here is gone; without this the keyboard would be in the window's head.
    const first = store.getState().name ? 'words' : 'name';
    form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  }, [store]);
  useEffect(() => {
    if (run.status === 'failed') form.current?.querySelector<HTMLElement>('[name=words]')?.focus();
  }, [run]);
  const problems = recoverProblems(entries, MIN_CHARACTERS);
  const shown = attempted ? problems : {};
  const { errors } = m.account;
  const min = format.integer(MIN_CHARACTERS);
  const isBusy = run.status === 'busy';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAttempted(true);
    const [first] = Object.keys(problems);
    if (first !== undefined) form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
    else if (state === 'connected') void recover(store, tee, entries);
  };
  return (
    <form className="stack" ref={form} onSubmit={submit} noValidate>
      {run.status === 'failed' ? <ProofFailure failure={run.failure} trace={run.trace} /> : null}
      <TextField
        name="name"
        label={m.account.name}
        value={entries.name}
        onChange={(name) => change({ name })}
        error={shown.name && errors[shown.name]}
      />
      <SecretField
        name="words"
        type="text"
        label={m.unlock.words}
        value={entries.words}
        onChange={(words) => change({ words })}
        hint={m.unlock.wordsHint}
        error={shown.words && errors[shown.words]}
      />
      <SecretField
        name="password"
        label={m.account.newPassword}
        value={entries.password}
        onChange={(password) => change({ password })}
        hint={
          problems.password === 'passwordShort'
            ? errors.passwordShort(min)
            : m.account.strengths[strengthOf(entries.password, entries.name)]
        }
        error={
          shown.password &&
          (shown.password === 'passwordShort' ? errors.passwordShort(min) : errors.passwordLong)
        }
      />
      <SecretField
        name="repeat"
        label={m.account.repeat}
        value={entries.repeat}
        onChange={(repeat) => change({ repeat })}
        error={shown.repeat && errors[shown.repeat]}
      />
      <div className="registration-buttons">
        <Button onPress={() => showUnlock(store)} isDisabled={isBusy}>
          {m.unlock.backToUnlock}
        </Button>
        <Button
          type="submit"
          weight="primary"
          isPending={isBusy}
          isDisabled={!isBusy && state !== 'connected'}
        >
          {isBusy ? <Spinner /> : null}
          {isBusy ? m.unlock.recovering : m.unlock.recover}
        </Button>
      </div>
    </form>
  );
}
