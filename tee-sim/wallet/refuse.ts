// The one way in which the wallet says no to what it was given. Carries no input: what was wrong may be a secret.
import { type RefusalName, refusal } from '../os/refusals.ts';

/** @throws the named line of the TEE's table of refusals, always; unnamed where only a defect of ours leads */
export function refuse(name: RefusalName = 'malformed-parameters'): never {
  throw refusal(name);
}

/** @throws EXCESS_DATA too-large, always */
export function refuseSize(): never {
  throw refusal('content-too-large');
}
