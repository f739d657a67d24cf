// Which fee: three that the network suggests, each with the most that it can cost.
import { useStore } from 'zustand';
import { TroubleNotice } from '../../app/networks/trouble-notice.tsx';
import { useNow } from '../../app/networks/use-now.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { NamedSegments } from '../../ui/named-segments.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { costText } from './amounts.ts';
import type { BalanceLineProps } from './balance-line.tsx';
import { costOf, countedOf, editSend } from './form-actions.ts';
import { isQuoteStale, loadFees, stopAsking } from './quotes.ts';
import { FEE_TIERS, type FeeTier } from './send-store.ts';
import { shownTroubles } from './troubles.ts';
import { useRoughPlan } from './use-refusal.ts';

export function FeeField({ store, services: { calls }, known }: BalanceLineProps) {
  const { m, format } = useI18n();
  const nowMs = useNow();
  const { fees, estimate, run, values } = useStore(store);
  const balance = useStore(store.balances, ({ networks }) => networks[values.chainId ?? 0]?.trouble);
  const { fee: trouble } = shownTroubles({ run, balance, fee: fees?.trouble ?? estimate?.trouble });
  const plan = useRoughPlan(store, known);
  const counted = countedOf(values, known);
  if (counted === undefined) return null;
  const nameOf = (tier: FeeTier): string => {
    const cost = costOf(store, known, tier);
    const name = m.send.tiers[tier];
    return cost === undefined ? name : m.send.tierCost({ name, cost: costText(format, counted, cost) });
  };
  const isAsked = fees?.task !== undefined;
  const isKnown = costOf(store, known, values.tier) !== undefined;
  return (
    <fieldset className="inner-fieldset field send-fees">
      <legend className="field-label">{m.send.fee}</legend>
      <NamedSegments
        label={m.send.fee}
        value={values.tier}
        options={FEE_TIERS.map((id) => ({ id, name: nameOf(id) }))}
        onChange={(tier) => editSend(store, { tier })}
      />
      <div className="row">
        <span className="field-hint">
          {fees?.read === undefined ? m.send.feeUnknown : isKnown ? m.send.feeText : m.send.feeLater}
        </span>
        {isQuoteStale(fees, nowMs) ? <Badge kind="warn">{m.balances.stale}</Badge> : null}
        <Button
          small
          weight="quiet"
          onPress={() => void (isAsked ? stopAsking(store, calls, 'fees') : loadFees(store, calls))}
        >
          {isAsked ? <Spinner /> : null}
          {isAsked ? m.send.stopAsking : m.send.askAgain}
        </Button>
      </div>
      {fees?.read?.value.capped ? <p className="field-hint">{m.send.capped}</p> : null}
      {plan?.ok
        ? plan.notes.map((note) => (
            <p key={note} className="field-hint warn-text">
              {m.send.notes[note]}
            </p>
          ))
        : null}
      {trouble === undefined ? null : <TroubleNotice trouble={trouble} />}
    </fieldset>
  );
}
