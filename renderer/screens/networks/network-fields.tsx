// What a network is: its names, number and coin, and when something counts as settled.
import { useI18n } from '../../i18n/use-i18n.ts';
import { TextField } from '../../ui/text-field.tsx';
import { type NetworkFormProblems, type NetworkValues, SCHEME } from './network-rules.ts';

export interface NetworkFieldsProps {
  readonly values: NetworkValues;
  readonly problems: NetworkFormProblems;
  /** Problems are shown once someone tried to save. */
  readonly attempted: boolean;
  readonly onChange: (change: (now: NetworkValues) => NetworkValues) => void;
}

type TextName = Exclude<keyof NetworkValues, 'endpoints' | 'bundlers'>;

interface DescribedFieldsProps extends NetworkFieldsProps {
  /** A kept or well-known network's number is what it is. */
  readonly isChainFixed: boolean;
  /** Of a well-known chain, as it is called. */
  readonly fixedCoin: string | undefined;
}

export function DescribedFields({ isChainFixed, fixedCoin, ...props }: DescribedFieldsProps) {
  const { m } = useI18n();
  const { form } = m.networks;
  const field = fieldOf(props, form.errors);
  return (
    <>
      <div className="field-pair">
        <TextField {...field('name')} label={form.name} />
        {isChainFixed ? (
          <FixedField label={form.chainId} value={props.values.chainId} hint={form.chainIdFixed} />
        ) : (
          <TextField {...field('chainId')} label={form.chainId} hint={form.chainIdHint} inputMode="numeric" />
        )}
      </div>
      <div className="field-pair">
        {fixedCoin === undefined ? (
          <TextField {...field('symbol')} label={form.symbol} hint={form.symbolHint} />
        ) : (
          <FixedField label={form.symbol} value={fixedCoin} hint={form.symbolFixed} />
        )}
        <TextField
          {...field('confirmations')}
          label={form.confirmations}
          hint={form.confirmationsHint}
          unit={form.confirmationsUnit}
          inputMode="numeric"
        />
      </div>
      <TextField
        {...field('explorer')}
        label={form.explorer}
        hint={form.explorerHint}
        optional={m.common.optional}
        placeholder={SCHEME}
      />
    </>
  );
}

interface FixedFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
}

function FixedField({ label, value, hint }: FixedFieldProps) {
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      <span className="fixed-value tabular">{value}</span>
      <span className="field-hint">{hint}</span>
    </div>
  );
}

function fieldOf(
  { values, problems, attempted, onChange }: NetworkFieldsProps,
  errors: Readonly<Record<NonNullable<NetworkFormProblems[TextName]>, string>>,
) {
  return (name: TextName) => {
    const problem = attempted ? problems[name] : undefined;
    return {
      name,
      value: values[name],
      onChange: (text: string) => onChange((now) => ({ ...now, [name]: text })),
      error: problem === undefined ? undefined : errors[problem],
    };
  };
}
