// How much of one coin or token there is: exact to the base unit. A token's name and decimals are its own claims.
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { COIN_DECIMALS } from '../amount.ts';
import { type ReadBalances, totalOf } from './balances-store.ts';
import { dropToken, type KnownToken, looksNative } from './known-tokens.ts';
import { useNetworkServices } from './network-services.ts';
import type { NetworkView } from './networks-store.ts';

export interface AmountRowProps {
  readonly network: NetworkView;
  /** Absent: the network's own coin. */
  readonly token?: KnownToken;
  readonly accounts: readonly string[];
  readonly read: ReadBalances | undefined;
}

export function AmountRow({ network, token, accounts, read }: AmountRowProps) {
  const { m } = useI18n();
  const { amount, isPartial } = totalOf(read, token?.address ?? 'native', accounts);
  return (
    <li className="amount">
      <span className="amount-of">
        {token === undefined ? <CoinName network={network} /> : <TokenName network={network} token={token} />}
      </span>
      <span className="amount-value tabular">
        {amount === undefined ? (
          <span className="faint">{m.balances.noAmount}</span>
        ) : (
          <Amount amount={amount} decimals={token === undefined ? COIN_DECIMALS : token.decimals} />
        )}
        {isPartial ? <span className="fact-note">{m.balances.partly}</span> : null}
      </span>
      {token === undefined ? null : <Drop token={token} />}
    </li>
  );
}

function Amount({ amount, decimals }: { amount: bigint; decimals: number | undefined }) {
  const { m, format } = useI18n();
  return (
    <span className="break">
      {decimals === undefined ? m.balances.baseUnits(format.integer(amount)) : format.units(amount, decimals)}
    </span>
  );
}

function CoinName({ network: { symbol } }: { network: NetworkView }) {
  return <span className="amount-name">{symbol}</span>;
}

function TokenName({ network, token }: { network: NetworkView; token: KnownToken }) {
  const { m } = useI18n();
  const isMisleading = [token.name, token.symbol].some(
    (claimed) => looksNative(claimed, network.symbol) || looksNative(claimed, network.name),
  );
  return (
    <>
      <span className="amount-name" dir="auto">
        {token.symbol ?? token.name ?? m.balances.unnamed}
      </span>
      {token.symbol === undefined && token.name === undefined ? null : (
        <span className="faint">{m.balances.claimed}</span>
      )}
      {isMisleading ? <Badge kind="stop">{m.balances.looksNative}</Badge> : null}
      <code className="mono break faint amount-address" translate="no">
        {token.address}
      </code>
    </>
  );
}

function Drop({ token }: { token: KnownToken }) {
  const { m } = useI18n();
  const { tokens } = useNetworkServices();
  return (
    <Button
      small
      weight="quiet"
      label={m.balances.dropToken(token.symbol ?? token.address)}
      onPress={() => dropToken(tokens, token)}
    >
      <Icon name="close" />
    </Button>
  );
}
