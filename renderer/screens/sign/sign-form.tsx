// The form: who signs, and what. How it is filled is observed, with the person's knowledge, as on the assess screen.
import { type FormEvent, type RefObject, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useAuthorized } from '../../app/authorized.ts';
import type { Connection } from '../../app/connection-state.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { observeForm } from '../../behaviour/observe.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/live.tsx';
import { NamedSegments } from '../../ui/named-segments.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { edit } from './form-actions.ts';
import { MessageField, PasteField, TypedDataField } from './other-fields.tsx';
import { MAX_NOTE, prepareReview } from './sign-actions.ts';
import {
  CONTENT_CHOICES,
  type ContentChoice,
  isUnderWay,
  type SignRun,
  type SignStore,
  type SignValues,
} from './sign-store.ts';
import { SignerFields } from './signer-fields.tsx';
import { TransferFields } from './transfer-fields.tsx';

/** One for each way of filling the form: what was pasted into one field says nothing of another. */
export type Collectors = Readonly<Record<'transfer' | 'paste' | 'text', BehaviourCollector>>;

export interface SignFormProps {
  readonly store: SignStore;
  readonly collectors: Collectors;
}

export function SignForm({ store, collectors }: SignFormProps) {
  const { m, format } = useI18n();
  const { values } = useStore(store);
  const collector = collectorFor(collectors, values.choice);
  const form = useRef<HTMLFormElement>(null);
  const submit = useSubmit(store, collector, form);
  useEffect(() => {
    if (form.current !== null) return observeForm(form.current, collector);
    return undefined;
  }, [collector]);
  const { note, choice } = values;
  return (
    <form className="card sign-form" ref={form} onSubmit={submit} noValidate aria-label={m.sign.formTitle}>
      <SignerFields store={store} />
      <NamedSegments
        label={m.sign.choice}
        value={choice}
        options={CONTENT_CHOICES.map((id) => ({ id, name: m.sign.choices[id] }))}
        onChange={(chosen) => {
          store.setState({ attempted: false });
          edit(store, { choice: chosen });
        }}
      />
      <ContentFields choice={choice} store={store} collectors={collectors} />
      <TextField
        name="note"
        label={m.sign.note}
        optional={m.common.optional}
        value={note}
        onChange={(text) => edit(store, { note: text })}
        {...(note.length > MAX_NOTE
          ? { error: m.sign.noteTooLong }
          : {
              hint:
                note === ''
                  ? m.sign.noteHint
                  : m.assess.noteCount(format.integer(note.length), format.integer(MAX_NOTE)),
            })}
      />
      <SubmitRow store={store} />
    </form>
  );
}

function ContentFields({ choice, store, collectors }: SignFormProps & { readonly choice: ContentChoice }) {
  switch (choice) {
    case 'transfer':
      return <TransferFields store={store} collector={collectors.transfer} />;
    case 'paste':
      return <PasteField store={store} />;
    case 'message':
      return <MessageField store={store} />;
    case 'typed-data':
      return <TypedDataField store={store} />;
  }
}

function SubmitRow({ store }: { store: SignStore }) {
  const { m } = useI18n();
  const { state } = useConnection();
  const run = useStore(store, (sign) => sign.run);
  const busy = isUnderWay(run);
  return (
    <div className="submit-row">
      <Button type="submit" weight="primary" isPending={busy} isDisabled={!busy && state !== 'connected'}>
        {busy ? <Spinner /> : null}
        {submitText(m, run, state)}
      </Button>
      <span className="faint">{m.sign.submitHint}</span>
    </div>
  );
}

function submitText({ sign }: Messages, { status }: SignRun, connection: Connection['state']): string {
  if (status === 'preparing') return sign.submitting;
  const comes = connection === 'starting' || connection === 'connecting' || connection === 'restarting';
  return comes ? sign.waiting : sign.submit;
}

function useSubmit(
  store: SignStore,
  collector: BehaviourCollector,
  form: RefObject<HTMLFormElement | null>,
): (event: FormEvent) => void {
  const { m } = useI18n();
  const tee = useTee();
  const authorized = useAuthorized();
  const { state } = useConnection();
  return (event) => {
    event.preventDefault();
    // Enter submits even while the button is disabled.
    if (state !== 'connected') return;
    const lengths = observedLengths(store.getState().values);
    const readFeatures = () => {
      const monotonicMs = performance.now();
      const features = collector.read({ monotonicMs, date: new Date() }, lengths, window);
      collector.beginAnew(monotonicMs);
      return features;
    };
    const services = { tee, authorized, monotonicNowMs: () => performance.now() };
    void prepareReview(store, services, readFeatures).then((asked) => {
      if (asked !== 'has-problems') return;
      announce(m.sign.invalid);
      form.current?.querySelector<HTMLElement>('[data-invalid] input, [data-invalid] textarea')?.focus();
    });
  };
}

function collectorFor(collectors: Collectors, choice: ContentChoice): BehaviourCollector {
  return choice === 'transfer' || choice === 'paste' ? collectors[choice] : collectors.text;
}

/** Of the fields that are looked at for how they were filled. */
function observedLengths({ choice, pasted, transfer }: SignValues): { recipient: number; amount: number } {
  switch (choice) {
    case 'transfer':
      return { recipient: transfer.recipient.length, amount: transfer.amount.length };
    case 'paste':
      return { recipient: pasted.length, amount: 0 };
    case 'message':
    case 'typed-data':
      return { recipient: 0, amount: 0 };
  }
}
