// The quiet, constant sign that there is a TEE, that it is simulated, and how it is.
import { useEffect } from 'react';
import { useI18n } from '../i18n/use-i18n.ts';
import { announce } from '../ui/live.tsx';
import type { Connection } from './connection-state.ts';
import { routeAddress } from './routes.ts';
import { useConnection } from './tee-context.ts';

const TONES = {
  starting: 'wait',
  connecting: 'wait',
  connected: 'good',
  restarting: 'wait',
  unattested: 'stop',
  stopped: 'stop',
  refused: 'stop',
  failed: 'warn',
} as const satisfies Record<Connection['state'], string>;

/** `isLink`: to the screen that says more; not while nothing can be gone to. */
export function TeeBadge({ isLink = true }: { isLink?: boolean }) {
  const { m } = useI18n();
  const connection = useConnection();
  const { state } = connection;
  const updated = state === 'refused' && connection.candidate !== undefined;
  const status = m.connection[updated ? 'updated' : state];
  useEffect(() => announce(m.connection.badgeSays(status)), [m, status]);
  const content = (
    <>
      <span className={`tee-dot tee-dot-${updated ? 'warn' : TONES[state]}`} aria-hidden="true" />
      <span className="tee-badge-text">
        <span className="tee-badge-label">{m.connection.badgeLabel}</span>
        <span className="tee-badge-status">{status}</span>
      </span>
    </>
  );
  return isLink ? (
    <a className="tee-badge" href={routeAddress('trusted')} data-state={state}>
      {content}
    </a>
  ) : (
    <p className="tee-badge" data-state={state}>
      {content}
    </p>
  );
}
