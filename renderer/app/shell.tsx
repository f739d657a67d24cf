// The frame around every screen: navigation, the TEE's sign, preferences, and the one screen shown.
import { type ReactNode, useEffect, useRef } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { useI18n } from '../i18n/use-i18n.ts';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { LiveRegion } from '../ui/live.tsx';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { AppDialogs } from './app-dialogs.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { type DialogStore, useDialog } from './menu-dialogs.ts';
import { PreferenceControls } from './preference-controls.tsx';
import type { Preferences } from './preferences.ts';
import { ROUTES, type Route, routeAddress, useRoute } from './routes.ts';
import { TeeBadge } from './tee-badge.tsx';

const ICONS: Readonly<Record<Route, IconName>> = { assess: 'gauge', activity: 'list', trusted: 'chip' };

export interface ShellProps {
  readonly preferences: StoreApi<Preferences>;
  readonly screens: Readonly<Record<Route, () => ReactNode>>;
  readonly dialogs: DialogStore;
}

export function Shell({ preferences, screens, dialogs }: ShellProps) {
  const { m } = useI18n();
  const route = useRoute();
  const main = useScreenFocus(route, `${m.app[route]} · ${m.app.name}`);
  const [dialog, setDialog] = useDialog(dialogs);
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
          <TeeBadge />
          <PreferenceControls store={preferences} onOpen={setDialog} />
        </div>
      </header>
      <main className="main" ref={main} tabIndex={-1}>
        <div className="screen">
          <ConnectionBanner onTrustedScreen={route === 'trusted'} />
          <ErrorBoundary key={route} fallback={(reset) => <Crashed onReload={reset} />}>
            {screens[route]()}
          </ErrorBoundary>
        </div>
      </main>
      <LiveRegion />
      <AppDialogs open={dialog} onClose={() => setDialog(undefined)} />
    </div>
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
