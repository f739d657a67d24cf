// The payment form. How it is filled is observed, with the person's knowledge; what is filled in stays in the store.
import { type FormEvent, type RefObject, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { CHAINS } from '../../app/chains.ts';
import type { Connection } from '../../app/connection-state.ts';
import { useIsDeviceOwner } from '../../app/role.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { observeForm } from '../../behaviour/observe.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/live.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { SelectField } from '../../ui/select-field.tsx';
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
  const form = useRef<HTMLFormElement>(null);
  const submit = useSubmit(store, collector, form);
  useEffect(() => {
    if (form.current !== null) return observeForm(form.current, collector);
    return undefined;
  }, [collector]);
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
      <SubmitRow store={store} />
    </form>
  );
}

function SubmitRow({ store }: { store: AssessStore }) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { status } = useStore(store, ({ run }) => run);
  const busy = status === 'busy' || status === 'unknown';
  return (
    <div className="submit-row">
      <Button type="submit" weight="primary" isPending={busy} isDisabled={!busy && state !== 'connected'}>
        {busy ? <Spinner /> : null}
        {submitText(m, status, state)}
      </Button>
      <span className="faint">{m.assess.submitHint}</span>
    </div>
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

function useSubmit(
  store: AssessStore,
  collector: BehaviourCollector,
  form: RefObject<HTMLFormElement | null>,
): (event: FormEvent) => void {
  const { m } = useI18n();
  const tee = useTee();
  const isDeviceOwner = useIsDeviceOwner();
  const { state } = useConnection();
  return (event) => {
    event.preventDefault();
    // Enter submits even while the button is disabled.
    if (state !== 'connected') return;
    const { values } = store.getState();
    const lengths = { recipient: values.recipient.length, amount: values.amount.length };
    const readFeatures = () => {
      const monotonicMs = performance.now();
      const features = collector.read({ monotonicMs, date: new Date() }, lengths, window);
      collector.beginAnew(monotonicMs);
      return features;
    };
    void submitPayment(store, { tee, isDeviceOwner }, readFeatures, () => performance.now()).then(
      (submitted) => {
        if (submitted !== 'has-problems') return;
        announce(m.assess.invalid);
        form.current?.querySelector<HTMLElement>('[data-invalid] input, [data-invalid] textarea')?.focus();
      },
    );
  };
}
