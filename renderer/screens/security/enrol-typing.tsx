// Recognition by typing: the public phrase a few times, and the TEE makes a template of its rhythm.
import { useState } from 'react';
import { useStore } from 'zustand';
import { ENROLMENT_SAMPLES, type KeystrokeSample } from '../../../tee-sim/protocol/factors.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { forgetChange, isUnderWay, performChange } from '../../app/section.ts';
import { ChangeFailure } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TypingDone } from '../../ui/typing-done.tsx';
import { TypingField } from '../../ui/typing-field.tsx';
import { loadAccount } from './load-actions.ts';
import type { SecurityStores } from './security-store.ts';

interface EnrolTypingProps {
  readonly store: SecurityStores['account'];
  readonly onClose: () => void;
}

export function EnrolTyping({ store, onClose }: EnrolTypingProps) {
  const { m, format } = useI18n();
  const texts = m.security.signIn;
  const tee = useTee();
  const authorized = useAuthorized();
  const change = useStore(store, (state) => state.change);
  const [samples, setSamples] = useState<readonly KeystrokeSample[]>([]);
  const isComplete = samples.length === ENROLMENT_SAMPLES;
  const enrol = async (): Promise<void> => {
    const params = { typing: [...samples] };
    const done = await performChange(store, { tee, authorized }, 'ENROL_TYPING', params);
    if (done !== undefined) onClose();
    await Promise.all([loadAccount(store, tee), tee.refreshAccount()]);
  };
  return (
    <FormDialog
      isOpen
      title={texts.typingTitle}
      lead={texts.typingLead}
      submit={texts.typingSubmit}
      isPending={isUnderWay(change)}
      isSubmitDisabled={!isComplete}
      onSubmit={() => void enrol()}
      onCancel={() => {
        forgetChange(store);
        onClose();
      }}
    >
      {isComplete ? (
        <TypingDone />
      ) : (
        <TypingField
          autoFocus
          note={m.typing.heard(format.integer(samples.length), format.integer(ENROLMENT_SAMPLES))}
          onSample={(sample) => setSamples((before) => [...before, sample].slice(0, ENROLMENT_SAMPLES))}
        />
      )}
      <p className="faint">{m.typing.note}</p>
      <ChangeFailure change={change} />
    </FormDialog>
  );
}
