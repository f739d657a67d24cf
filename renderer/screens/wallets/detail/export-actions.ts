// Asks the TEE for a phrase or a key, with whatever proof it wants. What comes is told once and kept nowhere: when the
// answer is lost, it is asked for anew.
import { wipe } from '../../../../tee-sim/protocol/bytes.ts';
import type { CommandParams } from '../../../../tee-sim/protocol/commands.ts';
import { type Authorized, wasCancelled } from '../../../app/authorized.ts';
import type { HeldSecret } from '../../../app/held-secret.ts';
import { type Refused, refusedBy } from '../../../app/refused.ts';

export type Wanted =
  | { readonly command: 'EXPORT_PHRASE'; readonly params: CommandParams<'EXPORT_PHRASE'> }
  | { readonly command: 'EXPORT_KEY'; readonly params: CommandParams<'EXPORT_KEY'> };

export type Exported =
  | { readonly status: 'shown'; readonly hasPassphrase: boolean }
  | { readonly status: 'cancelled' }
  | ({ readonly status: 'failed' } & Refused);

/** `held` takes the secret over. `isWanted` says whether somebody still waits for it. Never rejects. */
export async function exportSecret(
  authorized: Pick<Authorized, 'invoke'>,
  wanted: Wanted,
  held: HeldSecret,
  isWanted: () => boolean,
): Promise<Exported> {
  try {
    const outcome =
      wanted.command === 'EXPORT_PHRASE'
        ? await authorized.invoke('EXPORT_PHRASE', wanted.params)
        : await authorized.invoke('EXPORT_KEY', wanted.params);
    if (wasCancelled(outcome)) return { status: 'cancelled' };
    const [secret, ...others] = outcome.secrets;
    wipe(...others);
    if (secret === undefined) throw new TypeError('no secret');
    if (!isWanted()) {
      wipe(secret);
      return { status: 'cancelled' };
    }
    held.hold(secret);
    return {
      status: 'shown',
      hasPassphrase: 'hasPassphrase' in outcome.result && outcome.result.hasPassphrase,
    };
  } catch (error) {
    return { status: 'failed', ...refusedBy(error) };
  }
}
