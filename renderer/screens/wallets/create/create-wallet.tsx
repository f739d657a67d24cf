// A new wallet in three calm steps: its name, its words, a check of what was written. Cancelling leaves nothing.
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useAuthorized } from '../../../app/authorized.ts';
import { type HeldSecret, useHeldSecret, useOnLock } from '../../../app/held-secret.ts';
import { goTo } from '../../../app/routes.ts';
import { isUnderWay } from '../../../app/section.ts';
import { ChangeNotice } from '../../../app/section-parts.tsx';
import { useTee } from '../../../app/tee-context.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { announce } from '../../../ui/live.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Spinner } from '../../../ui/progress.tsx';
import { type Made, MadeCard } from '../made-card.tsx';
import { AboutStep } from './about-step.tsx';
import { CheckStep } from './check-step.tsx';
import { createWallet, goBack, goOn, loseSecrets } from './create-actions.ts';
import { type Creation, createCreation, STEPS, type Step } from './create-store.ts';
import { WordsStep } from './words-step.tsx';

export function CreateWallet() {
  const { m } = useI18n();
  const creation = useMemo(createCreation, []);
  const phrase = useHeldSecret();
  const [made, setMade] = useState<Made>();
  useOnLock(() => loseSecrets(creation, phrase));
  return (
    <>
      <header className="screen-head">
        <h1>{m.wallets.create}</h1>
      </header>
      {made === undefined ? (
        <section className="card narrow">
          <CreateForm creation={creation} phrase={phrase} onMade={setMade} />
        </section>
      ) : (
        <MadeCard {...made} />
      )}
    </>
  );
}

interface CreateFormProps {
  readonly creation: Creation;
  readonly phrase: HeldSecret;
  readonly onMade: (made: Made) => void;
}

function CreateForm({ creation, phrase, onMade }: CreateFormProps) {
  const { m, format } = useI18n();
  const tee = useTee();
  const authorized = useAuthorized();
  const { step, drawing, name } = useStore(creation.draft);
  const change = useStore(creation.run, (run) => run.change);
  const form = useStepFocus(step);
  const isBusy = isUnderWay(change);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const went = goOn(creation, phrase);
    if (went === 'has-problems') focusProblem(form.current);
    if (went !== 'complete') return;
    const made = await createWallet(creation, phrase, { tee, authorized });
    if (made !== undefined) onMade({ name: name.trim(), made });
  };
  return (
    <form className="stack registration" ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <div>
        <p className="faint">
          {m.wallets.make.progress(format.integer(STEPS.indexOf(step) + 1), format.integer(STEPS.length))}
        </p>
        <h2 tabIndex={-1}>{m.wallets.make.steps[step]}</h2>
      </div>
      {drawing.status === 'lost' ? <LostNotice /> : null}
      <ChangeNotice change={change} />
      <StepFields step={step} creation={creation} phrase={phrase} />
      <Buttons creation={creation} isBusy={isBusy} />
    </form>
  );
}

function StepFields({
  step,
  creation,
  phrase,
}: { step: Step } & Pick<CreateFormProps, 'creation' | 'phrase'>) {
  switch (step) {
    case 'about':
      return <AboutStep creation={creation} />;
    case 'words':
      return <WordsStep creation={creation} phrase={phrase} />;
    case 'check':
      return <CheckStep creation={creation} phrase={phrase} />;
  }
}

function Buttons({ creation, isBusy }: { creation: Creation; isBusy: boolean }) {
  const { m } = useI18n();
  const { step, drawn } = useStore(creation.draft);
  return (
    <div className="registration-buttons">
      <Button isDisabled={isBusy} onPress={() => goTo('wallets')}>
        {m.common.cancel}
      </Button>
      {step === 'about' ? null : (
        <Button isDisabled={isBusy} onPress={() => goBack(creation)}>
          {m.wallets.make.back}
        </Button>
      )}
      <Button
        type="submit"
        weight="primary"
        isPending={isBusy}
        isDisabled={step !== 'about' && drawn === undefined}
      >
        {isBusy ? <Spinner /> : null}
        {step === 'check' ? m.wallets.make.create : m.wallets.make.next}
      </Button>
    </div>
  );
}

function LostNotice() {
  const { m } = useI18n();
  const { lostTitle, lostText } = m.wallets.make;
  useEffect(() => announce(`${lostTitle}. ${lostText}`), [lostTitle, lostText]);
  return (
    <Notice kind="warn" title={lostTitle}>
      <p>{lostText}</p>
    </Notice>
  );
}

/** The keyboard starts at the top of each step. */
function useStepFocus(step: Step) {
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef<Step | undefined>(undefined);
  useEffect(() => {
    const isFirst = shown.current === undefined;
    shown.current = step;
    if (!isFirst) form.current?.querySelector<HTMLElement>('h2')?.focus();
  }, [step]);
  return form;
}

function focusProblem(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[data-invalid] input, input[type=checkbox]:not(:checked)')?.focus();
}
