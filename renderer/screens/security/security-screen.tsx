// Security: who signs in and how, what is connected, who may do what, and the policy behind it.

import { useEffect } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useStore } from 'zustand';
import { useIsDeviceOwner } from '../../app/role.ts';
import { useRouteParameter } from '../../app/routes.ts';
import { useLoad } from '../../app/use-section.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { ClientsSection } from './clients-section.tsx';
import { GapNotice } from './gap-notice.tsx';
import { loadAccount } from './load-actions.ts';
import { PeopleSection } from './people-section.tsx';
import { PolicySection } from './policy-section.tsx';
import { openSection, SECTIONS, type SectionName, type SecurityStores } from './security-store.ts';
import { SessionsSection } from './sessions-section.tsx';
import { SignInSection } from './sign-in-section.tsx';
import { WalletsSection } from './wallets-section.tsx';

export interface SecurityScreenProps {
  readonly stores: SecurityStores;
}

export function SecurityScreen({ stores }: SecurityScreenProps) {
  const { m } = useI18n();
  const { section } = useStore(stores.open);
  useLoad(stores.account, loadAccount);
  useSectionOfAddress(stores);
  const isDeviceOwner = useIsDeviceOwner();
  const shown = SECTIONS.filter((name) => name !== 'clients' || isDeviceOwner);
  return (
    <>
      <header className="screen-head">
        <h1>{m.security.title}</h1>
        <p>{m.security.lead}</p>
      </header>
      {isDeviceOwner ? <GapNotice store={stores.account} /> : null}
      <Tabs
        className="tabs"
        selectedKey={shown.includes(section) ? section : 'signIn'}
        onSelectionChange={(key) => {
          const chosen = SECTIONS.find((name) => name === key);
          if (chosen !== undefined) openSection(stores.open, chosen);
        }}
      >
        <TabList className="tab-list" aria-label={m.security.sectionsLabel}>
          {shown.map((name) => (
            <Tab key={name} id={name} className="tab">
              {m.security.sections[name]}
            </Tab>
          ))}
        </TabList>
        {shown.map((name) => (
          <TabPanel key={name} id={name} className="tab-panel">
            <Section name={name} stores={stores} isDeviceOwner={isDeviceOwner} />
          </TabPanel>
        ))}
      </Tabs>
    </>
  );
}

/** A link may lead to one of them. */
function useSectionOfAddress(stores: SecurityStores): void {
  const wanted = useRouteParameter('section');
  useEffect(() => {
    const named = SECTIONS.find((name) => name === wanted);
    if (named !== undefined) openSection(stores.open, named);
  }, [stores, wanted]);
}

interface SectionProps extends SecurityScreenProps {
  readonly name: SectionName;
  readonly isDeviceOwner: boolean;
}

function Section({ name, stores, isDeviceOwner }: SectionProps) {
  switch (name) {
    case 'signIn':
      return <SignInSection store={stores.account} />;
    case 'sessions':
      return <SessionsSection store={stores.sessions} />;
    case 'people':
      return <PeopleSection store={stores.people} isDeviceOwner={isDeviceOwner} />;
    case 'clients':
      return <ClientsSection store={stores.clients} />;
    case 'wallets':
      return <WalletsSection store={stores.wallets} />;
    case 'policy':
      return <PolicySection store={stores.policy} isDeviceOwner={isDeviceOwner} />;
  }
}
