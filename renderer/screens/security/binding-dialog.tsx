// Gives somebody access to a wallet, or changes the access they have.
import { useState } from 'react';
import { useStore } from 'zustand';
import { BINDING_TYPES, type BindingSummary } from '../../../tee-sim/protocol/bindings.ts';
import type { UserId, UserSummary } from '../../../tee-sim/protocol/factors.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { readTerms } from '../../app/binding-terms.ts';
import { forgetChange, isUnderWay, performChange } from '../../app/section.ts';
import { ChangeFailure } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import {
  type BindingForm,
  findBindingProblems,
  formOf,
  maySign,
  NEW_BINDING,
  termsOf,
} from './binding-form.ts';
import { LimitFields } from './limit-fields.tsx';
import { loadWallets } from './load-actions.ts';
import type { SecurityStores, WalletEntry } from './security-store.ts';

interface BindingDialogProps {
  readonly store: SecurityStores['wallets'];
  readonly wallet: WalletEntry;
  /** The access to change; absent for a new one. */
  readonly binding: BindingSummary | undefined;
  /** Who has no access yet. */
  readonly users: readonly UserSummary[];
  readonly onClose: () => void;
}

export function BindingDialog({ store, wallet, binding, users, onClose }: BindingDialogProps) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  const tee = useTee();
  const authorized = useAuthorized();
  const change = useStore(store, (state) => state.change);
  const [userId, setUserId] = useState<UserId | undefined>(binding?.userId ?? users[0]?.userId);
  const [form, setForm] = useState<BindingForm>(() => initialForm(binding));
  const [attempted, setAttempted] = useState(false);
  const put = async (): Promise<void> => {
    setAttempted(true);
    const terms = termsOf(form, Date.now());
    if (terms === undefined || userId === undefined) return announce(m.assess.invalid);
    const params = { walletId: wallet.walletId, userId, terms };
    const done = await performChange(store, { tee, authorized }, 'PUT_BINDING', params);
    if (done === undefined) return;
    onClose();
    await loadWallets(store, tee);
  };
  return (
    <FormDialog
      isOpen
      isWide
      title={binding === undefined ? texts.grantTitle(wallet.name) : texts.changeTitle(binding.userName)}
      lead={binding === undefined ? texts.grantLead : texts.changeLead}
      submit={binding === undefined ? texts.grantSubmit : texts.changeSubmit}
      isPending={isUnderWay(change)}
      isSubmitDisabled={userId === undefined}
      onSubmit={() => void put()}
      onCancel={() => {
        forgetChange(store);
        onClose();
      }}
    >
      {userId === undefined ? <Notice kind="info">{texts.nobody}</Notice> : null}
      {binding === undefined && userId !== undefined ? (
        <SelectField
          label={texts.user}
          value={userId}
          options={users.map(({ userId: id, name }) => ({ id, name }))}
          onChange={setUserId}
        />
      ) : null}
      <TermFields form={form} attempted={attempted} onChange={setForm} />
      <ChangeFailure change={change} />
    </FormDialog>
  );
}

function initialForm(binding: BindingSummary | undefined): BindingForm {
  const terms = readTerms(binding?.terms);
  return terms === undefined ? NEW_BINDING : formOf(terms);
}

interface TermFieldsProps {
  readonly form: BindingForm;
  readonly attempted: boolean;
  readonly onChange: (form: BindingForm) => void;
}

function TermFields({ form, attempted, onChange }: TermFieldsProps) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  const isPast = findBindingProblems(form, Date.now()).some(({ field }) => field === 'lastDay');
  return (
    <>
      <div className="hinted">
        <SelectField
          label={texts.type}
          value={form.type}
          options={BINDING_TYPES.map((id) => ({ id, name: texts.types[id] }))}
          onChange={(type) => onChange({ ...form, type })}
        />
        <p className="field-hint">{texts.typeTexts[form.type]}</p>
      </div>
      {form.type === 'Authorized' ? (
        <Checkbox isSelected={form.maySign} onChange={(may) => onChange({ ...form, maySign: may })}>
          {texts.maySign}
        </Checkbox>
      ) : null}
      {maySign(form) ? <LimitFields form={form} attempted={attempted} onChange={onChange} /> : null}
      <div className="hinted">
        <DateField
          name="lastDay"
          label={texts.lastDay}
          value={form.lastDay}
          error={isPast ? texts.lastDayPast : undefined}
          onChange={(lastDay) => onChange({ ...form, lastDay })}
        />
        <p className="field-hint">{texts.lastDayHint}</p>
      </div>
    </>
  );
}
