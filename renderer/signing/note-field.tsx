// The person's own note on what they sign.
import { useI18n } from '../i18n/use-i18n.ts';
import { TextField } from '../ui/text-field.tsx';

export const MAX_NOTE = 256;

export interface NoteFieldProps {
  readonly note: string;
  readonly onChange: (note: string) => void;
}

export function NoteField({ note, onChange }: NoteFieldProps) {
  const { m, format } = useI18n();
  const counted = m.assess.noteCount(format.integer(note.length), format.integer(MAX_NOTE));
  return (
    <TextField
      name="note"
      label={m.sign.note}
      optional={m.common.optional}
      value={note}
      onChange={onChange}
      {...(note.length > MAX_NOTE
        ? { error: m.sign.noteTooLong }
        : { hint: note === '' ? m.sign.noteHint : counted })}
    />
  );
}
