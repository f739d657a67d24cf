// Finds out what became of an operation whose answer was lost, however long the TEE is away.
import { AttestationError } from '../../tee-sim/client/errors.ts';
import { type TeeFailure, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { CommandName, CommandResult } from '../../tee-sim/protocol/commands.ts';
import type { OperationId } from '../../tee-sim/protocol/schema.ts';
import type { Tee } from './tee.ts';

export type Outcome<C extends CommandName> =
  | { readonly outcome: 'committed'; readonly result: CommandResult<C> }
  /** Reason `operation-unknown` when the TEE never carried it out. */
  | { readonly outcome: 'not-known'; readonly failure: TeeFailure };

/** Waits for a verified TEE and asks until it answers. Never rejects. */
export async function awaitOutcome<C extends CommandName>(
  tee: Tee,
  operationId: OperationId,
  command: C,
): Promise<Outcome<C>> {
  const whileTheWindowLives = new AbortController().signal;
  for (;;) {
    await tee.whenConnected(whileTheWindowLives);
    try {
      const found = await tee.findOutcome(operationId);
      // An operation id commits one command only; the client parsed its result by that command's schema.
      if (found.outcome === 'committed' && found.command === command) {
        return { outcome: 'committed', result: found.result as CommandResult<C> };
      }
      return {
        outcome: 'not-known',
        failure: { code: 'ITEM_NOT_FOUND', reason: 'operation-unknown', origin: 'TRUSTED_APP' },
      };
    } catch (error) {
      if (!isStillUnreachable(error)) return { outcome: 'not-known', failure: toTeeFailure(error, 'API') };
    }
  }
}

/** The TEE went away again, or is not trusted at the moment: wait for it once more. */
function isStillUnreachable(error: unknown): boolean {
  if (error instanceof AttestationError) return true;
  const { code } = toTeeFailure(error, 'API');
  return code === 'TARGET_DEAD' || code === 'TIMEOUT' || code === 'BAD_STATE';
}
