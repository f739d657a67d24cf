// Sign: say what, read what the TEE says it would do, approve or decline, and hand the result on.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useServedUser } from '../../app/role.ts';
import { routeAddress, useRouteParameter } from '../../app/routes.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { ReviewCard } from '../../signing/review-card.tsx';
import { RunNotice } from '../../signing/run-notice.tsx';
import { loadSigners } from '../../signing/signer-actions.ts';
import { walletName } from '../../signing/signer-store.ts';
import { Blank } from '../../ui/blank.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { SentFeatures } from '../../ui/sent-features.tsx';
import type { SaveFile } from '../../ui/signed-parts.tsx';
import { useViewFocus } from '../../ui/use-view-focus.ts';
import { Waterfall } from '../../ui/waterfall.tsx';
import { edit, suggestNonce } from './form-actions.ts';
import { ResultCard } from './result-card.tsx';
import { type Collectors, SignForm } from './sign-form.tsx';
import { CONTENT_CHOICES, type SignStore } from './sign-store.ts';

export interface SignScreenProps {
  readonly store: SignStore;
  readonly collectors: Collectors;
  readonly saveFile: SaveFile;
}

export function SignScreen({ store, collectors, saveFile }: SignScreenProps) {
  const { m } = useI18n();
  useWanted(store, collectors);
  const { reviewed, signed } = useStore(store.review);
  const signers = useStore(store.signer, (state) => state.signers);
  const exchange = signed?.exchange ?? reviewed?.exchange;
  // A review and a result bring themselves into view.
  useViewFocus(signed === undefined && reviewed === undefined ? 'form' : undefined);
  return (
    <>
      <header className="screen-head">
        <h1>{m.sign.title}</h1>
        <p>{m.sign.lead}</p>
      </header>
      {signed === undefined ? null : <ResultCard store={store} shown={signed} saveFile={saveFile} />}
      {signed === undefined && reviewed !== undefined ? (
        <ReviewCard
          store={store.review}
          reviewed={reviewed}
          walletName={walletName(signers, reviewed.review.walletId)}
        />
      ) : null}
      {signed === undefined && reviewed === undefined ? <Form store={store} collectors={collectors} /> : null}
      {exchange === undefined ? null : <Waterfall exchange={exchange} totalMs={undefined} />}
      {signed === undefined && reviewed !== undefined ? <SentFeatures features={reviewed.features} /> : null}
    </>
  );
}

function Form({ store, collectors }: Omit<SignScreenProps, 'saveFile'>) {
  const { m } = useI18n();
  const { state } = useConnection();
  const { loading, signers } = useStore(store.signer);
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
  if (signers.wallets.length === 0) {
    return (
      <section className="card" aria-labelledby="sign-form-title">
        <h2 id="sign-form-title" className="visually-hidden">
          {m.sign.formTitle}
        </h2>
        <Blank icon="wallet" title={m.sign.noWalletTitle}>
          {m.sign.noWalletText} <a href={routeAddress('wallets')}>{m.sign.openWallets}</a>
        </Blank>
      </section>
    );
  }
  return (
    <>
      <RunNotice store={store.review} />
      <SignForm store={store} collectors={collectors} />
    </>
  );
}

/** Loads when somebody is served, and takes over what the address asks for. */
function useWanted(store: SignStore, collectors: Collectors): void {
  const tee = useTee();
  const { state } = useConnection();
  const userId = useServedUser();
  const walletId = useRouteParameter('wallet');
  const account = useRouteParameter('account');
  const kind = useRouteParameter('kind');
  const to = useRouteParameter('to');
  useEffect(() => {
    const choice = CONTENT_CHOICES.find((known) => known === kind);
    if (choice !== undefined) edit(store, { choice });
  }, [store, kind]);
  useEffect(() => {
    if (state !== 'connected' || userId === undefined) return;
    const wanted = { walletId, account: indexOf(account) };
    void loadSigners(store.signer, tee, wanted).then(() => suggestNonce(store, tee));
  }, [store, tee, state, userId, walletId, account]);
  useEffect(() => {
    if (to === undefined) return;
    const { transfer } = store.getState().values;
    collectors.transfer.chosen('recipient', to.length);
    edit(store, { choice: 'transfer', transfer: { ...transfer, recipient: to } });
  }, [store, collectors, to]);
}

function indexOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
