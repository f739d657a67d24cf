// The fields of one proof: which factor, where there is a choice, and what it asks for.
import type { Factor } from '../../tee-sim/protocol/factors.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { SecretField } from '../ui/secret-field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { TypingField } from '../ui/typing-field.tsx';
import { draftProblem, emptyDraft, type FactorDraft } from './factor-draft.ts';

export interface FactorFieldsProps {
  /** Says which of several proofs it is. */
  readonly label: string;
  readonly choices: readonly Factor[];
  readonly draft: FactorDraft;
  readonly onChange: (draft: FactorDraft) => void;
  /** Someone tried to send it. */
  readonly attempted: boolean;
  readonly autoFocus?: boolean;
}

export function FactorFields(props: FactorFieldsProps) {
  const { label, choices, draft, onChange } = props;
  const { m } = useI18n();
  return (
    <>
      {choices.length > 1 ? (
        <SelectField
          label={label}
          value={draft.factor}
          options={choices.map((id) => ({ id, name: m.account.factors[id] }))}
          onChange={(factor) => onChange(emptyDraft(factor))}
        />
      ) : null}
      <FactorInput key={draft.factor} {...props} />
    </>
  );
}

function FactorInput({ draft, onChange, attempted, autoFocus = false }: FactorFieldsProps) {
  const { m } = useI18n();
  const { factor, text, sample } = draft;
  const problem = attempted ? draftProblem(draft) : undefined;
  const field = {
    name: factor,
    value: text,
    autoFocus,
    onChange: (typed: string) => onChange({ ...draft, text: typed }),
    error: problem === undefined ? undefined : m.account.errors[problem],
  };
  switch (factor) {
    case 'password':
      return <SecretField {...field} label={m.account.password} />;
    case 'one-time-code':
      return (
        <SecretField
          {...field}
          type="text"
          inputMode="numeric"
          mono
          maxLength={16}
          label={m.account.code}
          hint={m.account.codeHint}
        />
      );
    case 'recovery-code':
      return (
        <SecretField
          {...field}
          type="text"
          mono
          maxLength={32}
          label={m.account.recoveryCode}
          hint={m.account.recoveryCodeHint}
        />
      );
    case 'typing': {
      const note = problem === undefined ? m.typing.note : m.account.errors[problem];
      return (
        <TypingField
          autoFocus={autoFocus}
          note={sample === undefined ? note : m.typing.done}
          onSample={(heard) => onChange({ ...draft, sample: heard })}
        />
      );
    }
  }
}
