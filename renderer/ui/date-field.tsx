// A labelled day, written and chosen as the system does it.
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';

export interface DateFieldProps {
  readonly name: string;
  readonly label: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}

export function DateField({ name, label, value, onChange, error }: DateFieldProps) {
  return (
    <TextField
      className="field"
      name={name}
      type="date"
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      <Input className="input" max="9999-12-31" />
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
