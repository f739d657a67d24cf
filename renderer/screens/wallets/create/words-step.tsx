// The words, to be written on paper. They come once the TEE has drawn them, and are covered until asked for.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type HeldSecret, useHeldBytes } from '../../../app/held-secret.ts';
import { useServedUser } from '../../../app/role.ts';
import { useTee } from '../../../app/tee-context.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Blank } from '../../../ui/blank.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { SecretWords } from '../secret-view.tsx';
import { drawWords, edit } from './create-actions.ts';
import type { Creation } from './create-store.ts';

export function WordsStep({ creation, phrase }: { creation: Creation; phrase: HeldSecret }) {
  const { m } = useI18n();
  const texts = m.wallets.make;
  const tee = useTee();
  const served = useServedUser() !== undefined;
  const { drawing, drawn, seen, written, attempted } = useStore(creation.draft);
  const bytes = useHeldBytes(phrase);
  const draw = (): Promise<void> => drawWords(creation, phrase, { tee });
  const isNeeded = served && drawing.status !== 'failed';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, and again when the words are gone
  useEffect(() => {
    if (isNeeded) void draw();
  }, [creation, phrase, tee, isNeeded, drawn]);
  if (drawing.status === 'failed') {
    return (
      <FailureNotice
        failure={drawing.failure}
        trace={drawing.trace}
        actions={
          <Button small onPress={() => void draw()}>
            {m.common.retry}
          </Button>
        }
      />
    );
  }
  if (drawn === undefined || bytes === undefined) return <Blank busy>{texts.drawing}</Blank>;
  return (
    <>
      <p className="soft">{texts.wordsLead}</p>
      <SecretWords bytes={bytes} onShown={() => edit(creation, { seen: true })} />
      <Checkbox
        isSelected={written}
        isDisabled={!seen}
        onChange={(ticked) => edit(creation, { written: ticked })}
      >
        {texts.written}
      </Checkbox>
      {attempted && !written ? <p className="field-error">{texts.notWritten}</p> : null}
    </>
  );
}
