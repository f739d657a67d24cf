// Amounts of what is sent, in words: exact, with the symbol that the network or the token gives.
import { COIN_DECIMALS } from '../../app/amount.ts';
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import { type Counted, decimalsOf } from './form-actions.ts';

export function symbolOf(m: Messages, { network, token }: Counted): string {
  if (token === undefined) return network.symbol;
  // Without decimals nobody knows what one of it is.
  return token.decimals === undefined ? m.send.baseUnits : (token.symbol ?? m.balances.unnamed);
}

export function amountText(m: Messages, format: Format, counted: Counted, amount: bigint): string {
  return `${format.units(amount, decimalsOf(counted))} ${symbolOf(m, counted)}`;
}

/** Of the network's own coin: fees. */
export function coinText(format: Format, { network }: Pick<Counted, 'network'>, amountWei: bigint): string {
  return `${format.units(amountWei, COIN_DECIMALS)} ${network.symbol}`;
}

/** "Up to" so much: four digits that can be compared at a glance, never less than it is. */
export function costText(format: Format, counted: Pick<Counted, 'network'>, costWei: bigint): string {
  return coinText(format, counted, roundedUp(costWei));
}

const COST_DIGITS = 4;

export function roundedUp(amount: bigint): bigint {
  const unit = 10n ** BigInt(Math.max(0, amount.toString().length - COST_DIGITS));
  return ((amount + unit - 1n) / unit) * unit;
}
