// What a signature does, fact by fact: who takes part, how much, until when, the fee at most, where.
import type { Decoded } from '../../tee-sim/protocol/decoded.ts';
import type { SignatureKind } from '../../tee-sim/protocol/review.ts';
import { CHAINS } from '../app/chains.ts';
import { amountText, coinText, type Telling, untilText } from '../i18n/decoded-sentence.ts';
import { DecodedParties } from './decoded-parties.tsx';
import { DescribedFields } from './decoded-steps.tsx';
import { Fact } from './facts.tsx';
import { NumberGroups } from './number-groups.tsx';

export interface DecodedFactsProps {
  readonly telling: Telling;
  readonly decoded: Decoded;
  readonly kind: SignatureKind;
  readonly feeWei: bigint;
  readonly nonce: bigint | undefined;
  /** What else there is to say of the one who gets something. */
  readonly receiverNote?: string | undefined;
}

export function DecodedFacts({ telling, decoded, kind, feeWei, nonce, receiverNote }: DecodedFactsProps) {
  const { m, format } = telling;
  const { amounts, chainId, parties, text, validUntilS } = decoded;
  const isPaid = kind === 'transaction' || kind === 'user-operation';
  return (
    <>
      <DecodedParties telling={telling} parties={parties} receiverNote={receiverNote} />
      {amounts.length === 0 ? null : (
        <Fact term={m.sign.amount}>
          {amounts.map((amount, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an asset may come twice; its place is what it is
            <span className="sign-amount tabular" key={place}>
              <NumberGroups text={amountText(telling, chainId, amount)} />
            </span>
          ))}
        </Fact>
      )}
      <DescribedFields telling={telling} decoded={decoded} />
      {validUntilS === undefined ? null : (
        <Fact term={m.decoded.validUntil}>{untilText(telling, validUntilS)}</Fact>
      )}
      {text === undefined ? null : (
        <Fact term={m.decoded.messageText}>
          <span className="note-text" dir="auto">
            {text}
          </span>
        </Fact>
      )}
      {isPaid ? (
        <Fact term={m.sign.fee}>
          <NumberGroups text={coinText(telling, chainId, feeWei)} />
        </Fact>
      ) : null}
      {kind === 'personal-message' ? null : (
        <Fact term={m.sign.network}>{networkText(telling, chainId)}</Fact>
      )}
      {nonce === undefined ? null : <Fact term={m.sign.nonceFact}>{format.integer(nonce)}</Fact>}
    </>
  );
}

function networkText({ m, format }: Telling, chainId: number | undefined): string {
  if (chainId === undefined) return m.sign.networkNone;
  const id = format.integer(chainId);
  const name = CHAINS.find((chain) => chain.id === chainId)?.name;
  return name === undefined ? m.sign.networkUnknown({ id }) : m.sign.networkName({ name, id });
}
