// The encrypted content of a log row that a command leaves: what was asked, by whom, what was decided, and what the
// four layers found, as JSON. Never a secret, a code or a sample.
import { bytesToHex, utf8ToBytes } from '../protocol/bytes.ts';
import type { CommandName } from '../protocol/commands.ts';
import type { Call } from './call.ts';
import { actorOf } from './operations.ts';

/** UTF-8 JSON `{command, operationId, actor, clientId, requestDigest, …content, conditions, trace}`. */
export function encodeRecord<C extends CommandName>(
  command: C,
  call: Call<C>,
  content: Readonly<Record<string, unknown>>,
): Uint8Array {
  const { operationId, requestDigest, session, conditions, trace } = call;
  return utf8ToBytes(
    JSON.stringify({
      command,
      operationId,
      actor: session && actorOf(command, session, call.user),
      clientId: session?.client.id,
      requestDigest: bytesToHex(requestDigest),
      ...content,
      conditions,
      trace: trace.entries,
    }),
  );
}
