// Whether the log still is what the TEE wrote, verified when somebody asks.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useConnection, useTee } from '../../app/tee-context.ts';
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { verifyLog } from './activity-actions.ts';
import type { ActivityStore, Integrity } from './activity-store.ts';
import { useRunning } from './use-running.ts';

export function IntegrityCard({ store }: { store: ActivityStore }) {
  const { m } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const status = useStore(store, ({ integrity }) => integrity.status);
  const running = useRunning();
  const verify = (): void => {
    const controller = new AbortController();
    running.current = controller;
    void verifyLog(store, tee, controller.signal, Date.now);
  };
  return (
    <section className="card integrity" aria-labelledby="integrity-title">
      <div className="card-head">
        <div>
          <div className="row">
            <h2 id="integrity-title">{m.activity.integrity}</h2>
            <IntegrityBadge store={store} />
          </div>
          <IntegrityText store={store} />
        </div>
        {status === 'busy' ? (
          <Button small onPress={() => running.current?.abort()}>
            {m.common.cancel}
          </Button>
        ) : (
          <Button small isDisabled={state !== 'connected'} onPress={verify}>
            {m.activity.verifyNow}
          </Button>
        )}
      </div>
      <IntegrityDetail store={store} />
    </section>
  );
}

function IntegrityBadge({ store }: { store: ActivityStore }) {
  const { m } = useI18n();
  const { status } = useStore(store, (state) => state.integrity);
  switch (status) {
    case 'idle':
      return <Badge>{m.activity.integrityUnknown}</Badge>;
    case 'verified':
      return (
        <Badge kind="good">
          <Icon name="check" />
          {m.activity.verified}
        </Badge>
      );
    case 'cancelled':
      return <Badge>{m.activity.cancelled}</Badge>;
    case 'busy':
    case 'broken':
    case 'failed':
      return null;
  }
}

/** The sentence below the heading; also said aloud when it changes. */
function IntegrityText({ store }: { store: ActivityStore }) {
  const { m, format } = useI18n();
  const { activity } = m;
  const integrity = useStore(store, (state) => state.integrity);
  useEffect(() => {
    const say = (text: string): void => announce(`${activity.integrity}: ${text}`);
    if (integrity.status === 'verified') say(activity.verified);
    if (integrity.status === 'broken') say(activity.broken(format.integer(integrity.brokenAt)));
    if (integrity.status === 'cancelled') say(activity.cancelled);
  }, [integrity, activity, format]);
  return <p className="card-lead">{integrityText(m, format, integrity)}</p>;
}

function integrityText({ activity }: Messages, format: Format, integrity: Integrity): string {
  switch (integrity.status) {
    case 'verified':
      return activity.verifiedText(format.integer(integrity.verified), format.time(integrity.atMs));
    case 'cancelled':
      return activity.cancelledText(format.integer(integrity.verified), format.integer(integrity.total));
    case 'idle':
    case 'busy':
    case 'broken':
    case 'failed':
      return activity.integrityUnknownText;
  }
}

function IntegrityDetail({ store }: { store: ActivityStore }) {
  const { m, format } = useI18n();
  const { activity } = m;
  const integrity = useStore(store, (state) => state.integrity);
  switch (integrity.status) {
    case 'idle':
    case 'verified':
    case 'cancelled':
      return null;
    case 'busy': {
      const { total, verified } = integrity;
      const text = activity.verifying(format.integer(verified), format.integer(total));
      return <Progress label={activity.progress} text={text} value={verified} max={total} />;
    }
    case 'broken':
      return (
        <Notice kind="stop" title={activity.broken(format.integer(integrity.brokenAt))}>
          <p>{activity.brokenText}</p>
        </Notice>
      );
    case 'failed':
      return <FailureNotice failure={integrity.failure} trace={integrity.trace} />;
  }
}
