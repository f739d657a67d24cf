// A signature to be handed on: as text, copied, saved, or shown to a camera.
import { type ReactNode, useState } from 'react';
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import type { Signed } from '../../tee-sim/protocol/review.ts';
import type { CheckedBridge } from '../app/bridge.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { AddressText } from './address.tsx';
import { Button } from './button.tsx';
import { CodeBlock } from './code-block.tsx';
import { CopyButton } from './copy-button.tsx';
import { Disclosure } from './disclosure.tsx';
import { Fact, Facts } from './facts.tsx';
import { Icon } from './icon.tsx';
import { announce } from './live.tsx';
import { QrCode } from './qr-code.tsx';
import { signatureParts } from './signature-parts.ts';

/** Characters of hex that a QR code holds and a camera still reads from a screen: version 25, level L. */
const MAX_QR_CHARACTERS = 1_270;

export type SaveFile = CheckedBridge['app']['saveFile'];

export interface SignedPartsProps {
  readonly signed: Signed;
  readonly saveFile: SaveFile;
}

export function SignedParts({ signed, saveFile }: SignedPartsProps) {
  const { m } = useI18n();
  const { hash, signature, signer, transaction, userOperationHash } = signed;
  const whole = hexText(transaction?.raw ?? signature);
  const title = transaction === undefined ? m.sign.signature : m.sign.raw;
  return (
    <div className="stack">
      <div>
        <h3 className="section-label">{title}</h3>
        <CodeBlock label={title} text={whole} />
        <HandOn text={whole} name={fileName(signed)} saveFile={saveFile} />
      </div>
      <Facts>
        {transaction === undefined ? null : (
          <HexFact term={m.sign.transactionHash} value={hexText(transaction.hash)} />
        )}
        {userOperationHash === undefined ? null : (
          <HexFact term={m.sign.userOperationHash} value={hexText(userOperationHash)} />
        )}
        <HexFact term={m.sign.hash} value={hexText(hash)} />
        <Fact term={m.sign.signer}>
          <AddressText address={signer} />
        </Fact>
      </Facts>
      <Disclosure title={m.sign.signatureParts}>
        <CodeBlock label={m.sign.signatureParts} text={signatureParts(signature)} />
      </Disclosure>
      <Disclosure title={m.sign.qr}>
        <Qr
          text={whole}
          label={transaction === undefined ? m.sign.qrSignatureLabel : m.sign.qrLabel}
          bytes={(transaction?.raw ?? signature).length}
        />
      </Disclosure>
    </div>
  );
}

function HexFact({ term, value }: { term: string; value: string }) {
  return (
    <Fact term={term}>
      <span className="copyable">
        <code className="hex">{value}</code>
        <Copy text={value} />
      </span>
    </Fact>
  );
}

function Copy({ text, withText = false }: { text: string; withText?: boolean }) {
  const { m } = useI18n();
  const { copied, copy: label, copyFailed: notCopied } = m.sign;
  return <CopyButton text={text} label={label} copied={copied} notCopied={notCopied} withText={withText} />;
}

function HandOn({ text, name, saveFile }: { text: string; name: string; saveFile: SaveFile }) {
  const { m } = useI18n();
  const [said, setSaid] = useState<string>();
  const save = async (): Promise<void> => {
    setSaid(undefined);
    try {
      const { saved } = await saveFile({ suggestedName: name, mimeType: 'text/plain', text: `${text}\n` });
      if (saved) tell(m.sign.saved);
    } catch {
      tell(m.sign.saveFailed);
    }
  };
  const tell = (what: string): void => {
    setSaid(what);
    announce(what);
  };
  return (
    <div className="row hand-on">
      <Copy text={text} withText />
      <Button small onPress={() => void save()}>
        <Icon name="document" />
        {m.sign.save}
      </Button>
      {said === undefined ? null : <span className="faint">{said}</span>}
    </div>
  );
}

function Qr({ text, label, bytes }: { text: string; label: string; bytes: number }): ReactNode {
  const { m, format } = useI18n();
  if (text.length > MAX_QR_CHARACTERS) return <p>{m.sign.qrTooLarge({ size: format.bytes(bytes) })}</p>;
  return (
    <div className="hand-on-qr">
      <QrCode text={text} label={label} />
    </div>
  );
}

/** A name that sorts by wallet's number and that every file system takes. */
function fileName({ kind, number }: Signed): string {
  return `airaccount-${kind}-${number}.txt`;
}

function hexText(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}
