// How much may be paid: one row for each network, in whole coins, with the exact number of wei beneath.
import { parseEther } from '../../app/amount.ts';
import { CHAINS, chainName } from '../../app/chains.ts';
import { amountProblemText } from '../../i18n/amount-problem.ts';
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type BindingForm, findBindingProblems, freeChain, type LimitRow } from './binding-form.ts';

interface LimitFieldsProps {
  readonly form: BindingForm;
  readonly attempted: boolean;
  readonly onChange: (form: BindingForm) => void;
}

export function LimitFields({ form, attempted, onChange }: LimitFieldsProps) {
  const { m, format } = useI18n();
  const texts = m.security.wallets;
  const free = freeChain(form);
  const setRow = (index: number, row: LimitRow | undefined): void =>
    onChange({ ...form, limits: form.limits.flatMap((old, at) => (at === index ? (row ?? []) : old)) });
  return (
    <fieldset className="fieldset">
      <legend>{texts.limits}</legend>
      <Checkbox isSelected={form.isLimited} onChange={(isLimited) => onChange({ ...form, isLimited })}>
        {texts.isLimited}
      </Checkbox>
      {form.isLimited ? (
        <>
          {form.limits.map((row, index) => (
            <LimitRowFields
              key={row.chainId}
              row={row}
              form={form}
              errors={rowTexts(m, format, form, index, attempted)}
              onChange={(changed) => setRow(index, changed)}
            />
          ))}
          {form.otherLimits.map(({ asset, chainId }) => (
            <p key={`${chainId}/${asset}`} className="soft">
              {texts.tokenLimit(chainName(chainId), asset)}
            </p>
          ))}
          {form.limits.length === 0 ? <p className="soft">{texts.nothingPayable}</p> : null}
          {free === undefined ? null : (
            <div>
              <Button
                small
                onPress={() =>
                  onChange({
                    ...form,
                    limits: [...form.limits, { chainId: free, perTransaction: '', perDay: '' }],
                  })
                }
              >
                <Icon name="plus" />
                {texts.addNetwork}
              </Button>
            </div>
          )}
        </>
      ) : (
        <p className="warn-text">{texts.unlimitedWarning}</p>
      )}
    </fieldset>
  );
}

interface FieldText {
  readonly hint?: string;
  readonly error?: string;
}
type RowTexts = Readonly<Record<'perTransaction' | 'perDay', FieldText>>;

interface LimitRowFieldsProps {
  readonly row: LimitRow;
  readonly form: BindingForm;
  readonly errors: RowTexts;
  readonly onChange: (row: LimitRow | undefined) => void;
}

function LimitRowFields({ row, form, errors, onChange }: LimitRowFieldsProps) {
  const { m } = useI18n();
  const texts = m.security.wallets;
  const name = chainName(row.chainId);
  const chains = CHAINS.filter(
    ({ id }) => id === row.chainId || form.limits.every(({ chainId }) => chainId !== id),
  );
  return (
    <fieldset className="limit-row" aria-label={name}>
      <SelectField
        label={m.assess.network}
        value={row.chainId}
        options={chains}
        onChange={(chainId) => onChange({ ...row, chainId })}
      />
      {(['perTransaction', 'perDay'] as const).map((field) => (
        <TextField
          key={field}
          name={`${field}-${row.chainId}`}
          label={field === 'perTransaction' ? texts.perTransactionField : texts.perDayField}
          unit={m.assess.amountUnit}
          inputMode="decimal"
          value={row[field]}
          onChange={(text) => onChange({ ...row, [field]: text })}
          {...errors[field]}
        />
      ))}
      <Button weight="quiet" label={texts.removeNetwork(name)} onPress={() => onChange(undefined)}>
        <Icon name="close" />
      </Button>
    </fieldset>
  );
}

/** Empty fields are called wrong only once someone tried to send. */
function rowTexts(
  m: Messages,
  format: Format,
  form: BindingForm,
  index: number,
  attempted: boolean,
): RowTexts {
  const problems = findBindingProblems(form, Number.NEGATIVE_INFINITY);
  const row = form.limits[index];
  const textOf = (field: 'perTransaction' | 'perDay'): FieldText => {
    const found = problems.find((one) => one.field === field && one.row === index);
    if (found !== undefined && found.problem === 'below-transaction') {
      return { error: m.security.wallets.belowTransaction };
    }
    if (found !== undefined && found.field !== 'lastDay' && (attempted || found.problem !== 'empty')) {
      return { error: amountProblemText(m, found.problem) };
    }
    const parsed = parseEther(row?.[field] ?? '');
    return { hint: parsed.ok ? m.assess.amountWei(format.integer(parsed.wei)) : m.assess.amountHint };
  };
  return { perTransaction: textOf('perTransaction'), perDay: textOf('perDay') };
}
