// Who takes part in what is signed: each address in full, with how the TEE knows it.
import type { Party } from '../../tee-sim/protocol/decoded.ts';
import { knownAs, type Telling } from '../i18n/decoded-sentence.ts';
import { AddressText } from './address.tsx';
import { Fact } from './facts.tsx';

export interface DecodedPartiesProps {
  readonly telling: Telling;
  readonly parties: readonly Party[];
  /** What else there is to say of the one who gets something. */
  readonly receiverNote?: string | undefined;
}

export function DecodedParties({ telling, parties, receiverNote }: DecodedPartiesProps) {
  const { roles } = telling.m.decoded;
  return parties.map(({ role, address }) => (
    <Fact
      key={`${role}/${address}`}
      term={roles[role]}
      note={role === 'recipient' || role === 'spender' ? receiverNote : undefined}
    >
      <NamedAddress telling={telling} address={address} />
    </Fact>
  ));
}

export function NamedAddress({ telling, address }: { telling: Telling; address: string }) {
  const { as, unknownAddress } = telling.m.decoded;
  const known = knownAs(telling, address);
  return (
    <span className="named-address">
      {known === undefined ? null : (
        <span>
          <strong dir="auto">{known.text}</strong>
          <span className="soft">{` · ${as[known.as]}`}</span>
        </span>
      )}
      <AddressText address={address} />
      {known === undefined && telling.known !== undefined ? (
        <span className="faint">{unknownAddress}</span>
      ) : null}
    </span>
  );
}
