// The screens with their stores. Made anew for each person: nobody finds what somebody else left in them.
import { type ReactNode, useMemo, useState } from 'react';
import type { BehaviourCollector } from '../behaviour/collector.ts';
import { ActivityScreen } from '../screens/activity/activity-screen.tsx';
import { createActivityStore } from '../screens/activity/activity-store.ts';
import { AssessScreen } from '../screens/assess/assess-screen.tsx';
import { createAssessStore } from '../screens/assess/assess-store.ts';
import { ContactsScreen } from '../screens/contacts/contacts-screen.tsx';
import { createContactsStore } from '../screens/contacts/contacts-store.ts';
import { HistoryScreen } from '../screens/history/history-screen.tsx';
import { createHistoryStore } from '../screens/history/history-store.ts';
import { NetworksScreen } from '../screens/networks/networks-screen.tsx';
import { SecurityScreen } from '../screens/security/security-screen.tsx';
import { createSecurityStores } from '../screens/security/security-store.ts';
import { SendScreen } from '../screens/send/send-screen.tsx';
import { createSendStore } from '../screens/send/send-store.ts';
import type { UnfinishedPayments } from '../screens/send/unfinished.ts';
import { SignScreen } from '../screens/sign/sign-screen.tsx';
import { createSignStore } from '../screens/sign/sign-store.ts';
import { TrustedScreen } from '../screens/trusted-environment/trusted-screen.tsx';
import { createTrustedStore } from '../screens/trusted-environment/trusted-store.ts';
import { WalletsScreen } from '../screens/wallets/wallets-screen.tsx';
import { createWalletsStores } from '../screens/wallets/wallets-store.ts';
import type { CheckedBridge } from './bridge.ts';
import type { NetworkServices } from './networks/network-services.ts';
import type { Route } from './routes.ts';
import { useAccount } from './tee-context.ts';

export interface ScreenServices {
  readonly saveFile: CheckedBridge['app']['saveFile'];
  readonly newCollector: () => BehaviourCollector;
  readonly networks: NetworkServices;
  readonly unfinished: UnfinishedPayments;
}

export type Screens = Readonly<Record<Route, () => ReactNode>>;

/** `user` changes when somebody else unlocks, and only then. */
export function useScreens(services: ScreenServices): { user: string; screens: Screens } {
  const unlocked = useAccount()?.user?.userId;
  const [user, setUser] = useState(unlocked);
  if (unlocked !== undefined && unlocked !== user) setUser(unlocked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew for each user
  const screens = useMemo(() => createScreens(services), [services, user]);
  return { user: user ?? '', screens };
}

function createScreens({ saveFile, newCollector, unfinished }: ScreenServices): Screens {
  const wallets = createWalletsStores();
  const contacts = createContactsStore();
  const send = createSendStore();
  const payer = newCollector();
  const sign = createSignStore();
  const collectors = { transfer: newCollector(), paste: newCollector(), text: newCollector() };
  const history = createHistoryStore();
  const replacing = newCollector();
  const assess = createAssessStore();
  const collector = newCollector();
  const activity = createActivityStore();
  const trusted = createTrustedStore();
  const security = createSecurityStores();
  return {
    wallets: () => <WalletsScreen stores={wallets} />,
    send: () => <SendScreen store={send} collector={payer} unfinished={unfinished} />,
    sign: () => <SignScreen store={sign} collectors={collectors} saveFile={saveFile} />,
    history: () => <HistoryScreen store={history} saveFile={saveFile} collector={replacing} />,
    contacts: () => <ContactsScreen store={contacts} />,
    assess: () => <AssessScreen store={assess} collector={collector} />,
    activity: () => <ActivityScreen store={activity} saveFile={saveFile} />,
    trusted: () => <TrustedScreen store={trusted} />,
    security: () => <SecurityScreen stores={security} />,
    networks: () => <NetworksScreen />,
  };
}
