// A keystore file: chosen, opened in the TEE, which takes seconds, and then imported under a name.
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useOnLock } from '../../../app/held-secret.ts';
import { ChangeNotice } from '../../../app/section-parts.tsx';
import { useTee } from '../../../app/tee-context.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { AddressText } from '../../../ui/address.tsx';
import { Button } from '../../../ui/button.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { Identicon } from '../../../ui/identicon.tsx';
import { announce } from '../../../ui/live.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { SecretField } from '../../../ui/secret-field.tsx';
import { nameProblem } from '../create/create-rules.ts';
import { type ChosenFile, FileField } from './file-field.tsx';
import { ImportButtons, type ImportFormProps } from './import-buttons.tsx';
import { cancelKeystore, openKeystore } from './keystore-actions.ts';
import { createKeystore, type KeystoreStore, type Opening } from './keystore-store.ts';
import { NameField } from './name-field.tsx';
import { useImport } from './use-import.ts';

export function KeystoreForm(props: ImportFormProps) {
  const store = useKeystore();
  const { status } = useStore(store, ({ opening }) => opening);
  return status === 'opened' ? (
    <OpenedForm store={store} {...props} />
  ) : (
    <OpenForm store={store} {...props} />
  );
}

/** Given up when the form goes, and lost when the window is locked: the TEE forgot it then, too. */
function useKeystore(): KeystoreStore {
  const tee = useTee();
  const store = useMemo(createKeystore, []);
  useEffect(() => () => void cancelKeystore(store, tee), [store, tee]);
  useOnLock(() => {
    const { status } = store.getState().opening;
    if (status === 'opened' || status === 'opening') store.setState({ opening: { status: 'lost' } });
  });
  return store;
}

function OpenForm({ store, ...props }: ImportFormProps & { store: KeystoreStore }) {
  const { m } = useI18n();
  const texts = m.wallets.bring;
  const tee = useTee();
  const { form, attempted, setAttempted, onSubmit } = useImport(props);
  const opening = useStore(store, (state) => state.opening);
  const [file, setFile] = useState<ChosenFile>();
  const [password, setPassword] = useState('');
  useOnLock(() => setPassword(''));
  const submit = (): void => {
    const text = file?.text;
    setAttempted(text === undefined);
    if (text === undefined) announce(texts.fileMissing);
    else void openKeystore(store, tee, { file: text, password });
  };
  if (opening.status === 'opening') return <OpeningProgress store={store} fraction={opening.fraction} />;
  return (
    <form className="stack" ref={form} noValidate onSubmit={onSubmit(submit)}>
      <OpeningNotice opening={opening} />
      <FileField chosen={file} onChoose={setFile} isMissing={attempted && file === undefined} />
      <SecretField name="file-password" label={texts.password} value={password} onChange={setPassword} />
      <ImportButtons isBusy={false} submit={texts.openFile} />
    </form>
  );
}

function OpeningProgress({ store, fraction }: { store: KeystoreStore; fraction: number }) {
  const { m, format } = useI18n();
  const texts = m.wallets.bring;
  const tee = useTee();
  return (
    <div className="stack">
      <h2>{texts.opening}</h2>
      <Progress
        label={texts.opening}
        text={texts.openingText(format.percent(fraction))}
        value={fraction}
        max={1}
      />
      <div className="registration-buttons">
        <Button onPress={() => void cancelKeystore(store, tee)}>{m.common.cancel}</Button>
      </div>
    </div>
  );
}

function OpeningNotice({ opening }: { opening: Opening }) {
  const { m } = useI18n();
  const { failed, lost } = m.wallets.bring;
  const spoken =
    opening.status === 'wrong' ? failed[opening.reason].what : opening.status === 'lost' ? lost : undefined;
  useEffect(() => {
    if (spoken !== undefined) announce(spoken);
  }, [spoken]);
  switch (opening.status) {
    case 'idle':
    case 'opening':
    case 'opened':
      return null;
    case 'wrong':
      return (
        <Notice kind="warn" title={failed[opening.reason].what}>
          <p>{failed[opening.reason].todo}</p>
        </Notice>
      );
    case 'lost':
      return <Notice kind="warn">{lost}</Notice>;
    case 'failed':
      return <FailureNotice failure={opening.failure} trace={opening.trace} />;
  }
}

function OpenedForm({ store, ...props }: ImportFormProps & { store: KeystoreStore }) {
  const { m } = useI18n();
  const texts = m.wallets.bring;
  const { form, change, attempted, isBusy, send, onSubmit } = useImport(props);
  const opening = useStore(store, (state) => state.opening);
  const [name, setName] = useState('');
  const problem = nameProblem(name);
  useEffect(() => announce(texts.opened), [texts]);
  useEffect(() => form.current?.querySelector('input')?.focus(), [form]);
  const isGone = 'failure' in change && change.failure.reason === 'no-keystore';
  useEffect(() => {
    if (isGone) store.setState({ opening: { status: 'lost' } });
  }, [store, isGone]);
  const submit = (): void => {
    void send(
      problem === undefined
        ? { command: 'IMPORT_KEYSTORE', params: { name: name.trim() }, secrets: [] }
        : undefined,
    );
  };
  return (
    <form className="stack" ref={form} noValidate onSubmit={onSubmit(submit)}>
      <ChangeNotice change={change} />
      <p className="soft">{texts.opened}</p>
      {opening.status === 'opened' ? (
        <div className="opened-file">
          <Identicon address={opening.address} />
          <AddressText address={opening.address} />
        </div>
      ) : null}
      <NameField value={name} onChange={setName} problem={attempted ? problem : undefined} />
      <ImportButtons isBusy={isBusy} submit={texts.import} />
    </form>
  );
}
