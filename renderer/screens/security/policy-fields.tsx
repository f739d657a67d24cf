// The policy as a form: one field for each value, in the words of the document.
import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import {
  type Draft,
  type LeafPath,
  type LeafProblem,
  leafPaths,
  POLICY_LEAVES,
  POLICY_SECTIONS,
} from './policy-leaves.ts';
import { problemText } from './policy-words.ts';

interface PolicyFieldsProps {
  readonly draft: Draft;
  readonly problems: Readonly<Partial<Record<LeafPath, LeafProblem>>>;
  readonly onChange: (draft: Draft) => void;
}

export function PolicyFields({ draft, problems, onChange }: PolicyFieldsProps) {
  const { m } = useI18n();
  const texts = m.security.policy;
  return (
    <div className="policy">
      {POLICY_SECTIONS.map((section) => (
        <fieldset key={section} className="card fieldset">
          <legend>{texts.sections[section]}</legend>
          {leafPaths(section).map((path) => (
            <LeafField
              key={path}
              path={path}
              value={draft[path]}
              problem={problems[path]}
              onChange={(value) => onChange({ ...draft, [path]: value })}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

interface LeafFieldProps {
  readonly path: LeafPath;
  readonly value: Draft[LeafPath];
  readonly problem: LeafProblem | undefined;
  readonly onChange: (value: Draft[LeafPath]) => void;
}

function LeafField({ path, value, problem, onChange }: LeafFieldProps): ReactNode {
  const { m, format } = useI18n();
  const texts = m.security.policy;
  const leaf = POLICY_LEAVES[path];
  const label = texts.leaves[path];
  const error = problemText(m, format, path, problem);
  switch (leaf.kind) {
    case 'fixed':
      return (
        <Checkbox isSelected isDisabled onChange={onChange}>
          {label} <span className="faint">{texts.fixed}</span>
        </Checkbox>
      );
    case 'switch':
      return (
        <Checkbox isSelected={value === true} onChange={onChange}>
          {label}
        </Checkbox>
      );
    case 'gaps':
      return (
        <SelectField
          label={label}
          value={value === 'confirm' ? 'confirm' : 'count'}
          options={(['count', 'confirm'] as const).map((id) => ({ id, name: texts.gaps[id] }))}
          onChange={onChange}
        />
      );
    case 'duration':
    case 'number':
      return (
        <TextField
          name={path}
          label={label}
          inputMode="decimal"
          value={String(value)}
          unit={leaf.kind === 'duration' ? texts.units[leaf.unit] : undefined}
          error={error}
          onChange={onChange}
        />
      );
    case 'factors':
      return <FactorField label={label} of={leaf.of} value={value} error={error} onChange={onChange} />;
  }
}

interface FactorFieldProps {
  readonly label: string;
  readonly of: Extract<(typeof POLICY_LEAVES)[LeafPath], { kind: 'factors' }>['of'];
  readonly value: Draft[LeafPath];
  readonly error: string | undefined;
  readonly onChange: (value: readonly string[]) => void;
}

function FactorField({ label, of, value, error, onChange }: FactorFieldProps) {
  const { m } = useI18n();
  const chosen = new Set(Array.isArray(value) ? value : []);
  const choose = (factor: string, isChosen: boolean): void =>
    onChange(of.filter((one) => (one === factor ? isChosen : chosen.has(one))));
  return (
    <fieldset className="inner-fieldset">
      <legend>{label}</legend>
      <div className="row">
        {of.map((factor) => (
          <Checkbox key={factor} isSelected={chosen.has(factor)} onChange={(is) => choose(factor, is)}>
            {m.account.factors[factor]}
          </Checkbox>
        ))}
      </div>
      {error === undefined ? null : <p className="field-error">{error}</p>}
    </fieldset>
  );
}
