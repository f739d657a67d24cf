// What was noted of something signed, and what the TEE warned of, wherever a signature is told again.
import { allFlags, type Decoded } from '../../tee-sim/protocol/decoded.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Fact } from './facts.tsx';

/** `note`: empty for none. */
export function NoteAndFlags({ note, decoded }: { readonly note: string; readonly decoded: Decoded }) {
  const { m } = useI18n();
  const flags = [...allFlags(decoded)];
  return (
    <>
      {note === '' ? null : (
        <Fact term={m.history.note}>
          <span className="note-text" dir="auto">
            {note}
          </span>
        </Fact>
      )}
      {flags.length === 0 ? null : (
        <Fact term={m.sign.flagsTitle}>
          <ul className="decoded-flags">
            {flags.map((flag) => (
              <li key={flag}>{m.decoded.flags[flag]}</li>
            ))}
          </ul>
        </Fact>
      )}
    </>
  );
}
