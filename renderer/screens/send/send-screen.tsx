// Send: say whom and how much, read what the TEE says it would do, approve it, and see what becomes of it.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useNetworkServices } from '../../app/networks/network-services.ts';
import { TroubleNotice } from '../../app/networks/trouble-notice.tsx';
import { routeAddress } from '../../app/routes.ts';
import { useConnection } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { ReviewCard } from '../../signing/review-card.tsx';
import { walletName } from '../../signing/signer-store.ts';
import { Blank } from '../../ui/blank.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SentFeatures } from '../../ui/sent-features.tsx';
import { useViewFocus } from '../../ui/use-view-focus.ts';
import { Waterfall } from '../../ui/waterfall.tsx';
import type { SendServices } from './check-actions.ts';
import { CheckedNotice, EnteredNotice } from './checked-notice.tsx';
import { paymentActions } from './send-actions.ts';
import { SendForm } from './send-form.tsx';
import type { SendStore } from './send-store.ts';
import { SentCard } from './sent-card.tsx';
import type { UnfinishedPayments } from './unfinished.ts';
import { useKnown, useSendServices, useWanted } from './use-send.ts';

export interface SendScreenProps {
  readonly store: SendStore;
  readonly collector: BehaviourCollector;
  readonly unfinished: UnfinishedPayments;
}

export function SendScreen({ store, collector, unfinished }: SendScreenProps) {
  const { m } = useI18n();
  const services = useSendServices(unfinished);
  useWanted(store, services, collector);
  const { signed, earlier } = useStore(store);
  const isReviewed = useStore(store.review, ({ reviewed }) => reviewed !== undefined);
  // A review and a receipt bring themselves into view.
  useViewFocus(signed === undefined && !isReviewed ? 'form' : undefined);
  return (
    <>
      <header className="screen-head">
        <h1>{m.send.title}</h1>
        <p>{m.send.lead}</p>
      </header>
      {earlier === 'none' ? null : (
        <Notice kind={earlier === 'not-known' ? 'warn' : 'info'}>
          <p>{m.send.earlier[earlier]}</p>
        </Notice>
      )}
      {signed === undefined ? (
        <Unsigned store={store} services={services} collector={collector} />
      ) : (
        <SentCard store={store} services={services} signed={signed} />
      )}
    </>
  );
}

interface PartProps {
  readonly store: SendStore;
  readonly services: SendServices;
  readonly collector: BehaviourCollector;
}

function Unsigned({ store, services, collector }: PartProps) {
  const reviewed = useStore(store.review, (state) => state.reviewed);
  const signers = useStore(store.signer, (state) => state.signers);
  const earlier = useStore(store, (state) => state.earlier);
  const actions = useMemo(() => paymentActions(store, services), [store, services]);
  if (earlier === 'looked-for') return null;
  if (reviewed === undefined) return <Form store={store} services={services} collector={collector} />;
  return (
    <>
      <ReviewCard
        store={store.review}
        reviewed={reviewed}
        walletName={walletName(signers, reviewed.review.walletId)}
        actions={actions}
        subject="payment"
      >
        <EnteredNotice store={store} />
        <CheckedNotice store={store} />
      </ReviewCard>
      <Waterfall exchange={reviewed.exchange} totalMs={undefined} />
      <SentFeatures features={reviewed.features} />
    </>
  );
}

function Form({ store, services, collector }: PartProps) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { loading, signers } = useStore(store.signer);
  const { networks } = useNetworkServices();
  const { list } = useStore(networks);
  const known = useKnown();
  if (signers === undefined) {
    if (loading.status === 'failed') {
      return <FailureNotice failure={loading.failure} trace={loading.trace} />;
    }
    return state === 'connected' ? (
      <Blank busy>{m.common.loading}</Blank>
    ) : (
      <Blank icon="lock">{m.security.offline}</Blank>
    );
  }
  if (signers.wallets.length === 0) return <NoWallet />;
  if (known === undefined) {
    if (list.status === 'failed') {
      return <TroubleNotice title={m.networks.notLoaded} trouble={list.trouble} />;
    }
    return <Blank busy>{m.common.loading}</Blank>;
  }
  if (known.networks.length === 0) return <NoNetwork />;
  return <SendForm store={store} services={services} known={known} collector={collector} />;
}

function NoWallet() {
  const { m } = useI18n();
  return (
    <section className="card">
      <Blank icon="wallet" level={2} title={m.sign.noWalletTitle}>
        {m.sign.noWalletText} <a href={routeAddress('wallets')}>{m.sign.openWallets}</a>
      </Blank>
    </section>
  );
}

function NoNetwork() {
  const { m } = useI18n();
  return (
    <section className="card">
      <Blank icon="arrows" level={2} title={m.send.noNetworkTitle}>
        {m.send.noNetworkText}
      </Blank>
      <div className="blank-actions">
        <div className="row">
          <a className="button button-primary" href={routeAddress('networks')}>
            {m.send.addNetwork}
          </a>
          <a className="button" href={routeAddress('sign')}>
            {m.send.signOffline}
          </a>
        </div>
      </div>
    </section>
  );
}
