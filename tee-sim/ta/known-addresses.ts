// Who the addresses of a signature are, as far as the TEE can say: the user's own accounts, their contacts, and what the
// bundled lists name. Nothing that the request itself says.
import type { Decoded } from '../protocol/decoded.ts';
import type { UserId } from '../protocol/factors.ts';
import { type Address, addressSchema } from '../protocol/payment.ts';
import type { KnownAddress } from '../protocol/review.ts';
import { knownContract } from '../wallet/known-contracts.ts';
import type { TaServices } from './call.ts';
import { ownAccounts } from './own-accounts.ts';

/** A review names so many at most, those who take part first. */
const MAX_KNOWN = 128;
const MAX_TEXT = 64;

/** @throws CORRUPT_OBJECT damaged-record */
export function knownAddresses(userId: UserId, decoded: Decoded, ta: TaServices): KnownAddress[] {
  const own = ownAccounts(userId, ta);
  const nameOf = (address: Address): KnownAddress | undefined => {
    const account = own.get(address);
    if (account !== undefined) return { address, as: 'own-account', text: account };
    const contact = ta.contacts.find(userId, address);
    if (contact !== undefined) return { address, as: 'contact', text: contact.name };
    const { chainId } = decoded;
    const bundled = chainId === undefined ? undefined : knownContract(chainId, address);
    return bundled && { address, ...bundled, text: bundled.text.slice(0, MAX_TEXT) };
  };
  const named = [...new Set(addressesOf(decoded))].map(nameOf).filter((known) => known !== undefined);
  return named.slice(0, MAX_KNOWN);
}

/** Parties first, then tokens, then what a descriptor shows. */
function addressesOf({ parties, amounts, described, inner }: Decoded): Address[] {
  const tokens = amounts.flatMap(({ asset }) => (asset === 'native' ? [] : [asset]));
  const shown = (described?.fields ?? []).flatMap(({ format, value, asset }) => {
    const address = format === 'address' ? addressSchema.safeParse(value).data : undefined;
    return [
      ...(address === undefined ? [] : [address]),
      ...(asset === undefined || asset === 'native' ? [] : [asset]),
    ];
  });
  return [...parties.map(({ address }) => address), ...tokens, ...shown, ...inner.flatMap(addressesOf)];
}
