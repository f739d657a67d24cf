// Chooses a file and reads it as text; says why when it cannot.
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { MAX_FILE_CHARACTERS } from './import-rules.ts';

export interface ChosenFile {
  readonly name: string;
  /** Absent when it cannot be read, or is too large. */
  readonly text: string | undefined;
  readonly problem: 'fileLarge' | 'fileUnreadable' | undefined;
}

/** Never rejects. */
export async function readChosen(file: Pick<File, 'name' | 'size' | 'text'>): Promise<ChosenFile> {
  const { name } = file;
  if (file.size > 4 * MAX_FILE_CHARACTERS) return { name, text: undefined, problem: 'fileLarge' };
  try {
    const text = await file.text();
    return text.length > MAX_FILE_CHARACTERS
      ? { name, text: undefined, problem: 'fileLarge' }
      : { name, text, problem: undefined };
  } catch {
    return { name, text: undefined, problem: 'fileUnreadable' };
  }
}

export interface FileFieldProps {
  readonly chosen: ChosenFile | undefined;
  readonly onChoose: (chosen: ChosenFile) => void;
  readonly isMissing: boolean;
}

export function FileField({ chosen, onChoose, isMissing }: FileFieldProps) {
  const { m } = useI18n();
  const texts = m.wallets.bring;
  const choose = (list: FileList | null): void => {
    const file = list?.item(0);
    if (file) void readChosen(file).then(onChoose);
  };
  const problem = chosen?.problem ?? (isMissing ? 'fileMissing' : undefined);
  return (
    <fieldset className="inner-fieldset field">
      <legend>{texts.file}</legend>
      <div className="row">
        <FileTrigger acceptedFileTypes={['.json', 'application/json']} onSelect={choose}>
          <Button small>
            <Icon name="document" />
            {texts.chooseFile}
          </Button>
        </FileTrigger>
        <span className={chosen === undefined ? 'faint' : ''} dir="auto">
          {chosen?.name ?? texts.noFile}
        </span>
      </div>
      {problem === undefined ? (
        <span className="field-hint">{texts.fileHint}</span>
      ) : (
        <span className="field-error">{texts[problem]}</span>
      )}
    </fieldset>
  );
}
