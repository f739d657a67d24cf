// The window's content: language around everything, one connection, one store per screen.
import { useEffect, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { BehaviourCollector } from '../behaviour/collector.ts';
import { createI18n, I18nContext } from '../i18n/use-i18n.ts';
import { ActivityScreen } from '../screens/activity/activity-screen.tsx';
import type { ActivityStore } from '../screens/activity/activity-store.ts';
import { AssessScreen } from '../screens/assess/assess-screen.tsx';
import type { AssessStore } from '../screens/assess/assess-store.ts';
import { TrustedScreen } from '../screens/trusted-environment/trusted-screen.tsx';
import type { TrustedStore } from '../screens/trusted-environment/trusted-store.ts';
import type { CheckedBridge } from './bridge.ts';
import type { DialogStore } from './menu-dialogs.ts';
import { applyPreferences, type Preferences } from './preferences.ts';
import { Shell } from './shell.tsx';
import type { TeeConnection } from './tee-connection.ts';
import { TeeContext } from './tee-context.ts';

export interface AppProps {
  readonly tee: TeeConnection;
  readonly preferences: StoreApi<Preferences>;
  readonly dialogs: DialogStore;
  readonly saveFile: CheckedBridge['app']['saveFile'];
  readonly collector: BehaviourCollector;
  readonly assess: AssessStore;
  readonly activity: ActivityStore;
  readonly trusted: TrustedStore;
}

export function App(props: AppProps) {
  const { tee, preferences, dialogs, saveFile, collector, assess, activity, trusted } = props;
  const chosen = useStore(preferences);
  const i18n = useMemo(() => createI18n(chosen.language), [chosen.language]);
  useEffect(() => applyPreferences(chosen, document.documentElement), [chosen]);
  return (
    <TeeContext value={tee}>
      <I18nContext value={i18n}>
        <I18nProvider locale={chosen.language}>
          <Shell
            preferences={preferences}
            dialogs={dialogs}
            screens={{
              assess: () => <AssessScreen store={assess} collector={collector} />,
              activity: () => <ActivityScreen store={activity} saveFile={saveFile} />,
              trusted: () => <TrustedScreen store={trusted} />,
            }}
          />
        </I18nProvider>
      </I18nContext>
    </TeeContext>
  );
}
