// A binding, and a wallet with one, as commands answer them: terms as JSON, and what the limits' last 24 h took.
import { type BindingRecord, termsInput } from '../authorization/bindings.ts';
import type { WalletRecord } from '../authorization/wallets.ts';
import type { BindingSummary, WalletSummary } from '../protocol/bindings.ts';
import type { TaServices } from './call.ts';

type Services = Pick<TaServices, 'users' | 'ledger'>;

export function summarizeBinding(binding: BindingRecord, { users, ledger }: Services): BindingSummary {
  const { userId, terms, createdAtMs } = binding;
  const usage = (terms.limits ?? []).map(({ chainId, asset }) => ({
    chainId,
    asset,
    usedToday: ledger.used({ ...binding, chainId, asset }).toString(),
  }));
  return { userId, userName: users.nameOf(userId) ?? userId, terms: termsInput(terms), createdAtMs, usage };
}

export function summarizeWallet(wallet: WalletRecord, binding: BindingRecord, ta: Services): WalletSummary {
  return { ...wallet, binding: summarizeBinding(binding, ta) };
}
