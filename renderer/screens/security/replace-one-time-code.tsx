// A new authenticator app: the TEE draws a secret and new recovery codes, and takes them once a code proves that the
// app has the secret. What it drew is shown here only and kept nowhere.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CommandResult } from '../../../tee-sim/protocol/commands.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { oneTimeCodeOf } from '../../app/factor-draft.ts';
import { type Refused, refusedBy } from '../../app/refused.ts';
import { OneTimeSecret } from '../../app/registration/code-step.tsx';
import { forgetChange, isUnderWay, performChange } from '../../app/section.ts';
import { ChangeFailure } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { announce } from '../../ui/live.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { loadAccount } from './load-actions.ts';
import type { SecurityStores } from './security-store.ts';

type Prepared = CommandResult<'PREPARE_FACTORS'>;

interface ReplaceOneTimeCodeProps {
  readonly store: SecurityStores['account'];
  readonly name: string;
  readonly onClose: () => void;
}

export function ReplaceOneTimeCode({ store, name, onClose }: ReplaceOneTimeCodeProps) {
  const { m } = useI18n();
  const texts = m.security.signIn;
  const tee = useTee();
  const authorized = useAuthorized();
  const change = useStore(store, (state) => state.change);
  const { prepared, refused, draw } = usePrepared(name);
  const [code, setCode] = useState('');
  const [written, setWritten] = useState(false);
  const [attempted, setAttempted] = useState(false);
  const oneTimeCode = oneTimeCodeOf(code);
  const replace = async (): Promise<void> => {
    setAttempted(oneTimeCode === undefined);
    if (oneTimeCode === undefined) return announce(m.account.errors.codeForm);
    const params = { oneTimeCode };
    const done = await performChange(store, { tee, authorized }, 'REPLACE_ONE_TIME_CODE', params);
    // A code is good for once and for a minute: whatever became of it, the next try needs another.
    setCode('');
    if (done !== undefined) onClose();
    await loadAccount(store, tee);
  };
  return (
    <FormDialog
      isOpen
      isWide
      title={texts.codeTitle}
      lead={texts.codeLead}
      submit={texts.codeSubmit}
      isPending={isUnderWay(change)}
      isSubmitDisabled={prepared === undefined || !written}
      onSubmit={() => void replace()}
      onCancel={() => {
        forgetChange(store);
        onClose();
      }}
    >
      {refused === undefined ? null : (
        <FailureNotice failure={refused.failure} trace={refused.trace} actions={<Retry onPress={draw} />} />
      )}
      {prepared === undefined && refused === undefined ? <Blank busy>{m.registration.drawing}</Blank> : null}
      {prepared === undefined ? null : (
        <>
          <PreparedCodes prepared={prepared} />
          <Checkbox isSelected={written} onChange={setWritten}>
            {m.registration.written}
          </Checkbox>
          <SecretField
            name="oneTimeCode"
            type="text"
            inputMode="numeric"
            mono
            label={m.account.code}
            hint={texts.newCodeHint}
            error={attempted && oneTimeCode === undefined ? m.account.errors.codeForm : undefined}
            value={code}
            onChange={setCode}
          />
        </>
      )}
      <ChangeFailure change={change} />
      {'failure' in change && change.failure.reason === 'not-prepared' ? <Retry onPress={draw} /> : null}
    </FormDialog>
  );
}

function Retry({ onPress }: { onPress: () => void }) {
  const { m } = useI18n();
  return (
    <div>
      <Button small onPress={onPress}>
        {m.security.signIn.drawAgain}
      </Button>
    </div>
  );
}

function PreparedCodes({ prepared }: { prepared: Prepared }) {
  const { m } = useI18n();
  return (
    <div className="prepared">
      <OneTimeSecret uri={prepared.oneTimeCodeUri} secret={prepared.oneTimeCodeSecret} />
      <div>
        <h3>{m.registration.codesTitle}</h3>
        <p className="card-lead">{m.registration.codesLead}</p>
        <ul className="codes mono" aria-label={m.registration.codesLabel} translate="no">
          {prepared.recoveryCodes.map((recoveryCode) => (
            <li key={recoveryCode}>{recoveryCode}</li>
          ))}
        </ul>
        <p className="faint">{m.registration.noCopy}</p>
      </div>
    </div>
  );
}

/** Drawn when the form opens, and anew when asked; the TEE forgets the earlier ones. */
function usePrepared(name: string) {
  const tee = useTee();
  const [prepared, setPrepared] = useState<Prepared>();
  const [refused, setRefused] = useState<Refused>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isCurrent = attempt >= 0;
    tee.invoke('PREPARE_FACTORS', { name }).then(
      ({ result }) => {
        if (isCurrent) setPrepared(result);
      },
      (error: unknown) => {
        if (isCurrent) setRefused(refusedBy(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [tee, name, attempt]);
  const draw = (): void => {
    setPrepared(undefined);
    setRefused(undefined);
    setAttempt((count) => count + 1);
  };
  return { prepared, refused, draw };
}
