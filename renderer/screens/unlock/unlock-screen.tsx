// Covers the screens until somebody proves who they are.
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { ProofFailure } from '../../app/proof-failure.tsx';
import { useAccount, useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { lastUser, rememberUser } from './last-user.ts';
import { RecoverForm } from './recover-form.tsx';
import { showRecovery, unlock } from './unlock-actions.ts';
import { createUnlock, type UnlockStore } from './unlock-store.ts';

export function UnlockScreen() {
  const { m } = useI18n();
  const account = useAccount();
  const store = useMemo(() => createUnlock(), []);
  const view = useStore(store, (state) => state.view);
  const isRecovery = view === 'recover';
  return (
    <>
      <div className="gate-title">
        <h1>{isRecovery ? m.unlock.recoverTitle : m.unlock.title}</h1>
        <p className="soft">{isRecovery ? m.unlock.recoverLead : m.unlock.lead}</p>
        {account?.lockedUser === undefined || isRecovery ? null : <p className="soft">{m.unlock.kept}</p>}
      </div>
      <section className="card">
        {isRecovery ? <RecoverForm store={store} /> : <UnlockForm store={store} />}
      </section>
    </>
  );
}

function UnlockForm({ store }: { store: UnlockStore }) {
  const { m } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const { run, recovered, ...chosen } = useStore(store);
  const known = useKnownUser();
  const name = chosen.name ?? known ?? '';
  const asksName = chosen.name !== undefined || known === undefined;
  const [password, setPassword] = useState('');
  const [attempted, setAttempted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isBusy = run.status === 'busy';
  useEffect(() => {
    // Also after “Someone else”, which is gone then, and on the way back from the recovery words.
    const first = asksName && !store.getState().name ? 'name' : 'password';
    form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  }, [asksName, store]);
  useEffect(() => {
    if (run.status !== 'failed') return;
    setPassword('');
    setAttempted(false);
    form.current?.querySelector<HTMLElement>('[name=password]')?.focus();
  }, [run]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAttempted(true);
    if (name.trim() === '' || password === '') {
      form.current
        ?.querySelector<HTMLElement>(name.trim() === '' ? '[name=name]' : '[name=password]')
        ?.focus();
      return;
    }
    if (state !== 'connected') return;
    void unlock(store, tee, { name, password }).then((isOpen) => {
      if (isOpen) rememberUser(localStorage, name);
    });
  };
  return (
    <form className="stack" ref={form} onSubmit={submit} noValidate>
      {recovered ? <Notice kind="good" title={m.unlock.recovered} /> : null}
      {run.status === 'failed' ? <ProofFailure failure={run.failure} trace={run.trace} /> : null}
      {asksName ? (
        <TextField
          name="name"
          label={m.account.name}
          value={name}
          onChange={(typed) => store.setState({ name: typed })}
          error={attempted && name.trim() === '' ? m.account.errors.nameEmpty : undefined}
        />
      ) : (
        <div className="unlock-who">
          <strong dir="auto">{name}</strong>
          <Button weight="quiet" small onPress={() => store.setState({ name: '' })}>
            {m.unlock.someoneElse}
          </Button>
        </div>
      )}
      <SecretField
        name="password"
        label={m.account.password}
        value={password}
        onChange={setPassword}
        error={attempted && password === '' ? m.account.errors.passwordEmpty : undefined}
      />
      <div className="registration-buttons">
        <Button weight="quiet" onPress={() => showRecovery(store, name)} isDisabled={isBusy}>
          {m.unlock.forgot}
        </Button>
        <Button
          type="submit"
          weight="primary"
          isPending={isBusy}
          isDisabled={!isBusy && state !== 'connected'}
        >
          {isBusy ? <Spinner /> : null}
          {isBusy ? m.unlock.submitting : m.unlock.submit}
        </Button>
      </div>
    </form>
  );
}

/** Who locked the screens, or unlocked this window last. */
function useKnownUser(): string | undefined {
  const account = useAccount();
  const remembered = useMemo(() => lastUser(localStorage), []);
  return account?.lockedUser ?? remembered;
}
