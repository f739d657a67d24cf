// What a signature does, fact by fact: who takes part, how much, until when, the fee at most, where.
import { useStore } from 'zustand';
import type { Decoded } from '../../tee-sim/protocol/decoded.ts';
import type { SignatureKind } from '../../tee-sim/protocol/review.ts';
import { CHAINS } from '../app/chains.ts';
import { useKnownNetworks } from '../app/networks/network-services.ts';
import { type NetworkView, networkOf } from '../app/networks/networks-store.ts';
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
  const ownName = useOwnName(chainId);
  const isPaid = kind === 'transaction' || kind === 'user-operation';
  return (
    <>
      <DecodedParties telling={telling} parties={parties} receiverNote={receiverNote} />
      {amounts.length === 0 ? null : (
        <Fact term={m.sign.amount}>
          {amounts.map((amount, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an asset may come twice; its place is what it is
            <span className="decoded-amount tabular" key={place}>
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
        <Fact term={m.sign.network} note={ownName === undefined ? undefined : m.sign.networkOwn(ownName)}>
          {networkText(telling, chainId)}
        </Fact>
      )}
      {nonce === undefined ? null : <Fact term={m.sign.nonceFact}>{format.integer(nonce)}</Fact>}
    </>
  );
}

/** What the person calls a network that the TEE has no name for. */
function useOwnName(chainId: number | undefined): Pick<NetworkView, 'name' | 'symbol'> | undefined {
  const { networks } = useKnownNetworks();
  const known = useStore(networks, (state) => state.known);
  if (chainId === undefined || nameOf(chainId) !== undefined) return undefined;
  return networkOf(known, chainId);
}

function nameOf(chainId: number): string | undefined {
  return CHAINS.find((chain) => chain.id === chainId)?.name;
}

function networkText({ m }: Telling, chainId: number | undefined): string {
  if (chainId === undefined) return m.sign.networkNone;
  const id = String(chainId);
  const name = nameOf(chainId);
  return name === undefined ? m.sign.networkUnknown({ id }) : m.sign.networkName({ name, id });
}
