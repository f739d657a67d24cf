// Assess a payment: the form, the answer, and everything that happened in between.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useIsDeviceOwner, useServedUser } from '../../app/role.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { SentFeatures } from '../../ui/sent-features.tsx';
import { Waterfall } from '../../ui/waterfall.tsx';
import { loadLatest } from './assess-actions.ts';
import type { AssessStore } from './assess-store.ts';
import { BeforeCard } from './before-card.tsx';
import { LatestRows } from './latest-rows.tsx';
import { PaymentForm } from './payment-form.tsx';
import { ResultCard } from './result-card.tsx';
import { RunNotice } from './run-notice.tsx';

export interface AssessScreenProps {
  readonly store: AssessStore;
  readonly collector: BehaviourCollector;
}

export function AssessScreen({ store, collector }: AssessScreenProps) {
  const { m } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const { assessed, latest, latestDamaged, run } = useStore(store);
  const isEarlier = run.status !== 'idle' && run.status !== 'busy';
  const isDeviceOwner = useIsDeviceOwner();
  const userId = useServedUser();
  useEffect(() => {
    if (state === 'connected' && userId !== undefined && isDeviceOwner) void loadLatest(store, tee);
  }, [store, tee, state, userId, isDeviceOwner]);
  return (
    <>
      <header className="screen-head">
        <h1>{m.assess.title}</h1>
        <p>{m.assess.lead}</p>
      </header>
      <div className="assess-columns">
        <PaymentForm store={store} collector={collector} />
        <div className="stack">
          <RunNotice store={store} />
          {assessed === undefined ? <BeforeCard /> : <ResultCard assessed={assessed} isEarlier={isEarlier} />}
        </div>
      </div>
      {assessed?.exchange === undefined ? null : (
        <Waterfall exchange={assessed.exchange} totalMs={assessed.totalMs} />
      )}
      {assessed === undefined ? null : <SentFeatures features={assessed.features} />}
      {latest.length + latestDamaged.length === 0 ? null : (
        <LatestRows rows={latest} damaged={latestDamaged} />
      )}
    </>
  );
}
