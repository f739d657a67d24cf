// What is not written field by field: something pasted, a message, typed data.
import { useMemo, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useStore } from 'zustand';
import { useI18n } from '../../i18n/use-i18n.ts';
import { chosenAccount } from '../../signing/signer-store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { messageWords, pastedWords } from './field-words.ts';
import { edit } from './form-actions.ts';
import { parsePasted, parseTypedData } from './paste-parser.ts';
import type { SignStore } from './sign-store.ts';

export function PasteField({ store }: { store: SignStore }) {
  const { m } = useI18n();
  const { attempted, values } = useStore(store);
  const { pasted } = values;
  const signer = useStore(store.signer, chosenAccount)?.address ?? '';
  const parsed = useMemo(() => parsePasted(pasted, signer), [pasted, signer]);
  return (
    <TextField
      // Who is paid stands in it: the risk of a pasted address is its risk.
      name="recipient"
      mono
      multiline
      label={m.sign.pasted}
      value={pasted}
      onChange={(text) => edit(store, { pasted: text })}
      {...pastedWords(m, parsed, attempted, m.sign.pastedHint)}
    />
  );
}

export function MessageField({ store }: { store: SignStore }) {
  const { m, format } = useI18n();
  const { attempted, values } = useStore(store);
  return (
    <TextField
      name="message"
      multiline
      label={m.sign.message}
      value={values.message}
      onChange={(message) => edit(store, { message })}
      {...messageWords(m, format, values.message, attempted)}
    />
  );
}

/** As PREPARE_MESSAGE takes it at most. */
const MAX_FILE_BYTES = 262_144;

export function TypedDataField({ store }: { store: SignStore }) {
  const { m } = useI18n();
  const { attempted, values } = useStore(store);
  const parsed = useMemo(() => parseTypedData(values.typedData), [values.typedData]);
  const [problem, setProblem] = useState<'too-large' | 'unreadable'>();
  const words = pastedWords(m, parsed, attempted, m.sign.typedDataHint);
  const open = async (file: File): Promise<void> => {
    setProblem(undefined);
    if (file.size > MAX_FILE_BYTES) return setProblem('too-large');
    try {
      edit(store, { typedData: await file.text() });
    } catch {
      setProblem('unreadable');
    }
  };
  return (
    <div className="stack">
      <TextField
        name="typedData"
        mono
        multiline
        label={m.sign.typedData}
        value={values.typedData}
        onChange={(typedData) => {
          setProblem(undefined);
          edit(store, { typedData });
        }}
        {...(problem === undefined ? words : { error: m.sign.fileProblems[problem] })}
      />
      <div>
        <FileTrigger
          acceptedFileTypes={['.json', 'application/json']}
          onSelect={(files) => {
            const file = files?.item(0);
            if (file) void open(file);
          }}
        >
          <Button small>
            <Icon name="document" />
            {m.sign.openFile}
          </Button>
        </FileTrigger>
      </div>
    </div>
  );
}
