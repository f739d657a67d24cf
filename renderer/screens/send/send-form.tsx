// The form: who pays, over which network, whom, what, how much, for which fee. How it is filled is observed, with the
// person's knowledge, as on the Sign screen.
import { useStore } from 'zustand';
import { useConnection } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { useObservedForm } from '../../behaviour/use-observed-form.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { NoteField } from '../../signing/note-field.tsx';
import { RunNotice } from '../../signing/run-notice.tsx';
import { SignerFields } from '../../signing/signer-fields.tsx';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/live.tsx';
import { SubmitRow } from '../../ui/submit-row.tsx';
import { AmountField } from './amount-field.tsx';
import { BalanceLine } from './balance-line.tsx';
import { askForReview, type SendServices, stopChecking } from './check-actions.ts';
import { CheckNotice } from './check-notice.tsx';
import { FeeField } from './fee-field.tsx';
import { editNote, type Known } from './form-actions.ts';
import { NetworkFields } from './network-fields.tsx';
import { RecipientField } from './recipient-field.tsx';
import type { SendStore } from './send-store.ts';
import { useQuotes } from './use-send.ts';

export interface SendFormProps {
  readonly store: SendStore;
  readonly services: SendServices;
  readonly known: Known;
  readonly collector: BehaviourCollector;
}

export function SendForm(props: SendFormProps) {
  const { store, services, known, collector } = props;
  const { m } = useI18n();
  const note = useStore(store, ({ values }) => values.note);
  const { form, submit } = useSubmit(props);
  useQuotes(store, services, known);
  return (
    <>
      <RunNotice store={store.review} />
      <form
        className="card stack"
        ref={form}
        noValidate
        aria-label={m.send.formTitle}
        onSubmit={(event) => {
          event.preventDefault();
          submit(false);
        }}
      >
        <SignerFields store={store.signer} />
        <NetworkFields store={store} known={known} />
        <BalanceLine store={store} services={services} known={known} />
        <RecipientField store={store} known={known} collector={collector} />
        <AmountField store={store} known={known} />
        <FeeField store={store} services={services} known={known} />
        <NoteField note={note} onChange={(text) => editNote(store, text)} />
        <CheckNotice store={store} known={known} onGoOn={() => submit(true)} />
        <Submit store={store} services={services} />
      </form>
    </>
  );
}

function Submit({ store, services }: Pick<SendFormProps, 'store' | 'services'>) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { status } = useStore(store, ({ run }) => run);
  const stop = (): void => {
    void stopChecking(store, services);
    announce(m.send.stopped);
  };
  return (
    <SubmitRow
      text={
        status === 'checking' ? m.send.checking : status === 'preparing' ? m.sign.submitting : m.sign.submit
      }
      hint={m.sign.submitHint}
      busy={status === 'checking' || status === 'preparing'}
      isReady={state === 'connected'}
    >
      {status === 'checking' ? <Button onPress={stop}>{m.send.stop}</Button> : null}
    </SubmitRow>
  );
}

function useSubmit({ store, services, collector }: SendFormProps) {
  const { m } = useI18n();
  const { form, submit } = useObservedForm(collector, m.sign.invalid);
  return {
    form,
    submit: (knowingly: boolean): void => {
      const { recipient, amount } = store.getState().values;
      submit({ recipient: recipient.length, amount: amount.length }, (readFeatures) =>
        askForReview(store, services, { readFeatures, knowingly }),
      );
    },
  };
}
