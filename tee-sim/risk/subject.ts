// What of a decoded signature its risk depends on, and whom to judge. Pure.
import type { Asset } from '../protocol/bindings.ts';
import type { Decoded, DecodedFlag, DecodedKind, PartyRole } from '../protocol/decoded.ts';
import type { Address, Payment } from '../protocol/payment.ts';
import type { RiskSubject } from './assess.ts';

/** Who can end up with something, the likeliest first. */
const GAINING: readonly PartyRole[] = ['recipient', 'spender', 'delegate'];
/** Here the zero address takes back what was given: nothing is sent there. */
const ZERO_REVOKES: readonly DecodedKind[] = ['delegation', 'collectible-approval'];

/** Of a payment that is only asked about: S1's request. */
export function subjectOfPayment({ chainId, to, amountWei }: Payment): RiskSubject {
  const flags: readonly DecodedFlag[] = isZero(to) ? ['zero-address'] : [];
  return { chainId, recipient: to, amounts: totalsOf([['native', amountWei]]), flags: new Set(flags) };
}

/** `signer` is the account that signs: what comes back to it, or to the contract account it signs for, leaves nobody. */
export function subjectOf(decoded: Decoded, signer: Address): RiskSubject {
  const parts = flatten(decoded);
  const own = new Set([
    signer,
    ...decoded.parties.filter(({ role }) => role === 'account').map(({ address }) => address),
  ]);
  const ofRoles = (roles: readonly PartyRole[]): Set<Address> => {
    const parties = roles.flatMap((role) =>
      parts.flatMap((part) => part.parties.filter((one) => one.role === role)),
    );
    const addresses = parties.map(({ address }) => address);
    return new Set(addresses.filter((address) => !isZero(address) && !own.has(address)));
  };
  const gaining = ofRoles(GAINING);
  const contracts = [...ofRoles(['contract'])].filter((address) => !gaining.has(address));
  // Where nobody else is named, what is called gets what there is to get.
  const [recipient, ...others] = gaining.size > 0 ? gaining : contracts.splice(0, 1);
  const flags = new Set<DecodedFlag>();
  for (const part of parts) {
    for (const flag of part.flags) {
      if (flag !== 'zero-address' || !ZERO_REVOKES.includes(part.kind)) flags.add(flag);
    }
  }
  // "Unlimited" is no amount that could be usual: its flag and its ground speak for it.
  const limited = parts.flatMap(({ amounts }) => amounts.filter(({ unlimited }) => !unlimited));
  const amounts = totalsOf(limited.map(({ asset, amount }) => [asset, amount]));
  return { chainId: decoded.chainId, recipient, others, contracts, amounts, flags };
}

function totalsOf(amounts: readonly (readonly [Asset, bigint])[]): RiskSubject['amounts'] {
  const totals = new Map<Asset, bigint>();
  for (const [asset, amount] of amounts) {
    if (amount > 0n) totals.set(asset, (totals.get(asset) ?? 0n) + amount);
  }
  return [...totals].map(([asset, amount]) => ({ asset, amount }));
}

function isZero(address: Address): boolean {
  return /^0x0{40}$/.test(address);
}

function flatten(decoded: Decoded): Decoded[] {
  return [decoded, ...decoded.inner.flatMap(flatten)];
}
