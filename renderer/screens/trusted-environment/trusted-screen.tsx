// Who answers, which code it runs, and how one can tell; and what to do when something does not match.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useIsDeviceOwner } from '../../app/role.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Blank } from '../../ui/blank.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { AttestedCards } from './attested-cards.tsx';
import { MismatchCard } from './mismatch-card.tsx';
import { RefusedCard } from './refused-card.tsx';
import { StorageCard } from './storage-card.tsx';
import { loadStatus, type TrustedStore, verifyAgain } from './trusted-store.ts';

export function TrustedScreen({ store }: { store: TrustedStore }) {
  const { m } = useI18n();
  const tee = useTee();
  const connection = useConnection();
  const isDeviceOwner = useIsDeviceOwner();
  const { refused, verifying } = useStore(store);
  const { state } = connection;
  const view = state === 'connected' ? connection.view : undefined;
  useEffect(() => {
    if (view !== undefined && isDeviceOwner) void loadStatus(store, tee);
  }, [store, tee, view, isDeviceOwner]);
  const canVerify = state === 'connected' || state === 'refused' || state === 'failed';
  // It comes by itself then: nothing to press, but the place of the keyboard stays.
  const isComing = state === 'starting' || state === 'connecting' || state === 'restarting';
  const isVerifying = verifying === 'busy' || state === 'connecting';
  return (
    <>
      <header className="screen-head trusted-head">
        <div>
          <h1>{m.trusted.title}</h1>
          <p>{m.trusted.lead}</p>
        </div>
        <Button
          isPending={verifying === 'busy' || isComing}
          isDisabled={verifying === 'idle' && !isComing && !canVerify}
          onPress={() => void verifyAgain(store, tee)}
        >
          {isVerifying ? <Spinner /> : <Icon name="refresh" />}
          {isVerifying ? m.trusted.verifying : m.trusted.verifyAgain}
        </Button>
      </header>
      <Notice kind="info" title={m.trusted.simulatedTitle}>
        <p>{m.trusted.simulatedText}</p>
      </Notice>
      {state === 'refused' ? <RefusedCard refused={connection} /> : null}
      {state === 'starting' ? <Blank busy>{m.connection.startingText}</Blank> : null}
      {state === 'connecting' ? <Blank busy>{m.connection.connectingText}</Blank> : null}
      {state === 'connected' ? <AttestedCards connected={connection} /> : null}
      {refused === undefined || state !== 'connected' ? null : (
        <FailureNotice failure={refused.failure} trace={refused.trace} />
      )}
      <StorageCard store={store} />
      <MismatchCard />
    </>
  );
}
