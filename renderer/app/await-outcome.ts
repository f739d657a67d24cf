// Finds out what became of an operation whose answer was lost or decided nothing, however long the TEE is away.
import { AttestationError, InvokeError } from '../../tee-sim/client/errors.ts';
import { type TeeFailure, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { CommandName, CommandResult } from '../../tee-sim/protocol/commands.ts';
import type { OperationId } from '../../tee-sim/protocol/schema.ts';
import type { Tee } from './tee.ts';

/** An operation that may or may not have been carried out. */
export interface LostOperation {
  readonly id: OperationId;
  /** What to say once it is known not to have been: why the TEE refused it, if it did. */
  readonly failure: TeeFailure;
}

export type Outcome<C extends CommandName> =
  | { readonly outcome: 'committed'; readonly result: CommandResult<C> }
  | { readonly outcome: 'not-carried-out' | 'not-known'; readonly failure: TeeFailure };

/** As if the TEE did not know the operation: until it says otherwise. */
export const NEVER_ANSWERED: TeeFailure = {
  code: 'ITEM_NOT_FOUND',
  reason: 'operation-unknown',
  origin: 'TRUSTED_APP',
};

/** The operation that `error` leaves in doubt; `undefined` when it is decided. */
export function lostOperation(error: unknown): LostOperation | undefined {
  if (!(error instanceof InvokeError) || error.unknownOperation === undefined) return undefined;
  const refused = error.exchange !== undefined;
  return {
    id: error.unknownOperation,
    failure: refused ? toTeeFailure(error) : NEVER_ANSWERED,
  };
}

/** Waits for a verified TEE that somebody unlocked, and asks until it answers. Never rejects. */
export async function awaitOutcome<C extends CommandName>(
  tee: Tee,
  { id, failure }: LostOperation,
  command: C,
): Promise<Outcome<C>> {
  const whileTheWindowLives = new AbortController().signal;
  for (;;) {
    await tee.whenOpen(whileTheWindowLives);
    try {
      const found = await tee.findOutcome(id);
      // An operation id commits one command only; the client parsed its result by that command's schema.
      if (found.outcome === 'committed' && found.command === command) {
        return { outcome: 'committed', result: found.result as CommandResult<C> };
      }
      return { outcome: 'not-carried-out', failure };
    } catch (error) {
      if (!isStillUnreachable(error)) return { outcome: 'not-known', failure: toTeeFailure(error, 'API') };
    }
  }
}

/** The TEE went away again, or is not trusted at the moment: wait for it once more. */
function isStillUnreachable(error: unknown): boolean {
  if (error instanceof AttestationError) return true;
  const { code, reason } = toTeeFailure(error, 'API');
  if (reason === 'login-required') return true;
  return code === 'TARGET_DEAD' || code === 'TIMEOUT' || code === 'BAD_STATE';
}
