// A phrase or a key, for the eyes of whoever asked: covered until "show" is pressed, text only while it is shown,
// never on the clipboard.
import { type ReactNode, useState } from 'react';
import { bytesToHex, bytesToUtf8 } from '../../../tee-sim/protocol/bytes.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProtectionNote } from './protection-note.tsx';

interface SecretViewProps {
  readonly bytes: Uint8Array;
  readonly onShown?: () => void;
}

/** ASCII words parted by one space. */
export function SecretWords({ bytes, onShown }: SecretViewProps) {
  const { m } = useI18n();
  return (
    <Covered onShown={onShown}>
      {() => (
        <ol className="words" aria-label={m.wallets.wordsLabel} translate="no" lang="en">
          {bytesToUtf8(bytes)
            .split(' ')
            .map((word, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice; its place is what it is
              <li key={place}>{word}</li>
            ))}
        </ol>
      )}
    </Covered>
  );
}

/** 32 bytes as hex in groups. */
export function SecretKey({ bytes, onShown }: SecretViewProps) {
  const { m } = useI18n();
  return (
    <Covered onShown={onShown}>
      {() => (
        <section className="secret-key" aria-label={m.wallets.export.keyLabel} translate="no">
          <code className="mono">{(bytesToHex(bytes).match(/.{8}/g) ?? []).join(' ')}</code>
        </section>
      )}
    </Covered>
  );
}

interface CoveredProps {
  readonly onShown: (() => void) | undefined;
  readonly children: () => ReactNode;
}

function Covered({ onShown, children }: CoveredProps) {
  const { m } = useI18n();
  const [isShown, setShown] = useState(false);
  return (
    <div className="secret-view">
      {isShown ? (
        children()
      ) : (
        <div className="secret-cover">
          <Icon name="eye" />
          <p className="soft">{m.wallets.showWhen}</p>
        </div>
      )}
      <div className="row">
        <Button
          small
          onPress={() => {
            setShown(!isShown);
            if (!isShown) onShown?.();
          }}
        >
          {isShown ? m.wallets.hide : m.wallets.show}
        </Button>
      </div>
      <ProtectionNote />
      <p className="faint">{m.wallets.noCopy}</p>
    </div>
  );
}
