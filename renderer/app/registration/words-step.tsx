// Recovery words and codes, shown to be written down. There is no way to copy them, on purpose.
import { Checkbox } from 'react-aria-components/Checkbox';
import { useStore } from 'zustand';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Icon } from '../../ui/icon.tsx';
import { edit } from './registration-actions.ts';
import type { RegistrationStore } from './registration-store.ts';

export function WordsStep({ store }: { store: RegistrationStore }) {
  const { m } = useI18n();
  const { prepared, written, attempted } = useStore(store);
  if (prepared === undefined) return <Blank busy>{m.registration.drawing}</Blank>;
  return (
    <>
      <p className="soft">{m.registration.wordsLead}</p>
      <ol className="words" aria-label={m.registration.wordsLabel} translate="no" lang="en">
        {prepared.recoveryWords.map((word, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice; its place is what it is
          <li key={place}>{word}</li>
        ))}
      </ol>
      <h3>{m.registration.codesTitle}</h3>
      <p className="soft">{m.registration.codesLead}</p>
      <ul className="codes mono" aria-label={m.registration.codesLabel} translate="no">
        {prepared.recoveryCodes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p className="faint">{m.registration.noCopy}</p>
      <Checkbox
        className="checkbox"
        isSelected={written}
        isInvalid={attempted && !written}
        onChange={(ticked) => edit(store, { written: ticked })}
      >
        <span className="checkbox-box">
          <Icon name="check" />
        </span>
        {m.registration.written}
      </Checkbox>
    </>
  );
}
