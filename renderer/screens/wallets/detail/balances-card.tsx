// What a wallet's accounts have together, and one of them alone. Of very many accounts the first are asked about, and
// that is said.
import { useMemo, useState } from 'react';
import type { Account } from '../../../../tee-sim/protocol/wallets.ts';
import { BalanceList } from '../../../app/networks/balance-list.tsx';
import { ACCOUNTS_AT_ONCE, createBalancesStore } from '../../../app/networks/balances-store.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import type { WalletsStores } from '../wallets-store.ts';

interface BalancesCardProps {
  readonly stores: WalletsStores;
  readonly accounts: readonly Account[];
}

export function BalancesCard({ stores, accounts }: BalancesCardProps) {
  const { m, format } = useI18n();
  const addresses = useMemo(
    () => accounts.slice(0, ACCOUNTS_AT_ONCE).map(({ address }) => address),
    [accounts],
  );
  return (
    <section className="card stack" aria-labelledby="balances-title">
      <div>
        <h2 id="balances-title">{m.balances.title}</h2>
        {accounts.length > addresses.length ? (
          <p className="card-lead">
            {m.balances.firstOf({
              asked: format.integer(addresses.length),
              all: format.integer(accounts.length),
            })}
          </p>
        ) : null}
      </div>
      <BalanceList store={stores.balances} accounts={addresses} />
    </section>
  );
}

/** In a window of its own size: asked when it is opened. */
export function AccountBalances({ address }: { address: string }) {
  const { m } = useI18n();
  const [store] = useState(createBalancesStore);
  const accounts = useMemo(() => [address], [address]);
  return (
    <section className="panel-part stack" aria-label={m.balances.title}>
      <h3>{m.balances.title}</h3>
      <BalanceList store={store} accounts={accounts} />
    </section>
  );
}
