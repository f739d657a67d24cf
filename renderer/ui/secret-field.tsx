// An input for what nobody else should see: never stored by the browser, never observed, dotted where it is secret.
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';

export interface SecretFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `text`: may be seen by who types it, such as a code that is good once. */
  readonly type?: 'password' | 'text';
  readonly inputMode?: 'text' | 'numeric';
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly mono?: boolean;
  /** Several lines; then it is seen by who types it. */
  readonly multiline?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
}

export function SecretField(props: SecretFieldProps) {
  const {
    type = 'password',
    mono = false,
    multiline = false,
    autoFocus = false,
    hint,
    error,
    label,
    inputMode,
    maxLength,
  } = props;
  return (
    <TextField
      className="field"
      name={props.name}
      type={type}
      value={props.value}
      onChange={props.onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoComplete="off"
      autoCorrect="off"
      spellCheck="false"
      autoFocus={autoFocus}
      data-secret=""
      {...(inputMode === undefined ? {} : { inputMode })}
      {...(maxLength === undefined ? {} : { maxLength })}
    >
      <Label className="field-label">{label}</Label>
      {multiline ? (
        <TextArea className={mono ? 'input mono' : 'input'} autoCapitalize="none" />
      ) : (
        <Input className={mono ? 'input mono' : 'input'} autoCapitalize="none" />
      )}
      {error === undefined && hint !== undefined ? (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
