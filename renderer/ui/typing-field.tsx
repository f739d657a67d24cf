// Where the public phrase is typed for its rhythm: once for a proof, several times to enrol.
import { type KeyboardEvent, useRef, useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import { type KeystrokeSample, TYPING_PHRASE } from '../../tee-sim/protocol/factors.ts';
import { PhraseRecorder } from '../behaviour/phrase-recorder.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { announce } from './live.tsx';

type Hint = 'again' | 'latin' | 'pasted';

export interface TypingFieldProps {
  readonly onSample: (sample: KeystrokeSample) => void;
  /** What is said below it, e.g. how many are done. */
  readonly note: string;
  readonly autoFocus?: boolean;
}

export function TypingField({ onSample, note, autoFocus = false }: TypingFieldProps) {
  const { m } = useI18n();
  const recorder = useRef(new PhraseRecorder());
  const [text, setText] = useState('');
  const [hint, setHint] = useState<Hint | undefined>(undefined);
  const { again, latin, pasted } = m.typing;
  const hints: Readonly<Record<Hint, string>> = { again, latin, pasted };
  const beginAnew = (why: Hint): void => {
    recorder.current.begin();
    setText('');
    setHint(why);
    announce(hints[why]);
  };
  const press = (event: KeyboardEvent): void => {
    const { nativeEvent } = event;
    if (nativeEvent.isComposing || nativeEvent.key === 'Process') beginAnew('latin');
    else if (recorder.current.press(nativeEvent) === 'wrong-key') {
      event.preventDefault();
      beginAnew('again');
    }
  };
  const release = (event: KeyboardEvent): void => {
    if (recorder.current.release(event.nativeEvent) !== 'complete') return;
    const sample = recorder.current.read();
    recorder.current.begin();
    setText('');
    setHint(undefined);
    if (sample !== undefined) onSample(sample);
  };
  return (
    <TextField
      className="field"
      name="typing-phrase"
      value={text}
      onChange={(typed) => setText(TYPING_PHRASE.startsWith(typed) ? typed : '')}
      isInvalid={hint !== undefined}
      validationBehavior="aria"
      autoComplete="off"
      autoCorrect="off"
      spellCheck="false"
      autoFocus={autoFocus}
    >
      <Label className="field-label">
        {m.typing.phrase} <kbd lang="en">{TYPING_PHRASE}</kbd>
      </Label>
      <Input
        className="input mono"
        autoCapitalize="none"
        onKeyDown={press}
        onKeyUp={release}
        onPaste={(event) => {
          event.preventDefault();
          beginAnew('pasted');
        }}
        onBlur={() => {
          recorder.current.begin();
          setText('');
        }}
      />
      <p className="field-hint">{note}</p>
      <FieldError className="field-error">{hint === undefined ? null : hints[hint]}</FieldError>
    </TextField>
  );
}
