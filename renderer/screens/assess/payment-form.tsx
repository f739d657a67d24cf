// The payment form. How it is filled is observed, with the person's knowledge; what is filled in stays in the store.
import type { FormEvent } from 'react';
import { useStore } from 'zustand';
import { CHAINS } from '../../app/chains.ts';
import type { Connection } from '../../app/connection-state.ts';
import { useIsDeviceOwner } from '../../app/role.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { useObservedForm } from '../../behaviour/use-observed-form.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { SubmitRow } from '../../ui/submit-row.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { editPayment, submitPayment } from './assess-actions.ts';
import type { AssessStatus, AssessStore } from './assess-store.ts';
import { fieldTexts } from './field-texts.ts';

export interface PaymentFormProps {
  readonly store: AssessStore;
  readonly collector: BehaviourCollector;
}

export function PaymentForm({ store, collector }: PaymentFormProps) {
  const { m, format } = useI18n();
  const state = useStore(store);
  const { values } = state;
  const texts = fieldTexts(m, format, state);
  const { form, submit } = useSubmit(store, collector);
  return (
    <form
      className="card payment-form"
      ref={form}
      onSubmit={submit}
      noValidate
      aria-label={m.assess.formTitle}
    >
      <TextField
        name="recipient"
        mono
        label={m.assess.recipient}
        value={values.recipient}
        onChange={(recipient) => editPayment(store, { recipient })}
        {...texts.recipient}
      />
      <div className="field-pair">
        <TextField
          name="amount"
          label={m.assess.amount}
          unit={m.assess.amountUnit}
          inputMode="decimal"
          value={values.amount}
          onChange={(amount) => editPayment(store, { amount })}
          {...texts.amount}
        />
        <SelectField
          label={m.assess.network}
          value={values.chainId}
          options={CHAINS}
          onChange={(chainId) => editPayment(store, { chainId })}
        />
      </div>
      <TextField
        name="note"
        multiline
        label={m.assess.note}
        optional={m.common.optional}
        value={values.note}
        onChange={(note) => editPayment(store, { note })}
        {...texts.note}
      />
      <Submit store={store} />
    </form>
  );
}

function Submit({ store }: { store: AssessStore }) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { status } = useStore(store, ({ run }) => run);
  return (
    <SubmitRow
      text={submitText(m, status, state)}
      hint={m.assess.submitHint}
      busy={status === 'busy' || status === 'unknown'}
      isReady={state === 'connected'}
    />
  );
}

function submitText(
  { assess }: Messages,
  status: AssessStatus['status'],
  connection: Connection['state'],
): string {
  if (status === 'busy') return assess.submitting;
  const comes = connection === 'starting' || connection === 'connecting' || connection === 'restarting';
  if (comes || status === 'unknown') return assess.waiting;
  return assess.submit;
}

function useSubmit(store: AssessStore, collector: BehaviourCollector) {
  const { m } = useI18n();
  const tee = useTee();
  const isDeviceOwner = useIsDeviceOwner();
  const { form, submit } = useObservedForm(collector, m.assess.invalid);
  return {
    form,
    submit: (event: FormEvent): void => {
      event.preventDefault();
      const { recipient, amount } = store.getState().values;
      submit({ recipient: recipient.length, amount: amount.length }, (readFeatures) =>
        submitPayment(store, { tee, isDeviceOwner }, readFeatures, () => performance.now()),
      );
    },
  };
}
