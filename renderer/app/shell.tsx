// The frame around every screen: navigation, the TEE's sign, preferences, and the one screen shown.
import { type ReactNode, useEffect, useRef } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { useI18n } from '../i18n/use-i18n.ts';
import { Blank } from '../ui/blank.tsx';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { LockControl } from './lock-control.tsx';
import type { AppDialog } from './menu-actions.ts';
import { UnsettledNotice, type UnsettledNoticeProps } from './networks/unsettled-notice.tsx';
import { PreferenceControls } from './preference-controls.tsx';
import type { Preferences } from './preferences.ts';
import { ROUTES, type Route, routeAddress, useRoute } from './routes.ts';
import { TeeBadge } from './tee-badge.tsx';
import { useAccount, useConnection } from './tee-context.ts';

const ICONS: Readonly<Record<Route, IconName>> = {
  wallets: 'wallet',
  send: 'send',
  sign: 'key',
  history: 'document',
  contacts: 'people',
  assess: 'gauge',
  activity: 'list',
  trusted: 'chip',
  security: 'shield',
  networks: 'arrows',
};

export interface ShellProps {
  readonly preferences: StoreApi<Preferences>;
  readonly screens: Readonly<Record<Route, () => ReactNode>>;
  readonly onOpenDialog: (dialog: AppDialog) => void;
  readonly unfinished: UnsettledNoticeProps['unfinished'];
}

export function Shell({ preferences, screens, onOpenDialog, unfinished }: ShellProps) {
  const { m } = useI18n();
  const route = useRoute();
  const main = useScreenFocus(route, `${m.app[route]} · ${m.app.name}`);
  return (
    <div className="shell">
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>
        {m.app.skipToContent}
      </button>
      <header className="sidebar">
        <div className="brand">
          <Mark />
          <span>{m.app.name}</span>
        </div>
        <Navigation route={route} />
        <div className="sidebar-foot">
          <LockControl />
          <TeeBadge />
          <PreferenceControls store={preferences} onOpen={onOpenDialog} />
        </div>
      </header>
      <main className="main" ref={main} tabIndex={-1}>
        <div className="screen">
          <ConnectionBanner onTrustedScreen={route === 'trusted'} />
          <UnsettledNotice unfinished={unfinished} route={route} onPutAway={() => main.current?.focus()} />
          <ErrorBoundary key={route} fallback={(reset) => <Crashed onReload={reset} />}>
            <Screen route={route} show={screens[route]} />
          </ErrorBoundary>
        </div>
      </main>
    </div>
  );
}

/** Nothing of a screen before it is known who is there: it would ask for what it may not see. */
function Screen({ route, show }: { route: Route; show: () => ReactNode }) {
  const { m } = useI18n();
  const { state } = useConnection();
  const account = useAccount();
  if (account !== undefined) return show();
  switch (state) {
    case 'starting':
      return <Waiting title={m[route].title}>{m.connection.startingText}</Waiting>;
    case 'connecting':
    case 'connected':
      return <Waiting title={m[route].title}>{m.connection.connectingText}</Waiting>;
    case 'restarting':
    case 'unattested':
    case 'stopped':
    case 'refused':
    case 'failed':
      return show();
  }
}

function Waiting({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <header className="screen-head">
        <h1>{title}</h1>
      </header>
      <Blank busy>{children}</Blank>
    </>
  );
}

function Navigation({ route }: { route: Route }) {
  const { m } = useI18n();
  return (
    <nav aria-label={m.app.navigation}>
      <ul className="nav">
        {ROUTES.map((to) => (
          <li key={to}>
            <a className="nav-link" href={routeAddress(to)} aria-current={to === route ? 'page' : undefined}>
              <Icon name={ICONS[to]} />
              <span>{m.app[to]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** After a change of screen the keyboard starts at its top, and the window is named after it. */
function useScreenFocus(route: Route, title: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(route);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (shown.current === route) return;
    shown.current = route;
    main.current?.focus();
    main.current?.scrollTo(0, 0);
  }, [route]);
  return main;
}

function Crashed({ onReload }: { onReload: () => void }) {
  const { m } = useI18n();
  return (
    <Notice
      kind="stop"
      title={m.app.crashed}
      actions={
        <Button small onPress={onReload}>
          {m.app.reload}
        </Button>
      }
    >
      <p>{m.app.crashedTodo}</p>
    </Notice>
  );
}
