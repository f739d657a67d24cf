// The window's content: language around everything, one connection, one step-up service, and what stands before the
// screens.
import { useEffect, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { createI18n, I18nContext } from '../i18n/use-i18n.ts';
import { ConfirmProgram } from '../screens/unlock/confirm-program.tsx';
import { UnlockScreen } from '../screens/unlock/unlock-screen.tsx';
import { WelcomeScreen } from '../screens/welcome/welcome-screen.tsx';
import { LiveRegion } from '../ui/live.tsx';
import { AppDialogs } from './app-dialogs.tsx';
import { type Authorized, AuthorizedContext } from './authorized.ts';
import { type ContentProtection, ContentProtectionContext } from './content-protection.ts';
import { SetUpPage, UnlockCover, useGate } from './gate.tsx';
import { GateFrame } from './gate-frame.tsx';
import { type DialogStore, useDialog } from './menu-dialogs.ts';
import { NetworkServicesContext } from './networks/network-services.ts';
import { applyPreferences, type Preferences } from './preferences.ts';
import { useRoute } from './routes.ts';
import { type ScreenServices, useScreens } from './screens.tsx';
import { Shell } from './shell.tsx';
import { StepUpDialog } from './step-up-dialog.tsx';
import type { TeeConnection } from './tee-connection.ts';
import { TeeContext } from './tee-context.ts';
import { useIdleLock } from './use-idle-lock.ts';

export interface AppProps {
  readonly tee: TeeConnection;
  readonly authorized: Authorized;
  readonly protection: ContentProtection;
  readonly preferences: StoreApi<Preferences>;
  readonly dialogs: DialogStore;
  readonly services: ScreenServices;
}

export function App({ tee, authorized, protection, preferences, dialogs, services }: AppProps) {
  const chosen = useStore(preferences);
  const i18n = useMemo(() => createI18n(chosen.language), [chosen.language]);
  const [dialog, setDialog] = useDialog(dialogs);
  useEffect(() => applyPreferences(chosen, document.documentElement), [chosen]);
  return (
    <TeeContext value={tee}>
      <AuthorizedContext value={authorized}>
        <I18nContext value={i18n}>
          <I18nProvider locale={chosen.language}>
            <ContentProtectionContext value={protection}>
              <Content preferences={preferences} services={services} onOpenDialog={setDialog} />
            </ContentProtectionContext>
            <StepUpDialog />
            <AppDialogs open={dialog} onClose={() => setDialog(undefined)} />
            <LiveRegion />
          </I18nProvider>
        </I18nContext>
      </AuthorizedContext>
    </TeeContext>
  );
}

interface ContentProps extends Pick<AppProps, 'preferences' | 'services'> {
  readonly onOpenDialog: ReturnType<typeof useDialog>[1];
}

function Content(props: ContentProps) {
  return (
    <NetworkServicesContext value={props.services.networks}>
      <Pages {...props} />
    </NetworkServicesContext>
  );
}

function Pages({ preferences, services, onOpenDialog }: ContentProps) {
  const gate = useGate(useRoute());
  const { user, screens } = useScreens(services);
  useIdleLock();
  const frame = { preferences, onOpenDialog };
  if (gate === 'set-up') {
    return (
      <SetUpPage>
        <GateFrame {...frame}>
          <WelcomeScreen />
        </GateFrame>
      </SetUpPage>
    );
  }
  return (
    <>
      <Shell key={user} screens={screens} unfinished={services.unfinished} {...frame} />
      <UnlockCover isOpen={gate === 'unlock' || gate === 'confirm-program'}>
        <GateFrame {...frame}>{gate === 'confirm-program' ? <ConfirmProgram /> : <UnlockScreen />}</GateFrame>
      </UnlockCover>
    </>
  );
}
