// Remembers committed state changes by their operation id, so that a request sent again changes nothing again.
// Must never forget by the clock: it counts log rows instead, so that a clock that jumps a year loses nothing.
import type { Session, SessionUser } from '../authorization/session.ts';
import { bytesToBase64Url, bytesToUtf8, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { TeeError } from '../protocol/codes.ts';
import { type CommandName, commands } from '../protocol/commands.ts';
import { bytesSchema, logIdSchema, type OperationId, operationIdSchema, z } from '../protocol/schema.ts';
import { operationRowKey, type ReadStorage, type Transaction } from '../storage/storage.ts';

/** An operation is remembered for this many log rows, then makes room: each one costs a little at every boot. */
export const REMEMBERED_ROWS = 2_000;

const operationSchema = z.strictObject({
  command: z.string(),
  /** What the id was first used for. */
  digest: bytesSchema(32),
  /** Its result, exact JSON text; `null` where none is kept. */
  result: z.string(),
});
export type Operation = z.output<typeof operationSchema>;

/** The part of every log record that names its operation; boot rows have none, older rows no actor but their user. */
const recordSchema = z.looseObject({
  operationId: operationIdSchema.optional(),
  actor: z.string().optional(),
});

/**
 * Whose operations a call belongs to: the user's; the client's where a command serves any client, because who is
 * logged in may change by that very command.
 */
export function actorOf(command: CommandName, session: Session, user: SessionUser | undefined): string {
  const byClient = commands[command].access?.subject.kind === 'client';
  return byClient || user === undefined ? `client/${session.client.id}` : user.id;
}

/** @throws CORRUPT_OBJECT damaged-record */
export function findOperation(
  storage: Pick<ReadStorage, 'get'>,
  actor: string,
  operationId: OperationId,
): Operation | undefined {
  const stored = storage.get('operations', operationRowKey(actor, operationId));
  return stored === undefined ? undefined : operationSchema.parse(JSON.parse(readText(stored)));
}

/** Stores the operation with the log row of this transaction; forgets the one `REMEMBERED_ROWS` rows ago. */
export function rememberOperation(
  storage: Pick<ReadStorage, 'getLog'>,
  tx: Transaction,
  actor: string,
  operationId: OperationId,
  operation: Operation,
): void {
  const forgotten = operationOfRow(storage, tx.logId - REMEMBERED_ROWS);
  if (forgotten !== undefined) tx.remove('operations', forgotten);
  const stored = { ...operation, digest: bytesToBase64Url(operation.digest) };
  const plaintext = utf8ToBytes(JSON.stringify(stored));
  try {
    tx.put('operations', operationRowKey(actor, operationId), actor, plaintext);
  } finally {
    wipe(plaintext);
  }
}

/** The row key of the operation that left this log row, as its record says. */
function operationOfRow(storage: Pick<ReadStorage, 'getLog'>, id: number): string | undefined {
  const logId = logIdSchema.safeParse(id);
  if (!logId.success) return undefined;
  try {
    const { userId, record, features } = storage.getLog(logId.data);
    wipe(features);
    const { operationId, actor = userId } = recordSchema.parse(JSON.parse(readText(record)));
    return operationId && operationRowKey(actor, operationId);
  } catch (error) {
    // A damaged old row must not stop new ones: its operation is remembered for longer, no more.
    if (error instanceof TeeError && error.code === 'CORRUPT_OBJECT') return undefined;
    throw error;
  }
}

function readText(stored: Uint8Array): string {
  try {
    return bytesToUtf8(stored);
  } finally {
    wipe(stored);
  }
}
