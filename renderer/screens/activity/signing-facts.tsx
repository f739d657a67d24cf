// What a record of a review or a signature says, in words; and that of a change of the address book.
import { decodedSentence, type Telling } from '../../i18n/decoded-sentence.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { AddressText } from '../../ui/address.tsx';
import { DecodedFacts } from '../../ui/decoded-facts.tsx';
import { Fact } from '../../ui/facts.tsx';
import { NoteAndFlags } from '../../ui/note-and-flags.tsx';
import { NumberGroups } from '../../ui/number-groups.tsx';
import { Reasons } from '../../ui/reasons.tsx';
import { ScoreFact } from './assessed-facts.tsx';
import { readContactRecord, readSigningRecord } from './log-record.ts';

export function SigningFacts({ record }: { record: string }) {
  const { m, format } = useI18n();
  const signing = readSigningRecord(record);
  if (signing === undefined) return null;
  const { account, assessment, decoded, feeWei, kind, nonce, note, number } = signing;
  // The log names nobody: names are each person's own.
  const telling: Telling = { m, format, known: undefined };
  return (
    <>
      <Fact term={number === undefined ? m.activity.signing.shown : m.activity.signing.signed}>
        <strong>
          <NumberGroups text={decodedSentence(telling, decoded)} />
        </strong>
        {decoded.inner.map((step, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may be done twice; its place is what it is
          <span className="decoded-amount" key={place}>
            <NumberGroups text={decodedSentence(telling, step)} />
          </span>
        ))}
      </Fact>
      <Fact term={m.history.account}>
        <AddressText address={account.address} />
      </Fact>
      <DecodedFacts telling={telling} decoded={decoded} kind={kind} feeWei={feeWei} nonce={nonce} />
      <NoteAndFlags note={note} decoded={decoded} />
      <ScoreFact assessment={assessment} />
      <Fact term={m.assess.reasonsTitle}>
        <Reasons factors={assessment.factors} />
      </Fact>
    </>
  );
}

export function ContactFacts({ record }: { record: string }) {
  const { m } = useI18n();
  const contact = readContactRecord(record);
  if (contact === undefined) return null;
  const { address, from, to } = contact;
  const texts = m.activity.signing;
  return (
    <>
      <Fact term={texts.contact}>
        <AddressText address={address} />
      </Fact>
      {from === undefined ? null : (
        <Fact term={texts.nameBefore}>
          <span dir="auto">{from}</span>
        </Fact>
      )}
      <Fact term={texts.nameAfter}>{to === undefined ? texts.removed : <span dir="auto">{to}</span>}</Fact>
    </>
  );
}
