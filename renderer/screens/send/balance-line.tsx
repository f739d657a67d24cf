// What the account has of what is to be sent, of which block, and whether that is old.
import { useStore } from 'zustand';
import { cancelBalances, isStale, type NetworkBalances } from '../../app/networks/balances-store.ts';
import { TroubleNotice } from '../../app/networks/trouble-notice.tsx';
import { useNow } from '../../app/networks/use-now.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { chosenAccount } from '../../signing/signer-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { amountText, coinText } from './amounts.ts';
import type { SendServices } from './check-actions.ts';
import { type Counted, countedOf, type Known } from './form-actions.ts';
import { balanceOf, loadBalance } from './quotes.ts';
import type { Underway } from './send-plan.ts';
import type { SendStore } from './send-store.ts';
import { shownTroubles } from './troubles.ts';
import { underwayOf } from './underway.ts';

export interface BalanceLineProps {
  readonly store: SendStore;
  readonly services: SendServices;
  readonly known: Known;
}

export function BalanceLine({ store, services: { calls }, known }: BalanceLineProps) {
  const { m, format } = useI18n();
  const nowMs = useNow();
  const { run, values } = useStore(store);
  const account = useStore(store.signer, chosenAccount);
  const counted = countedOf(values, known);
  const chainId = counted?.network.chainId;
  const shown = useStore(store.balances, ({ networks }) =>
    chainId === undefined ? undefined : networks[chainId],
  );
  if (counted === undefined || chainId === undefined || account === undefined) return null;
  const balance = balanceOf(store, { chainId, account: account.address, asset: values.asset });
  const amount = balance?.token?.amount ?? balance?.native;
  const troubles = shownTroubles({ run, balance: shown?.trouble, fee: undefined });
  return (
    <section className="send-balance" aria-label={m.send.balance}>
      <div className="row">
        <span className="field-label">{m.send.balance}</span>
        <strong className="tabular break">
          {amount === undefined ? notKnownText(m, shown) : amountText(m, format, counted, amount)}
        </strong>
        {balance?.token === undefined ? null : (
          <span className="faint tabular">{coinText(format, counted, balance.native)}</span>
        )}
        {shown !== undefined && isStale(shown, nowMs) ? <Badge kind="warn">{m.balances.stale}</Badge> : null}
        {shown?.task === undefined ? (
          <Button small weight="quiet" onPress={() => void loadBalance(store, calls, known.tokens)}>
            {m.balances.refresh}
          </Button>
        ) : (
          <Button small weight="quiet" onPress={() => void cancelBalances(store.balances, calls, chainId)}>
            <Spinner />
            {m.send.stopAsking}
          </Button>
        )}
      </div>
      {shown?.read === undefined ? null : (
        <p className="field-hint">
          {m.send.asOf({
            block: format.integer(shown.read.block.number),
            time: format.dateTime(shown.read.block.timeMs),
          })}
        </p>
      )}
      <UnderwayLine
        counted={counted}
        underway={underwayOf(known.sent, { chainId, account: account.address, asset: values.asset })}
      />
      {troubles.balance === undefined ? null : <TroubleNotice trouble={troubles.balance} />}
    </section>
  );
}

/** What the balance still has in it, and other payments may take. */
function UnderwayLine({ counted, underway }: { counted: Counted; underway: Underway }) {
  const { m, format } = useI18n();
  const amounts = [
    ...(underway.token === 0n ? [] : [amountText(m, format, counted, underway.token)]),
    ...(underway.native === 0n ? [] : [coinText(format, counted, underway.native)]),
  ];
  if (amounts.length === 0) return null;
  return <p className="field-hint warn-text">{m.send.underway({ amount: format.list(amounts) })}</p>;
}

function notKnownText(m: Messages, shown: NetworkBalances | undefined): string {
  if (shown?.task !== undefined) return m.balances.asking;
  if (shown?.trouble !== undefined) return m.send.notAnswered;
  return shown?.read === undefined ? m.send.notAsked : m.send.noBalance;
}
