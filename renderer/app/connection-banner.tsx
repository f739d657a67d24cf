// What is wrong with the TEE, on every screen, and what can be done about it. Silent while all is well.
import { useState } from 'react';
import type { TeeFailure } from '../../tee-sim/protocol/codes.ts';
import { toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Connection } from './connection-state.ts';
import { RestartButton } from './restart-button.tsx';
import { routeAddress } from './routes.ts';
import { useConnection, useTee } from './tee-context.ts';

export function ConnectionBanner({ onTrustedScreen }: { onTrustedScreen: boolean }) {
  const { m, format } = useI18n();
  const connection = useConnection();
  const tee = useTee();
  switch (connection.state) {
    case 'starting':
    case 'connecting':
    case 'connected':
      return null;
    case 'restarting':
      return (
        <Notice kind="warn" title={m.connection.restartingTitle}>
          <p>
            {m.connection.restartingText(
              format.integer(connection.attempt),
              format.duration(connection.retryInMs),
            )}
          </p>
        </Notice>
      );
    case 'stopped':
      return connection.reason === 'tee-stopped' ? (
        <Notice kind="stop" title={m.connection.stoppedTitle} actions={<RestartButton />}>
          <p>{m.connection.stoppedText}</p>
        </Notice>
      ) : (
        <FailureNotice
          kind="stop"
          title={m.connection.stoppedTitle}
          failure={{ code: 'TARGET_DEAD', origin: 'COMMS', reason: connection.reason }}
          actions={<RestartButton />}
        />
      );
    case 'unattested':
      return <UnattestedNotice failure={connection.failure} />;
    case 'refused':
      return onTrustedScreen ? null : <RefusedNotice refused={connection} />;
    case 'failed':
      return (
        <FailureNotice
          failure={connection.failure}
          actions={
            <Button small onPress={() => void tee.verifyAgain()}>
              {m.common.retry}
            </Button>
          }
        />
      );
  }
}

/** After an update nothing is wrong yet: the owner is asked, in the same words as where it is confirmed. */
function RefusedNotice({ refused }: { refused: Extract<Connection, { state: 'refused' }> }) {
  const { m } = useI18n();
  const actions = <a href={routeAddress('trusted')}>{m.connection.seeWhy}</a>;
  return refused.candidate === undefined ? (
    <FailureNotice
      kind="stop"
      title={m.connection.refusedTitle}
      failure={refused.failure}
      actions={actions}
    />
  ) : (
    <Notice kind="warn" title={m.connection.updatedTitle} actions={actions}>
      <p>{m.trusted.updateText}</p>
    </Notice>
  );
}

type Saving =
  | { readonly status: 'idle' }
  | { readonly status: 'busy' }
  | { readonly status: 'saved'; readonly folder: string }
  | { readonly status: 'failed'; readonly failure: TeeFailure };

function UnattestedNotice({ failure }: { failure: TeeFailure }) {
  const { m } = useI18n();
  const tee = useTee();
  const [saving, setSaving] = useState<Saving>({ status: 'idle' });
  const save = async (): Promise<void> => {
    setSaving({ status: 'busy' });
    try {
      const { folder } = await tee.exportFiles();
      setSaving({ status: 'saved', folder });
    } catch (error) {
      setSaving({ status: 'failed', failure: toTeeFailure(error, 'COMMS') });
    }
  };
  return (
    <>
      <FailureNotice
        kind="stop"
        title={m.connection.unattestedTitle}
        failure={failure}
        actions={
          <>
            <Button small isPending={saving.status === 'busy'} onPress={() => void save()}>
              {m.connection.exportFiles}
            </Button>
            <RestartButton />
          </>
        }
      >
        {saving.status === 'saved' ? <p role="status">{m.connection.exported(saving.folder)}</p> : null}
      </FailureNotice>
      {saving.status === 'failed' ? <FailureNotice failure={saving.failure} /> : null}
    </>
  );
}
