// The particulars of something sent: what names it, where it is, what it cost.
import type { NetworkView, TrackedTransaction } from '../../../preload/networks.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Fact, Facts } from '../../ui/facts.tsx';
import { COIN_DECIMALS } from '../amount.ts';

export interface TransactionFactsProps {
  readonly transaction: TrackedTransaction;
  readonly network: NetworkView | undefined;
}

export function TransactionFacts({ transaction, network }: TransactionFactsProps) {
  const { m, format } = useI18n();
  const { hash, replacedBy, carriedBy, block, feeWei, checkedAtMs, state } = transaction;
  const { transactions } = m;
  const looked =
    checkedAtMs === undefined
      ? transactions.neverLooked
      : transactions.lookedAt(format.dateTime(checkedAtMs));
  return (
    <Facts>
      <Fact term={transactions.hash} note={state === 'prepared' ? undefined : looked}>
        <Hash hash={hash} />
      </Fact>
      {replacedBy === undefined ? null : (
        <Fact term={transactions.replacedBy}>
          <Hash hash={replacedBy} />
        </Fact>
      )}
      {carriedBy === undefined ? null : (
        <Fact term={transactions.carriedBy}>
          <Hash hash={carriedBy} />
        </Fact>
      )}
      {block === undefined ? null : <Fact term={transactions.block}>{format.integer(block.number)}</Fact>}
      {feeWei === undefined ? null : (
        <Fact term={transactions.feePaid}>
          {network === undefined
            ? m.balances.baseUnits(format.integer(feeWei))
            : `${format.units(feeWei, COIN_DECIMALS)} ${network.symbol}`}
        </Fact>
      )}
    </Facts>
  );
}

function Hash({ hash }: { hash: string }) {
  return (
    <code className="mono break" translate="no">
      {hash}
    </code>
  );
}
