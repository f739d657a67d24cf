// The public phrase, typed a few times; or left out.
import { useStore } from 'zustand';
import { ENROLMENT_SAMPLES } from '../../../tee-sim/protocol/factors.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { TypingDone } from '../../ui/typing-done.tsx';
import { TypingField } from '../../ui/typing-field.tsx';
import { edit } from './registration-actions.ts';
import type { RegistrationStore } from './registration-store.ts';

export function TypingStep({ store }: { store: RegistrationStore }) {
  const { m, format } = useI18n();
  const { typing } = useStore(store);
  const heard = m.typing.heard(format.integer(typing.length), format.integer(ENROLMENT_SAMPLES));
  return (
    <>
      <p className="soft">{m.registration.typingLead}</p>
      {typing.length < ENROLMENT_SAMPLES ? (
        <TypingField
          note={`${heard} · ${m.typing.note}`}
          onSample={(sample) => edit(store, { typing: [...typing, sample] })}
        />
      ) : (
        <TypingDone>
          <p>{m.typing.note}</p>
        </TypingDone>
      )}
    </>
  );
}
