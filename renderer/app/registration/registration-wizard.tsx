// A registration in a few calm steps: name and password, words and codes, a check, typing, the authenticator.
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { ENROLMENT_SAMPLES } from '../../../tee-sim/protocol/factors.ts';
import { defaultPolicy } from '../../../tee-sim/protocol/policy.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { useConnection } from '../tee-context.ts';
import { CheckStep } from './check-step.tsx';
import { CodeStep } from './code-step.tsx';
import { PersonStep } from './person-step.tsx';
import {
  forgetPrepared,
  goBack,
  goOn,
  prepare,
  type RegistrationServices,
  register,
} from './registration-actions.ts';
import { type RegistrationStore, STEPS, type Step } from './registration-store.ts';
import { TypingStep } from './typing-step.tsx';
import { WordsStep } from './words-step.tsx';

export interface RegistrationWizardProps {
  readonly store: RegistrationStore;
  readonly services: RegistrationServices;
  readonly onRegistered: () => void;
  /** The policy's. */
  readonly minPasswordCharacters?: number;
  /** Beside the buttons, e.g. a way out. */
  readonly aside?: ReactNode;
}

export function RegistrationWizard(props: RegistrationWizardProps) {
  const { store, services, onRegistered, aside } = props;
  const { minPasswordCharacters = defaultPolicy.userAuthentication.minPasswordCharacters } = props;
  const { m, format } = useI18n();
  const { step, run } = useStore(store);
  const form = useStepFocus(step);
  usePrepared(store, services);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (goOn(store, minPasswordCharacters) === 'has-problems') {
      form.current?.querySelector<HTMLElement>('[data-invalid] input, input:not(:checked)')?.focus();
      return;
    }
    if (step !== 'code') return;
    void register(store, services).then((outcome) => {
      if (outcome === 'registered') onRegistered();
    });
  };
  const place = STEPS.indexOf(step) + 1;
  return (
    <form className="stack registration" ref={form} onSubmit={submit} noValidate>
      <div>
        <p className="faint">
          {m.registration.progress(format.integer(place), format.integer(STEPS.length))}
        </p>
        <h2 tabIndex={-1}>{m.registration.steps[step]}</h2>
      </div>
      <RunNotices store={store} />
      <StepFields store={store} step={step} minPasswordCharacters={minPasswordCharacters} />
      <StepButtons store={store} busy={run.status === 'busy' || run.status === 'unknown'} aside={aside} />
    </form>
  );
}

function StepFields({
  store,
  step,
  minPasswordCharacters,
}: {
  store: RegistrationStore;
  step: Step;
  minPasswordCharacters: number;
}) {
  switch (step) {
    case 'person':
      return <PersonStep store={store} minPasswordCharacters={minPasswordCharacters} />;
    case 'words':
      return <WordsStep store={store} />;
    case 'check':
      return <CheckStep store={store} />;
    case 'typing':
      return <TypingStep store={store} />;
    case 'code':
      return <CodeStep store={store} />;
  }
}

interface StepButtonsProps {
  readonly store: RegistrationStore;
  readonly busy: boolean;
  readonly aside: ReactNode;
}

function StepButtons({ store, busy, aside }: StepButtonsProps) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { step, prepared, typing } = useStore(store);
  const waits = state !== 'connected' || (step !== 'person' && prepared === undefined);
  return (
    <div className="registration-buttons">
      {aside}
      {step === 'person' ? null : (
        <Button onPress={() => goBack(store)} isDisabled={busy}>
          {m.registration.back}
        </Button>
      )}
      <Button type="submit" weight="primary" isPending={busy} isDisabled={!busy && waits}>
        {busy ? <Spinner /> : null}
        {step === 'typing' && typing.length < ENROLMENT_SAMPLES
          ? m.registration.typingSkip
          : step !== 'code'
            ? m.registration.next
            : busy
              ? m.registration.creating
              : m.registration.create}
      </Button>
    </div>
  );
}

function RunNotices({ store }: { store: RegistrationStore }) {
  const { m } = useI18n();
  const run = useStore(store, (state) => state.run);
  const { lostTitle, lostText, unknownTitle, unknownText } = m.registration;
  useEffect(() => {
    if (run.status === 'lost') announce(`${lostTitle}. ${lostText}`);
    if (run.status === 'unknown') announce(`${unknownTitle}. ${unknownText}`);
  }, [run, lostTitle, lostText, unknownTitle, unknownText]);
  switch (run.status) {
    case 'idle':
    case 'busy':
      return null;
    case 'lost':
      return (
        <Notice kind="warn" title={lostTitle}>
          <p>{lostText}</p>
        </Notice>
      );
    case 'unknown':
      return (
        <Notice kind="warn" title={unknownTitle}>
          <p>{unknownText}</p>
        </Notice>
      );
    case 'failed':
      return <FailureNotice failure={run.failure} trace={run.trace} />;
  }
}

/** Has words drawn where the step needs them, and drawn anew when the TEE that drew them is gone. */
function usePrepared(store: RegistrationStore, services: RegistrationServices): void {
  const { step, prepared, run } = useStore(store);
  const connection = useConnection();
  const bootId = connection.state === 'connected' ? connection.view.bootId : undefined;
  const needed =
    step !== 'person' && prepared === undefined && (run.status === 'idle' || run.status === 'lost');
  const isGone = bootId !== undefined && prepared !== undefined && prepared.bootId !== bootId;
  const undecided = run.status === 'busy' || run.status === 'unknown';
  useEffect(() => {
    if (isGone && !undecided) forgetPrepared(store);
  }, [store, isGone, undecided]);
  useEffect(() => {
    if (needed && bootId !== undefined) void prepare(store, services);
  }, [store, services, needed, bootId]);
}

/** The keyboard starts at the top of each step. */
function useStepFocus(step: Step) {
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef<Step | undefined>(undefined);
  useEffect(() => {
    const first = shown.current === undefined;
    shown.current = step;
    const target = first ? undefined : (form.current?.querySelector<HTMLElement>('h2') ?? undefined);
    target?.focus();
  }, [step]);
  return form;
}
