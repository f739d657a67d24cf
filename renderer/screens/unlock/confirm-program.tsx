// After an update: the owner confirms once that the window's new program is theirs.
import { useState } from 'react';
import { InvokeError } from '../../../tee-sim/client/errors.ts';
import { type TeeFailure, toTeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { Trace } from '../../../tee-sim/protocol/trace.ts';
import { useAuthorized, wasCancelled } from '../../app/authorized.ts';
import { useAccount, useConnectionState, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Hex } from '../../ui/hex.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/progress.tsx';

type Run =
  | { readonly status: 'idle' | 'busy' }
  | { readonly status: 'failed'; readonly failure: TeeFailure; readonly trace: Trace };

export function ConfirmProgram() {
  const { m } = useI18n();
  const tee = useTee();
  const authorized = useAuthorized();
  const { expected } = useConnectionState();
  const isOwner = useAccount()?.user?.role === 'device-owner';
  const [run, setRun] = useState<Run>({ status: 'idle' });
  const confirm = async (): Promise<void> => {
    setRun({ status: 'busy' });
    try {
      const outcome = await authorized.invoke('CONFIRM_CLIENT_PROGRAM', {});
      if (!wasCancelled(outcome)) tee.programConfirmed();
      setRun({ status: 'idle' });
    } catch (error) {
      const trace = error instanceof InvokeError ? error.trace : [];
      setRun({ status: 'failed', failure: toTeeFailure(error, 'API'), trace });
    }
  };
  const isBusy = run.status === 'busy';
  return (
    <>
      <div className="gate-title">
        <h1>{m.program.title}</h1>
        <p className="soft">{m.program.lead}</p>
      </div>
      <section className="card stack">
        {run.status === 'failed' ? (
          <FailureNotice title={m.program.failed} failure={run.failure} trace={run.trace} />
        ) : null}
        {expected === undefined ? null : (
          <div>
            <p className="faint">{m.program.measured}</p>
            <Hex value={expected.client} />
          </div>
        )}
        {isOwner ? null : <Notice kind="warn">{m.program.ownerOnly}</Notice>}
        <div className="registration-buttons">
          <Button onPress={() => void tee.lock()} isDisabled={isBusy}>
            {m.account.lock}
          </Button>
          {isOwner ? (
            <Button weight="primary" isPending={isBusy} onPress={() => void confirm()}>
              {isBusy ? <Spinner /> : null}
              {m.program.confirm}
            </Button>
          ) : null}
        </div>
      </section>
    </>
  );
}
