// A binding, and a wallet with one, as commands answer them: terms as JSON, and what the limits' last 24 h took.
import { type BindingRecord, termsInput } from '../authorization/bindings.ts';
import type { WalletRecord } from '../authorization/wallets.ts';
import { refusal } from '../os/refusals.ts';
import type { BindingSummary } from '../protocol/bindings.ts';
import type { WalletSummary } from '../protocol/wallets.ts';
import type { TaServices } from './call.ts';

type Services = Pick<TaServices, 'users' | 'ledger'>;

/** `userName` spares a look-up where it is known. */
export function summarizeBinding(
  binding: BindingRecord,
  { users, ledger }: Services,
  userName = users.nameOf(binding.userId) ?? binding.userId,
): BindingSummary {
  const { userId, terms, createdAtMs } = binding;
  const usage = (terms.limits ?? []).map(({ chainId, asset }) => ({
    chainId,
    asset,
    usedToday: ledger.used({ ...binding, chainId, asset }).toString(),
  }));
  return { userId, userName, terms: termsInput(terms), createdAtMs, usage };
}

export function summarizeWallet(wallet: WalletRecord, binding: BindingSummary): WalletSummary {
  const { walletId, name, source, imported, createdAtMs, accounts } = wallet;
  const [firstAccount] = accounts;
  if (firstAccount === undefined) throw refusal('defect');
  return {
    ...{ walletId, name, source, imported, createdAtMs },
    accounts: accounts.length,
    firstAccount,
    binding,
  };
}
