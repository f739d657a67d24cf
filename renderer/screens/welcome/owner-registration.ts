// Registers the owner and logs them in, also when the answer to the registration was lost on the way.

import { TeeError } from '../../../tee-sim/protocol/codes.ts';
import { lostOperation } from '../../app/await-outcome.ts';
import { bootIdOf } from '../../app/connection-state.ts';
import type { RegistrationServices } from '../../app/registration/registration-actions.ts';
import type { TeeConnection } from '../../app/tee-connection.ts';
import { whenState } from '../../app/when-open.ts';

type Tee = Pick<TeeConnection, 'invoke' | 'login' | 'refreshAccount' | 'store'>;

export function ownerRegistration(tee: Tee): RegistrationServices {
  return {
    prepare: async (name) => (await tee.invoke('PREPARE_FACTORS', { name })).result,
    bootId: () => bootIdOf(tee.store.getState()),
    register: async (params, password, unknown) => {
      try {
        await tee.invoke('REGISTER_OWNER', params, { secrets: [password] });
      } catch (error) {
        if (lostOperation(error) === undefined) throw error;
        unknown();
        await requireOwner(tee);
      }
      // Where this fails the owner is there all the same, and unlocks.
      await tee
        .login({ factor: 'password', user: params.name }, [password])
        .catch(() => tee.refreshAccount());
      return 'registered';
    },
  };
}

/** Only one registration can have been carried out, and nobody else is there to send one. @throws not-prepared */
async function requireOwner(tee: Tee): Promise<void> {
  const whileTheWindowLives = new AbortController().signal;
  await whenState(tee.store, ({ connection }) => connection.state === 'connected', whileTheWindowLives);
  await tee.refreshAccount();
  if (tee.store.getState().account?.ownerExists !== true) {
    throw new TeeError('BAD_STATE', 'not-prepared', 'API');
  }
}
