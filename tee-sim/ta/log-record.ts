// The encrypted content of a log row that a command leaves: what was asked and what was decided, as JSON.
import { bytesToHex, utf8ToBytes } from '../protocol/bytes.ts';
import type { CommandName } from '../protocol/commands.ts';
import type { Call } from './call.ts';

/** UTF-8 JSON `{command, operationId, requestDigest, …content}`. */
export function encodeRecord<C extends CommandName>(
  command: C,
  { operationId, requestDigest }: Call<C>,
  content: Readonly<Record<string, unknown>>,
): Uint8Array {
  return utf8ToBytes(
    JSON.stringify({ command, operationId, requestDigest: bytesToHex(requestDigest), ...content }),
  );
}
