// A new password, typed twice. It lives in this form only, goes to the TEE as bytes, and those are zeroed.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { wipe } from '../../../tee-sim/protocol/bytes.ts';
import { defaultPolicy } from '../../../tee-sim/protocol/policy.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { strengthOf } from '../../app/password-strength.ts';
import { fitsTee, passwordBytes } from '../../app/secrets.ts';
import { forgetChange, isUnderWay, performChange } from '../../app/section.ts';
import { ChangeFailure } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { loadAccount } from './load-actions.ts';
import type { SecurityStores } from './security-store.ts';

interface ChangePasswordProps {
  readonly store: SecurityStores['account'];
  readonly name: string;
  readonly onClose: () => void;
}

export function ChangePassword({ store, name, onClose }: ChangePasswordProps) {
  const { m, format } = useI18n();
  const texts = m.security.signIn;
  const tee = useTee();
  const authorized = useAuthorized();
  const change = useStore(store, (state) => state.change);
  const minimum = useMinimum();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [attempted, setAttempted] = useState(false);
  const problem = passwordProblem(m, format, password, minimum);
  const differ = repeated !== password ? m.account.errors.passwordsDiffer : undefined;
  const save = async (): Promise<void> => {
    setAttempted(true);
    if (problem !== undefined || differ !== undefined) return;
    const secret = passwordBytes(password);
    try {
      const options = { secrets: [secret] };
      const done = await performChange(store, { tee, authorized }, 'CHANGE_PASSWORD', {}, options);
      if (done !== undefined) onClose();
    } finally {
      wipe(secret);
    }
    await loadAccount(store, tee);
  };
  return (
    <FormDialog
      isOpen
      title={texts.passwordTitle}
      lead={texts.passwordLead}
      submit={texts.passwordSubmit}
      isPending={isUnderWay(change)}
      onSubmit={() => void save()}
      onCancel={() => {
        forgetChange(store);
        onClose();
      }}
    >
      <SecretField
        name="newPassword"
        label={m.account.newPassword}
        value={password}
        hint={password === '' ? undefined : m.account.strengths[strengthOf(password, name)]}
        error={attempted ? problem : undefined}
        autoFocus
        onChange={setPassword}
      />
      <SecretField
        name="repeatedPassword"
        label={m.account.repeat}
        value={repeated}
        error={attempted ? differ : undefined}
        onChange={setRepeated}
      />
      <ChangeFailure change={change} />
    </FormDialog>
  );
}

function passwordProblem(
  { account: { errors } }: Messages,
  format: Format,
  password: string,
  minimum: number,
): string | undefined {
  if (password === '') return errors.passwordEmpty;
  if (!fitsTee(password)) return errors.passwordLong;
  return [...password].length < minimum ? errors.passwordShort(format.integer(minimum)) : undefined;
}

/** What the policy asks; its default until the TEE told. */
function useMinimum(): number {
  const tee = useTee();
  const [minimum, setMinimum] = useState(defaultPolicy.userAuthentication.minPasswordCharacters);
  useEffect(() => {
    tee
      .invoke('GET_POLICY', {})
      .then(({ result }) => setMinimum(result.policy.userAuthentication.minPasswordCharacters))
      // The TEE refuses a short one all the same, and says why.
      .catch(() => undefined);
  }, [tee]);
  return minimum;
}
