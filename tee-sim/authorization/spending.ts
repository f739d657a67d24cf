// How what an operation takes stands to the limits of a binding: every asset of it, and what has no bound at all.
// Takes nothing itself: usage is added in the transaction that commits the operation.
import type { Asset, Limit } from '../protocol/bindings.ts';
import type { LeavingAmounts } from '../wallet/spend.ts';
import { limitFor } from './binding-changes.ts';
import type { BindingRecord } from './bindings.ts';
import type { LimitLedger } from './limit-ledger.ts';

/** What an operation takes from a wallet, and where. */
export interface ChainSpend extends LeavingAmounts {
  /** Absent where no chain binds what is signed: then no limit lets anything of it through. */
  readonly chainId: number | undefined;
}

/** The first thing of a spend that a limit does not let through, or the only one, which it does. */
export interface LimitFinding {
  /** Absent: it passes. */
  readonly reason?: 'unbounded-spend' | 'no-limit-for-asset' | 'transaction-limit' | 'daily-limit';
  readonly asset?: Asset;
  /** What would leave, and of a daily limit what left already. */
  readonly amount?: bigint;
  readonly used?: bigint;
  readonly most?: bigint;
}

type Limited = Pick<BindingRecord, 'walletId' | 'userId' | 'terms'>;
type Ledger = Pick<LimitLedger, 'used'>;

/** What the binding's limits say to `spend` now; nothing when they let all of it through, or there are none. */
export function findLimit(binding: Limited, spend: ChainSpend, ledger: Ledger): LimitFinding | undefined {
  const { limits } = binding.terms;
  if (limits === undefined) return undefined;
  const found = [perTransaction(limits, spend), perDay(binding, limits, spend, ledger)];
  return found.find(({ reason }) => reason !== undefined);
}

/** Each asset against its limit for one transaction. */
export function perTransaction(limits: readonly Limit[], spend: ChainSpend): LimitFinding {
  if (spend.unbounded) return { reason: 'unbounded-spend' };
  return telling(
    spend.amounts.map(({ asset, amount }) => {
      const limit = limitOf(limits, spend, asset);
      if (limit === undefined) return { reason: 'no-limit-for-asset', asset, amount };
      const found = { asset, amount, most: limit.perTransaction };
      return amount <= limit.perTransaction ? found : { ...found, reason: 'transaction-limit' };
    }),
  );
}

/** Each asset, with what left in the last 24 h, against its limit for a day. */
export function perDay(
  { walletId, userId }: Limited,
  limits: readonly Limit[],
  spend: ChainSpend,
  ledger: Ledger,
): LimitFinding {
  return telling(
    spend.amounts.map(({ asset, amount }) => {
      const limit = limitOf(limits, spend, asset);
      if (limit === undefined) return { reason: 'no-limit-for-asset', asset, amount };
      const used = ledger.used({ walletId, userId, chainId: limit.chainId, asset });
      const found = { asset, amount, used, most: limit.perDay };
      return used + amount <= limit.perDay ? found : { ...found, reason: 'daily-limit' };
    }),
  );
}

function limitOf(limits: readonly Limit[], { chainId }: ChainSpend, asset: Asset): Limit | undefined {
  return chainId === undefined ? undefined : limitFor(limits, { chainId, asset });
}

function telling(findings: readonly LimitFinding[]): LimitFinding {
  const [only, ...others] = findings;
  const failed = findings.find(({ reason }) => reason !== undefined);
  return failed ?? (others.length === 0 ? only : undefined) ?? {};
}
