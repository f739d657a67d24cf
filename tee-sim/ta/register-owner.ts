// REGISTER_OWNER: the device's first user, who owns it from then on.
import { refusal } from '../os/refusals.ts';
import type { Handler } from './call.ts';
import { register } from './registration.ts';

/** @throws BAD_STATE owner-exists · what `register` throws */
export const registerOwner: Handler<'REGISTER_OWNER'> = (call, ta) => {
  if (ta.users.ownerExists()) throw refusal('owner-exists');
  return { change: register('REGISTER_OWNER', call, ta) };
};
