// What accounts have, network by network. What is old is said to be; a network that fails hides no other.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { routeAddress } from '../routes.ts';
import { AddToken } from './add-token.tsx';
import { AmountRow } from './amount-row.tsx';
import {
  type BalancesStore,
  cancelAllBalances,
  cancelBalances,
  isStale,
  loadBalances,
  type NetworkBalances as Shown,
} from './balances-store.ts';
import { tokensOf } from './known-tokens.ts';
import { useKnownNetworks } from './network-services.ts';
import type { NetworkView } from './networks-store.ts';
import { TroubleNotice } from './trouble-notice.tsx';
import { useNow } from './use-now.ts';

/** Anvil's and Sepolia: their coins are worth nothing. */
const TEST_CHAINS: ReadonlySet<number> = new Set([31_337, 11_155_111]);

export interface BalanceListProps {
  readonly store: BalancesStore;
  /** EIP-55 addresses; the same list each time while they are the same. */
  readonly accounts: readonly string[];
}

/** For one account or many: of many, what they have together. */
export function BalanceList({ store, accounts }: BalanceListProps) {
  const { m } = useI18n();
  const { calls, networks } = useKnownNetworks();
  const { known, list } = useStore(networks);
  useEffect(() => () => void cancelAllBalances(store, calls), [store, calls]);
  if (list.status === 'failed' && known === undefined) {
    return <TroubleNotice title={m.networks.notLoaded} trouble={list.trouble} />;
  }
  if (known === undefined) return <p className="faint">{m.common.loading}</p>;
  if (known.networks.length === 0) {
    return (
      <p className="faint">
        {m.balances.none} <a href={routeAddress('networks')}>{m.balances.openNetworks}</a>
      </p>
    );
  }
  return (
    <div className="stack">
      {known.networks.map((network) => (
        <NetworkBalances key={network.chainId} store={store} network={network} accounts={accounts} />
      ))}
    </div>
  );
}

interface NetworkBalancesProps extends BalanceListProps {
  readonly network: NetworkView;
}

function NetworkBalances({ store, network, accounts }: NetworkBalancesProps) {
  const { m } = useI18n();
  const { calls, tokens } = useKnownNetworks();
  const all = useStore(tokens, (state) => state.tokens);
  const { chainId } = network;
  const shown = useStore(store, ({ networks }) => networks[chainId]);
  const wanted = tokensOf(all, chainId);
  const addresses = wanted.map(({ address }) => address).join();
  useEffect(() => {
    const asked = addresses === '' ? [] : addresses.split(',');
    void loadBalances(store, calls, { chainId, accounts, tokens: asked });
  }, [store, calls, chainId, accounts, addresses]);
  const reload = (): void => {
    const asked = wanted.map(({ address }) => address);
    void loadBalances(store, calls, { chainId, accounts, tokens: asked });
  };
  return (
    <section className="balances" aria-label={m.balances.listLabel(network.name)}>
      <div className="balances-head">
        <h3>
          {network.name} {TEST_CHAINS.has(chainId) ? <Badge>{m.balances.testCoins}</Badge> : null}
        </h3>
        {shown?.task === undefined ? (
          <Button small onPress={reload}>
            {m.balances.refresh}
          </Button>
        ) : (
          <Button small onPress={() => void cancelBalances(store, calls, chainId)}>
            <Spinner />
            {m.balances.cancel}
          </Button>
        )}
      </div>
      {shown?.trouble === undefined ? null : <TroubleNotice trouble={shown.trouble} />}
      <Freshness shown={shown} />
      {shown?.read === undefined ? null : (
        <ul className="amounts">
          <AmountRow network={network} accounts={accounts} read={shown.read} />
          {wanted.map((token) => (
            <AmountRow
              key={token.address}
              network={network}
              token={token}
              accounts={accounts}
              read={shown.read}
            />
          ))}
        </ul>
      )}
      <AddToken network={network} />
    </section>
  );
}

function Freshness({ shown }: { shown: Shown | undefined }) {
  const { m, format } = useI18n();
  const nowMs = useNow();
  if (shown?.read === undefined) {
    if (shown?.trouble !== undefined) return null;
    return <p className="faint">{shown?.task === undefined ? m.balances.never : m.balances.asking}</p>;
  }
  const { block, readAtMs } = shown.read;
  return (
    <p className="faint balances-age">
      <span>
        {m.balances.of({ block: format.integer(block.number), time: format.dateTime(block.timeMs) })}
      </span>
      {isStale(shown, nowMs) ? (
        <>
          <Badge kind="warn">{m.balances.stale}</Badge>
          <span>{m.balances.staleText(format.dateTime(readAtMs))}</span>
        </>
      ) : null}
    </p>
  );
}
