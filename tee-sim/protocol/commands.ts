// The TEE's command table: every command once, with the schemas of what it takes and gives, and what it asks of its
// caller. Types, dispatch, authorization and clients are derived from it.
import type { CommandSpec } from './command-spec.ts';
import { command } from './command-spec.ts';
import { accessCommands } from './commands-access.ts';
import { logCommands } from './commands-log.ts';
import { signingCommands } from './commands-signing.ts';
import { userCommands } from './commands-users.ts';
import { walletCommands } from './commands-wallet.ts';
import { operationIdSchema, z } from './schema.ts';

/** RFC 4122 id of the AirAccount Trusted Application. */
export const TA_UUID = '7b1f5e0c-52d4-4d0e-9a41-6c3fd1a0be57';

const OWN = { operation: 'Authenticate', subject: { kind: 'user' }, level: 'Standard' } as const;
const VIEW = { operation: 'ViewSecurity', subject: { kind: 'device-owner' }, level: 'Standard' } as const;

export const commands = {
  ...userCommands,
  ...accessCommands,
  ...walletCommands,
  ...signingCommands,
  ...logCommands,
  /** What became of a state-changing request whose answer was lost. */
  GET_OPERATION: command(OWN, {
    params: z.strictObject({ operationId: operationIdSchema }),
    result: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('unknown') }),
      /** `result` is that command's result as exact JSON text; `null` where the table says that none is kept. */
      z.strictObject({ outcome: z.literal('committed'), command: z.string(), result: z.string() }),
    ]),
  }),
  /** What the TEE says of itself. */
  GET_STATUS: command(VIEW, {
    params: z.strictObject({}),
    result: z.strictObject({
      logRows: z.number().int(),
      openedRequests: z.number().int(),
      sessions: z.number().int(),
      users: z.number().int(),
      engine: z.enum(['noble', 'sm-crypto']),
      recordSuite: z.union([z.literal(1), z.literal(2)]),
      masterKeySource: z.enum(['file', 'environment', 'keychain', 'plain-keychain', 'ephemeral']),
      /** The wall clock stood earlier at this boot than at the last one. */
      clockWentBack: z.boolean(),
      /** Rows found behind the sealed head at boot and taken over (a crash between commit and head). */
      adoptedRows: z.number().int(),
    }),
  }),
} as const satisfies Readonly<Record<string, CommandSpec<z.ZodType, z.ZodType>>>;

export type CommandName = keyof typeof commands;
/** Params as a client sends them. */
export type CommandParams<C extends CommandName> = z.input<(typeof commands)[C]['params']>;
/** Params as the TA gets them. */
export type ParsedParams<C extends CommandName> = z.output<(typeof commands)[C]['params']>;
/** Results as a client gets them. */
export type CommandResult<C extends CommandName> = z.output<(typeof commands)[C]['result']>;
/** Results as the TA gives them: plain data that JSON can hold. */
export type CommandAnswer<C extends CommandName> = z.input<(typeof commands)[C]['result']>;

/** Looks a name up as an own key only: `__proto__` and its kin are unknown commands. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
