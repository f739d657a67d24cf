// A choice from a short list, by keyboard, pointer and screen reader alike.
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Icon } from './icon.tsx';

export interface SelectFieldProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly id: T; readonly name: string; readonly lang?: string }[];
  readonly onChange: (value: T) => void;
  readonly small?: boolean;
}

export function SelectField<T extends string | number>(props: SelectFieldProps<T>) {
  const { label, value, options, onChange, small } = props;
  return (
    <Select
      className="field"
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      <Label className={small ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className={small ? 'select-button select-small' : 'select-button'}>
        <SelectValue>{({ selectedText }) => selectedText}</SelectValue>
        <Icon name="down" />
      </Button>
      <Popover className="select-popover">
        <ListBox className="select-list">
          {options.map(({ id, name, lang }) => (
            <ListBoxItem key={id} id={id} textValue={name} className="select-item">
              <span lang={lang}>{name}</span>
              <Icon name="check" />
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
