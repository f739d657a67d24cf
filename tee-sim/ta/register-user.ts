// REGISTER_USER: another user of the device, whom its owner lets in.
import { refusal } from '../os/refusals.ts';
import type { Handler } from './call.ts';
import { register } from './registration.ts';

/** @throws BAD_STATE no-owner: nobody slips in as the first user this way · what `register` throws */
export const registerUser: Handler<'REGISTER_USER'> = (call, ta) => {
  if (!ta.users.ownerExists()) throw refusal('no-owner');
  return { change: register('REGISTER_USER', call, ta) };
};
