// The users of this device; its owner can add one, with the same steps as the first.
import { useState } from 'react';
import type { UserSummary } from '../../../tee-sim/protocol/factors.ts';
import { RegisterAnother } from '../../app/registration/register-another.tsx';
import { SectionBody, SectionHead } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useLoad } from '../../app/use-section.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { loadPeople } from './load-actions.ts';
import type { SecurityStores } from './security-store.ts';

export interface PeopleSectionProps {
  readonly store: SecurityStores['people'];
  readonly isDeviceOwner: boolean;
}

export function PeopleSection({ store, isDeviceOwner }: PeopleSectionProps) {
  const { m } = useI18n();
  const texts = m.security.people;
  const tee = useTee();
  const [registering, setRegistering] = useState<'no' | 'yes' | 'done'>('no');
  useLoad(store, loadPeople);
  if (registering === 'yes') {
    return (
      <>
        <SectionHead title={texts.registerTitle} lead={texts.registerLead} />
        <section className="card" aria-label={texts.registerTitle}>
          <RegisterAnother
            onDone={() => {
              setRegistering('done');
              void loadPeople(store, tee);
            }}
            onCancel={() => setRegistering('no')}
          />
        </section>
      </>
    );
  }
  return (
    <>
      <SectionHead title={texts.title} lead={texts.lead}>
        {isDeviceOwner ? (
          <Button small onPress={() => setRegistering('yes')}>
            <Icon name="plus" />
            {texts.register}
          </Button>
        ) : null}
      </SectionHead>
      {registering === 'done' ? <Notice kind="good">{texts.registered}</Notice> : null}
      {isDeviceOwner ? null : <p className="soft">{texts.ownerOnly}</p>}
      <SectionBody store={store}>
        {(users) => (
          <ul className="entries">
            {users.map((user) => (
              <UserItem key={user.userId} user={user} />
            ))}
          </ul>
        )}
      </SectionBody>
    </>
  );
}

function UserItem({ user }: { user: UserSummary }) {
  const { m, format } = useI18n();
  const texts = m.security.people;
  const factors = user.factors.map(({ factor }) => m.account.factors[factor]);
  return (
    <li className="entry">
      <div className="entry-text">
        <p className="entry-name">
          <span dir="auto">{user.name}</span>
          {user.role === 'device-owner' ? <Badge kind="good">{texts.owner}</Badge> : null}
        </p>
        {factors.length === 0 ? null : <p className="soft">{texts.signsInWith(format.list(factors))}</p>}
        <p className="faint">{texts.since(format.dateTime(user.createdAtMs))}</p>
      </div>
    </li>
  );
}
