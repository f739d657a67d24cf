// The name of a wallet that is imported.
import { useI18n } from '../../../i18n/use-i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import type { NameProblem } from '../create/create-rules.ts';

export interface NameFieldProps {
  readonly value: string;
  readonly onChange: (name: string) => void;
  readonly problem: NameProblem | undefined;
}

export function NameField({ value, onChange, problem }: NameFieldProps) {
  const { m } = useI18n();
  const texts = m.wallets.make;
  return (
    <TextField
      name="wallet-name"
      label={texts.name}
      hint={texts.nameHint}
      value={value}
      onChange={onChange}
      error={problem && texts.errors[problem]}
    />
  );
}
