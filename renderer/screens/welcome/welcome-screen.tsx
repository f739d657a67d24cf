// First run: the device gets its owner.
import { useMemo } from 'react';
import { createRegistration } from '../../app/registration/registration-store.ts';
import { RegistrationWizard } from '../../app/registration/registration-wizard.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { ownerRegistration } from './owner-registration.ts';

export function WelcomeScreen() {
  const { m } = useI18n();
  const tee = useTee();
  const store = useMemo(() => createRegistration(), []);
  const services = useMemo(() => ownerRegistration(tee), [tee]);
  return (
    <>
      <div className="gate-title">
        <h1>{m.welcome.title}</h1>
        <p className="soft">{m.welcome.lead}</p>
      </div>
      <section className="card">
        <RegistrationWizard store={store} services={services} onRegistered={() => undefined} />
      </section>
    </>
  );
}
