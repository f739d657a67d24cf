// A session ends when nobody used it for a while; a person who sat before a form has nothing to decide then.
// Opens a new session, in which nobody is logged in: what needs a person is denied there until one unlocks it. Must
// never repeat a request as a second operation.
import { AttestationError, InvokeError } from '../../tee-sim/client/errors.ts';
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import { toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { OperationId } from '../../tee-sim/protocol/schema.ts';

/** One request; `again` is the operation that it was sent as before. */
export type SessionWork<T> = (client: TeeClient, again?: OperationId) => Promise<T>;

export class SessionRenewal {
  /** A new session on its way: all who wait for one share it. */
  #running: Promise<unknown> | undefined;

  /** Does `work`; once more, in a new session, when the TEE itself said that the old one is over. */
  async run<T>(client: TeeClient, work: SessionWork<T>): Promise<T> {
    await this.#running?.catch(() => undefined);
    try {
      return await work(client);
    } catch (error) {
      if (!(error instanceof InvokeError && error.reason === 'session-mac' && error.exchange)) throw error;
      await this.#renew(client, error);
      return await work(client, error.exchange.operationId).catch((second: unknown) => {
        throw keepingDoubt(second, error);
      });
    }
  }

  /** @throws what stood in the way, keeping that the refused operation's outcome is unknown */
  async #renew(client: TeeClient, { unknownOperation }: InvokeError): Promise<void> {
    this.#running ??= client.connect().finally(() => {
      this.#running = undefined;
    });
    try {
      await this.#running;
    } catch (error) {
      if (error instanceof AttestationError) throw error;
      throw new InvokeError(toTeeFailure(error, 'API'), { unknownOperation });
    }
  }
}

/** A denial in the new session does not tell what an earlier delivery did in the old one. */
function keepingDoubt(second: unknown, { unknownOperation }: InvokeError): unknown {
  if (!(second instanceof InvokeError) || second.unknownOperation !== undefined) return second;
  const { exchange } = second;
  return new InvokeError(toTeeFailure(second), { ...(exchange && { exchange }), unknownOperation });
}
