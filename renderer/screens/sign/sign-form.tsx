// The form: who signs, and what. How it is filled is observed, with the person's knowledge, as on the assess screen.
import type { FormEvent } from 'react';
import { useStore } from 'zustand';
import { useAuthorized } from '../../app/authorized.ts';
import type { Connection } from '../../app/connection-state.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import type { BehaviourCollector, FieldLengths } from '../../behaviour/collector.ts';
import { useObservedForm } from '../../behaviour/use-observed-form.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { NoteField } from '../../signing/note-field.tsx';
import { isUnderWay, type ReviewRun } from '../../signing/review-store.ts';
import { SignerFields } from '../../signing/signer-fields.tsx';
import { NamedSegments } from '../../ui/named-segments.tsx';
import { SubmitRow } from '../../ui/submit-row.tsx';
import { edit, suggestNonce } from './form-actions.ts';
import { MessageField, PasteField, TypedDataField } from './other-fields.tsx';
import { prepareReview } from './sign-actions.ts';
import { CONTENT_CHOICES, type ContentChoice, type SignStore, type SignValues } from './sign-store.ts';
import { TransferFields } from './transfer-fields.tsx';

/** One for each way of filling the form: what was pasted into one field says nothing of another. */
export type Collectors = Readonly<Record<'transfer' | 'paste' | 'text', BehaviourCollector>>;

export interface SignFormProps {
  readonly store: SignStore;
  readonly collectors: Collectors;
}

export function SignForm({ store, collectors }: SignFormProps) {
  const { m } = useI18n();
  const tee = useTee();
  const { choice, note } = useStore(store, ({ values }) => values);
  const { form, submit } = useSubmit(store, collectorFor(collectors, choice));
  return (
    <form className="card stack" ref={form} onSubmit={submit} noValidate aria-label={m.sign.formTitle}>
      <SignerFields store={store.signer} onChosen={() => void suggestNonce(store, tee)} />
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
      <NoteField note={note} onChange={(text) => edit(store, { note: text })} />
      <Submit store={store} />
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

function Submit({ store }: { store: SignStore }) {
  const { m } = useI18n();
  const { state } = useConnection();
  const run = useStore(store.review, (review) => review.run);
  return (
    <SubmitRow
      text={submitText(m, run, state)}
      hint={m.sign.submitHint}
      busy={isUnderWay(run)}
      isReady={state === 'connected'}
    />
  );
}

function submitText({ sign }: Messages, { status }: ReviewRun, connection: Connection['state']): string {
  if (status === 'preparing') return sign.submitting;
  const comes = connection === 'starting' || connection === 'connecting' || connection === 'restarting';
  return comes ? sign.waiting : sign.submit;
}

function useSubmit(store: SignStore, collector: BehaviourCollector) {
  const { m } = useI18n();
  const tee = useTee();
  const authorized = useAuthorized();
  const { form, submit } = useObservedForm(collector, m.sign.invalid);
  const services = { tee, authorized, monotonicNowMs: () => performance.now() };
  return {
    form,
    submit: (event: FormEvent) => {
      event.preventDefault();
      submit(observedLengths(store.getState().values), (readFeatures) =>
        prepareReview(store, services, readFeatures),
      );
    },
  };
}

function collectorFor(collectors: Collectors, choice: ContentChoice): BehaviourCollector {
  return choice === 'transfer' || choice === 'paste' ? collectors[choice] : collectors.text;
}

/** Of the fields that are looked at for how they were filled. */
function observedLengths({ choice, pasted, transfer }: SignValues): FieldLengths {
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
