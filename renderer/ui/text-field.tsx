// A labelled text input with a hint and an error that a screen reader reads with it.
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { NumberGroups } from './number-groups.tsx';

export interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Said after the label when the field may stay empty. */
  readonly optional?: string | undefined;
  readonly unit?: string | undefined;
  readonly multiline?: boolean;
  readonly mono?: boolean;
  readonly inputMode?: 'text' | 'decimal' | 'numeric';
  readonly placeholder?: string;
}

export function TextField(props: TextFieldProps) {
  const { name, label, value, onChange, hint, error, optional, unit, multiline, mono, inputMode } = props;
  const input = {
    className: mono ? 'input mono' : 'input',
    ...(props.placeholder === undefined ? {} : { placeholder: props.placeholder }),
  };
  return (
    <AriaTextField
      className="field"
      name={name}
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoComplete="off"
      autoCorrect="off"
      spellCheck="false"
      {...(inputMode === undefined ? {} : { inputMode })}
    >
      <Label className="field-label">
        {label}
        {optional === undefined ? null : <span className="field-optional"> · {optional}</span>}
      </Label>
      {multiline ? (
        <TextArea {...input} dir="auto" />
      ) : (
        <div className={unit === undefined ? '' : 'input-with-unit'}>
          <Input {...input} />
          {unit === undefined ? null : <span className="input-unit">{unit}</span>}
        </div>
      )}
      {error === undefined && hint !== undefined ? (
        <Text slot="description" className="field-hint">
          <NumberGroups text={hint} />
        </Text>
      ) : null}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
