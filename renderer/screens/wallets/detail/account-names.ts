// What an account is called. Pure.
import type { Account } from '../../../../tee-sim/protocol/wallets.ts';
import type { Format } from '../../../i18n/format.ts';
import type { Messages } from '../../../i18n/messages.ts';

/** Its own name, or its number, counted from 1. */
export function accountName(m: Messages, format: Format, { name, index }: Account): string {
  return name ?? m.wallets.account(format.integer(index + 1));
}
