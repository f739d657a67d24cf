// Asks for the proof that the TEE wants for one request: why, with what, and what was wrong with the last one.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useStore } from 'zustand';
import type { UserSummary } from '../../tee-sim/protocol/factors.ts';
import { defaultPolicy, type Policy } from '../../tee-sim/protocol/policy.ts';
import type { Messages } from '../i18n/messages.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from '../ui/button.tsx';
import { announce } from '../ui/live.tsx';
import { Notice } from '../ui/notice.tsx';
import { Spinner } from '../ui/progress.tsx';
import { Reasons } from '../ui/reasons.tsx';
import { TraceDisclosure } from '../ui/trace-view.tsx';
import type { Account } from './account.ts';
import { type Authorized, type StepUpQuestion, useAuthorized } from './authorized.ts';
import { choicesFor, draftProblem, emptyDraft, type FactorDraft, shownFactors } from './factor-draft.ts';
import { FactorFields } from './factor-fields.tsx';
import { ProofFailure } from './proof-failure.tsx';
import { useServedUser } from './role.ts';
import { useAccount, useTee } from './tee-context.ts';

const PASSWORD_ONLY = [['password']] as const;

export function StepUpDialog() {
  const authorized = useAuthorized();
  const account = useAccount();
  const question = useStore(authorized.store, (state) => state.question);
  const user = account?.user;
  return (
    <ModalOverlay
      className="overlay"
      isOpen={question !== undefined}
      onOpenChange={(isOpen) => (isOpen ? undefined : authorized.cancel())}
    >
      <Modal className="modal">
        {question === undefined || account === undefined || user === undefined ? null : (
          <Dialog className="dialog">
            <StepUpForm question={question} account={account} user={user} authorized={authorized} />
          </Dialog>
        )}
      </Modal>
    </ModalOverlay>
  );
}

interface StepUpFormProps {
  readonly question: StepUpQuestion;
  readonly account: Account;
  readonly user: UserSummary;
  readonly authorized: Authorized;
}

function StepUpForm({ question, account, user, authorized }: StepUpFormProps) {
  const { m } = useI18n();
  const { level, because, isBusy, failure, needsPassword, trace } = question;
  const isOnlyPassword = needsPassword && level === 'Enhanced';
  const title = isOnlyPassword ? m.stepUp.passwordTitle : m.stepUp.titles[level];
  useEffect(() => announce(m.stepUp.announce(title)), [m, title]);
  const policy = usePolicy();
  const choices = isOnlyPassword ? PASSWORD_ONLY : choicesFor(level, user, policy.userAuthentication);
  const { drafts, change, forgetSecrets } = useDrafts(choices);
  const [attempted, setAttempted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (failure === undefined) return;
    forgetSecrets();
    setAttempted(false);
    form.current?.querySelector('input')?.focus();
  }, [failure, forgetSecrets]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBusy) return;
    setAttempted(true);
    const shown = shownFactors(drafts, user.name, account);
    if (shown !== undefined) authorized.answer(shown);
    else focusProblem(form.current, drafts);
  };
  return (
    <form className="stack" ref={form} onSubmit={submit} noValidate>
      <Heading slot="title" level={2}>
        {title}
      </Heading>
      <p>{m.stepUp.operation(operationName(m, question))}</p>
      <p className="soft">{isOnlyPassword ? m.stepUp.passwordLead : m.stepUp.lead[level]}</p>
      {because.length === 0 || isOnlyPassword ? null : (
        <section className="stack" aria-label={m.stepUp.why}>
          <h3>{m.stepUp.why}</h3>
          <Reasons factors={because} />
        </section>
      )}
      {failure === undefined ? (
        <TraceDisclosure trace={trace} />
      ) : (
        <ProofFailure failure={failure} trace={trace} />
      )}
      {choices.length === 0 ? <Impossible level={level} /> : null}
      {drafts.map((draft, i) => (
        <FactorFields
          // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second proof
          key={i}
          autoFocus={i === 0}
          label={choices.length === 1 ? m.stepUp.with : i === 0 ? m.stepUp.first : m.stepUp.second}
          choices={choices[i] ?? []}
          draft={draft}
          attempted={attempted}
          onChange={(changed) => change(i, changed)}
        />
      ))}
      <Waiting user={user} />
      <div className="dialog-actions">
        <Button onPress={() => authorized.cancel()} isDisabled={isBusy}>
          {m.common.cancel}
        </Button>
        {choices.length === 0 ? null : (
          <Button type="submit" weight="primary" isPending={isBusy}>
            {isBusy ? <Spinner /> : null}
            {isBusy ? m.stepUp.confirming : m.stepUp.confirm}
          </Button>
        )}
      </div>
    </form>
  );
}

function Impossible({ level }: { level: StepUpQuestion['level'] }) {
  const { m } = useI18n();
  return (
    <Notice kind="warn">
      <p>{level === 'Maximum' ? m.stepUp.impossible : m.stepUp.impossibleOne}</p>
    </Notice>
  );
}

/** Factors that are set up but do not count yet. */
function Waiting({ user }: { user: UserSummary }) {
  const { m, format } = useI18n();
  return user.factors
    .filter(({ countsInMs }) => countsInMs > 0)
    .map(({ factor, countsInMs }) => (
      <p className="faint" key={factor}>
        {m.stepUp.waits(m.account.factors[factor], format.duration(countsInMs))}
      </p>
    ));
}

/** What was entered, one for each proof; begun anew when there are other choices. */
function useDrafts(choices: ReturnType<typeof choicesFor>) {
  const [entered, setEntered] = useState<readonly FactorDraft[]>([]);
  const drafts = choices.map((known, i) => {
    const draft = entered[i];
    return draft !== undefined && known.includes(draft.factor) ? draft : emptyDraft(known[0] ?? 'password');
  });
  return {
    drafts,
    change: (place: number, changed: FactorDraft): void =>
      setEntered(drafts.map((draft, i) => (i === place ? changed : draft))),
    forgetSecrets: useForget(setEntered),
  };
}

function useForget(setEntered: (change: (drafts: readonly FactorDraft[]) => readonly FactorDraft[]) => void) {
  const forget = useRef(() => setEntered((drafts) => drafts.map(({ factor }) => emptyDraft(factor))));
  return forget.current;
}

/** The policy in force; until it is known, as it is by default. */
function usePolicy(): Policy {
  const tee = useTee();
  const isServed = useServedUser() !== undefined;
  const [policy, setPolicy] = useState(defaultPolicy);
  useEffect(() => {
    if (!isServed) return undefined;
    let wanted = true;
    tee.invoke('GET_POLICY', {}).then(
      ({ result }) => (wanted ? setPolicy(result.policy) : undefined),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [tee, isServed]);
  return policy;
}

function operationName({ stepUp }: Messages, { command }: StepUpQuestion): string {
  const names: Readonly<Record<string, string>> = stepUp.operations;
  return (Object.hasOwn(names, command) ? names[command] : undefined) ?? stepUp.operations.other;
}

function focusProblem(form: HTMLFormElement | null, drafts: readonly FactorDraft[]): void {
  const place = drafts.findIndex((draft) => draftProblem(draft) !== undefined);
  form?.querySelectorAll('input')[Math.max(0, place)]?.focus();
}
