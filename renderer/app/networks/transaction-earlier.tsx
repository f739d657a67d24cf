// The earlier payments that one has to wait for: each by what it pays, with what became of it and what can be done.
import { useStore } from 'zustand';
import type { TrackedTransaction } from '../../../preload/networks.ts';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import { shortAddress } from '../../i18n/decoded-sentence.ts';
import { type I18n, useI18n } from '../../i18n/use-i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { COIN_DECIMALS } from '../amount.ts';
import { routeAddress } from '../routes.ts';
import { type KnownToken, tokensOf } from './known-tokens.ts';
import { useKnownNetworks } from './network-services.ts';
import { type NetworkView, networkOf } from './networks-store.ts';

export interface EarlierPaymentsProps {
  readonly hashes: readonly string[];
  /** In whose history they are; absent where that is open anyway. */
  readonly walletId: WalletId | undefined;
}

/** Nothing where there are none. Those that a node has go on by themselves; others need the person. */
export function EarlierPayments({ hashes, walletId }: EarlierPaymentsProps) {
  const { transactions } = useKnownNetworks();
  const isStuck = useStore(transactions, ({ byHash }) =>
    hashes.some((hash) => byHash[hash]?.state !== 'pending'),
  );
  if (hashes.length === 0) return null;
  return (
    <Notice kind={isStuck ? 'warn' : 'info'}>
      <Listed hashes={hashes} walletId={walletId} />
    </Notice>
  );
}

function Listed({ hashes, walletId }: EarlierPaymentsProps) {
  const i18n = useI18n();
  const services = useKnownNetworks();
  const byHash = useStore(services.transactions, (state) => state.byHash);
  const tokens = useStore(services.tokens, (state) => state.tokens);
  const known = useStore(services.networks, (state) => state.known);
  const { m, format } = i18n;
  const texts = m.transactions.earlier;
  const textOf = (transaction: TrackedTransaction): string => {
    const network = networkOf(known, transaction.chainId);
    return texts.said[transaction.state](whatOf(i18n, transaction, { network, tokens }));
  };
  return (
    <>
      <p>{texts.first(format.integer(hashes.length))}</p>
      <ul className="decoded-flags">
        {hashes.flatMap((hash) => {
          const transaction = byHash[hash];
          return transaction === undefined ? [] : [<li key={hash}>{textOf(transaction)}</li>];
        })}
      </ul>
      {walletId === undefined ? null : (
        <p>
          <a href={routeAddress('history', { wallet: walletId })}>{texts.open}</a>
        </p>
      )}
    </>
  );
}

interface Naming {
  readonly network: NetworkView | undefined;
  readonly tokens: readonly KnownToken[];
}

/** An amount that is known to be one, else its number in the account's order. */
function whatOf({ m, format }: I18n, transaction: TrackedTransaction, { network, tokens }: Naming): string {
  const { chainId, nonce, to, tokenAmount, valueWei } = transaction;
  const texts = m.transactions.earlier;
  const token = tokensOf(tokens, chainId).find(({ address }) => address === to);
  if (tokenAmount !== undefined && token?.decimals !== undefined) {
    return `${format.units(tokenAmount, token.decimals)} ${token.symbol ?? m.balances.unnamed}`;
  }
  if (valueWei === 0n || to === null || network === undefined) return texts.nameless(format.integer(nonce));
  return texts.coins({
    amount: `${format.units(valueWei, COIN_DECIMALS)} ${network.symbol}`,
    to: shortAddress(to),
  });
}
