// The authenticator app: a code to scan, the same as text, and the first code back.
import { useStore } from 'zustand';
import { useI18n } from '../../i18n/use-i18n.ts';
import { QrCode } from '../../ui/qr-code.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { edit } from './registration-actions.ts';
import { problemsOf } from './registration-rules.ts';
import type { RegistrationStore } from './registration-store.ts';

export function CodeStep({ store }: { store: RegistrationStore }) {
  const { m } = useI18n();
  const state = useStore(store);
  const { prepared, code, attempted } = state;
  const problem = attempted ? problemsOf('code', state, 0).code : undefined;
  return (
    <>
      <p className="soft">{m.registration.codeLead}</p>
      {prepared === undefined ? null : (
        <OneTimeSecret uri={prepared.oneTimeCodeUri} secret={prepared.oneTimeCodeSecret} />
      )}
      <SecretField
        name="one-time-code"
        type="text"
        inputMode="numeric"
        mono
        maxLength={16}
        label={m.account.code}
        hint={m.account.codeHint}
        value={code}
        onChange={(typed) => edit(store, { code: typed })}
        error={problem === undefined ? undefined : m.account.errors[problem]}
      />
    </>
  );
}

export function OneTimeSecret({ uri, secret }: { uri: string; secret: string }) {
  const { m } = useI18n();
  return (
    <div className="one-time-secret">
      <QrCode text={uri} label={m.registration.qrLabel} />
      <div className="stack">
        <p className="soft">{m.registration.secret}</p>
        <p className="mono" translate="no">
          {(secret.match(/.{1,4}/g) ?? []).join(' ')}
        </p>
      </div>
    </div>
  );
}
