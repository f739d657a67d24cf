// Whom to pay: typed, pasted, chosen, or read from a picture of a QR code. A link brings its network and amount along.
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useStore } from 'zustand';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { RecipientBook } from '../../signing/recipient-book.tsx';
import { recipientWords } from '../../signing/recipient-words.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { announce } from '../../ui/live.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { editRecipient, type Known, takeLink } from './form-actions.ts';
import { isPaymentLink } from './payment-link.ts';
import { readQr } from './read-qr.ts';
import type { LinkTrouble, SendStore } from './send-store.ts';
import { useRefusal } from './use-refusal.ts';

export interface RecipientFieldProps {
  readonly store: SendStore;
  readonly known: Known;
  readonly collector: BehaviourCollector;
}

export function RecipientField({ store, known, collector }: RecipientFieldProps) {
  const { m } = useI18n();
  const { attempted, isTaken, linkTrouble, values } = useStore(store);
  const signers = useStore(store.signer, (state) => state.signers);
  const refusal = useRefusal(store, known, 'recipient');
  const said = recipientWords(m, values.recipient, attempted, signers);
  const words =
    isTaken && said.hint !== undefined ? { hint: m.common.sentences(m.send.taken, said.hint) } : said;
  const change = (recipient: string): void => {
    editRecipient(store, recipient);
    if (isPaymentLink(recipient)) takeOver({ store, known, collector }, recipient, m.send.taken);
  };
  const choose = (recipient: string): void => {
    collector.chosen('recipient', recipient.length);
    editRecipient(store, recipient);
  };
  return (
    <div className="signing-recipient send-recipient">
      <TextField
        name="recipient"
        mono
        label={m.assess.recipient}
        value={values.recipient}
        onChange={change}
        {...(linkTrouble === undefined ? words : { error: linkTroubleText(m, linkTrouble) })}
        {...(linkTrouble === undefined && refusal !== undefined && words.error === undefined
          ? { error: m.send.refusals[refusal] }
          : {})}
      />
      <div className="send-sources">
        {signers === undefined ? null : <RecipientBook signers={signers} onChoose={choose} />}
        <PictureButton store={store} known={known} collector={collector} />
      </div>
    </div>
  );
}

function PictureButton({ store, known, collector }: RecipientFieldProps) {
  const { m } = useI18n();
  const [isBusy, setBusy] = useState(false);
  const read = async (list: FileList | null): Promise<void> => {
    const file = list?.item(0);
    if (!file) return;
    setBusy(true);
    const picture = await readQr(file);
    setBusy(false);
    if (!picture.ok) {
      store.setState({ linkTrouble: { problem: picture.problem } });
      return announce(m.send.pictureProblems[picture.problem]);
    }
    takeOver({ store, known, collector }, picture.text, m.send.taken);
  };
  return (
    <FileTrigger acceptedFileTypes={['image/*']} onSelect={(list) => void read(list)}>
      <Button small label={m.send.qrLabel} isPending={isBusy}>
        {isBusy ? <Spinner /> : <Icon name="document" />}
        <span>{isBusy ? m.send.qrReading : m.send.qr}</span>
      </Button>
    </FileTrigger>
  );
}

/** Written by somebody else, as what is pasted is; and by no program that nobody asked. */
function takeOver({ store, known, collector }: RecipientFieldProps, link: string, taken: string): void {
  const before = store.getState().values;
  if (!takeLink(store, link, known)) return;
  const now = store.getState().values;
  const pasted = { isTrusted: true, inputType: 'insertFromPaste', isComposing: false, replacesAll: true };
  for (const field of ['recipient', 'amount'] as const) {
    const { length } = now[field];
    // A link may leave the amount as it was entered.
    if (field === 'amount' && now.amount === before.amount) continue;
    collector.input(field, { ...pasted, insertedLength: length, valueLength: length }, performance.now());
  }
  announce(taken);
}

function linkTroubleText({ send }: Messages, trouble: LinkTrouble): string {
  switch (trouble.problem) {
    case 'chain-unknown':
      return send.chainUnknown({ chain: String(trouble.chainId) });
    case 'token-unknown':
      return send.tokenUnknown({ token: trouble.token });
    case 'picture-unreadable':
    case 'picture-without-code':
      return send.pictureProblems[trouble.problem];
    default:
      return send.linkProblems[trouble.problem];
  }
}
