// In the review: what the node says of it, and what this app knows besides. The TEE has no part in either.
import { useStore } from 'zustand';
import { useKnownNetworks } from '../../app/networks/network-services.ts';
import { networkOf } from '../../app/networks/networks-store.ts';
import { EarlierPayments } from '../../app/networks/transaction-earlier.tsx';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { costText } from './amounts.ts';
import { simulatedText } from './check-notice.tsx';
import type { Checked, SendStore } from './send-store.ts';

/** In the page's own voice: what was entered, beside the TEE, which counts a token in its smallest parts. */
export function EnteredNotice({ store }: { store: SendStore }) {
  const { m, format } = useI18n();
  const checked = useStore(store, (state) => state.checked);
  const decimals = checked?.token?.decimals;
  if (checked === undefined || decimals === undefined) return null;
  const { plan, token } = checked;
  return (
    <Notice kind="info">
      <p className="break">
        {m.send.entered({
          amount: `${format.units(plan.amount, decimals)} ${token?.symbol ?? m.balances.unnamed}`,
          decimals: String(decimals),
          units: format.integer(plan.amount),
        })}
      </p>
    </Notice>
  );
}

export function CheckedNotice({ store }: { store: SendStore }) {
  const { m, format } = useI18n();
  const checked = useStore(store, (state) => state.checked);
  const walletId = useStore(store, ({ unfinished }) => unfinished?.walletId);
  if (checked === undefined) return null;
  const { plan, simulated, waitsFor, promisedBefore } = checked;
  const passes = simulated.result === 'done';
  return (
    <>
      <Notice kind={passes ? 'info' : 'stop'} title={m.send.nodeSays}>
        <p className="break" dir="auto">
          {simulatedText(m, simulated)}
        </p>
        {passes ? null : <p>{m.send.wouldFail}</p>}
        {promisedBefore === 0 ? null : (
          <p>{m.send.promisedBefore({ count: format.integer(promisedBefore) })}</p>
        )}
        <RollupFee plan={plan} />
        {plan.notes.map((note) => (
          <p key={note}>{m.send.notes[note]}</p>
        ))}
      </Notice>
      <EarlierPayments hashes={waitsFor} walletId={walletId} />
    </>
  );
}

/** What a rollup takes beside gas is in no field of the transaction, so the TEE's review cannot name it. */
function RollupFee({ plan: { extraFeeWei, transaction } }: Pick<Checked, 'plan'>) {
  const { m, format } = useI18n();
  const { networks } = useKnownNetworks();
  const network = useStore(networks, ({ known }) => networkOf(known, transaction.chainId));
  if (extraFeeWei === 0n || network === undefined) return null;
  return <p>{m.send.rollupFee({ amount: costText(format, { network }, extraFeeWei) })}</p>;
}
