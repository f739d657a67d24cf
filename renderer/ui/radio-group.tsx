// One choice of a few that each need a sentence.
import { Label } from 'react-aria-components/Label';
import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components/RadioGroup';

export interface RadioGroupProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly id: T; readonly name: string; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

export function RadioGroup<T extends string>({ label, value, options, onChange }: RadioGroupProps<T>) {
  return (
    <AriaRadioGroup
      className="field radios"
      value={value}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id);
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      <Label className="field-label">{label}</Label>
      {options.map(({ id, name, text }) => (
        <Radio key={id} value={id} className="radio">
          <span className="radio-dot" />
          <span>
            <span className="radio-name">{name}</span>
            <span className="radio-text">{text}</span>
          </span>
        </Radio>
      ))}
    </AriaRadioGroup>
  );
}
