// Another user of this device, added by its owner with the same steps as the first.
import { useEffect, useMemo, useState } from 'react';
import { TeeError } from '../../../tee-sim/protocol/codes.ts';
import { defaultPolicy } from '../../../tee-sim/protocol/policy.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { type Authorized, useAuthorized, wasCancelled } from '../authorized.ts';
import { awaitOutcome, lostOperation } from '../await-outcome.ts';
import { bootIdOf } from '../connection-state.ts';
import type { TeeConnection } from '../tee-connection.ts';
import { useTee } from '../tee-context.ts';
import type { RegistrationServices } from './registration-actions.ts';
import { createRegistration } from './registration-store.ts';
import { RegistrationWizard } from './registration-wizard.tsx';

export interface RegisterAnotherProps {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function RegisterAnother({ onDone, onCancel }: RegisterAnotherProps) {
  const { m } = useI18n();
  const tee = useTee();
  const authorized = useAuthorized();
  const store = useMemo(() => createRegistration(), []);
  const services = useMemo(() => userRegistration(tee, authorized), [tee, authorized]);
  const minPasswordCharacters = useMinPasswordCharacters(tee);
  return (
    <RegistrationWizard
      store={store}
      services={services}
      onRegistered={onDone}
      minPasswordCharacters={minPasswordCharacters}
      aside={<Button onPress={onCancel}>{m.common.cancel}</Button>}
    />
  );
}

type Tee = Pick<TeeConnection, 'invoke' | 'findOutcome' | 'whenOpen' | 'store'>;

export function userRegistration(tee: Tee, authorized: Pick<Authorized, 'invoke'>): RegistrationServices {
  return {
    prepare: async (name) => (await tee.invoke('PREPARE_FACTORS', { name })).result,
    bootId: () => bootIdOf(tee.store.getState()),
    register: async (params, password, unknown) => {
      try {
        const outcome = await authorized.invoke('REGISTER_USER', params, { secrets: [password] });
        return wasCancelled(outcome) ? 'cancelled' : 'registered';
      } catch (error) {
        const lost = lostOperation(error);
        if (lost === undefined) throw error;
        unknown();
        const found = await awaitOutcome(tee, lost, 'REGISTER_USER');
        if (found.outcome === 'committed') return 'registered';
        throw new TeeError(found.failure.code, found.failure.reason, found.failure.origin);
      }
    },
  };
}

function useMinPasswordCharacters(tee: Pick<TeeConnection, 'invoke'>): number {
  const [min, setMin] = useState(defaultPolicy.userAuthentication.minPasswordCharacters);
  useEffect(() => {
    tee.invoke('GET_POLICY', {}).then(
      ({ result }) => setMin(result.policy.userAuthentication.minPasswordCharacters),
      () => undefined,
    );
  }, [tee]);
  return min;
}
