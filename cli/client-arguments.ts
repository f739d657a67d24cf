// What a command line for a client asks, told apart once. Nothing that is not understood is guessed.
import { parseArgs } from 'node:util';

export const CLIENT_COMMANDS = ['status', 'wallets', 'history'] as const;
export type ClientCommand = (typeof CLIENT_COMMANDS)[number];

export interface NewClient {
  readonly file: string;
  readonly name: string;
}

export interface ClientCall {
  readonly command: ClientCommand;
  readonly file: string;
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  readonly json: boolean;
}

/** `client new <file> [--name <name>]` */
export function parseNewClient(args: readonly string[]): NewClient | undefined {
  const [group, verb, ...rest] = args;
  if (group !== 'client' || verb !== 'new') return undefined;
  const parsed = parse(rest, { name: { type: 'string' } });
  const [file, ...more] = parsed?.positionals ?? [];
  if (parsed === undefined || file === undefined || more.length > 0) return undefined;
  const { name = 'Command line' } = parsed.values as { name?: string };
  return name.length >= 1 && name.length <= 64 ? { file, name } : undefined;
}

/** `--client <file> status|wallets|history [--user <name>] [--password-file <file>] [--json]` */
export function parseClientCall(args: readonly string[]): ClientCall | undefined {
  const parsed = parse(args, {
    client: { type: 'string' },
    user: { type: 'string' },
    'password-file': { type: 'string' },
    json: { type: 'boolean' },
  });
  const [name, ...more] = parsed?.positionals ?? [];
  const command = CLIENT_COMMANDS.find((known) => known === name);
  if (parsed === undefined || command === undefined || more.length > 0) return undefined;
  const values = parsed.values as Partial<Record<'client' | 'user' | 'password-file', string>>;
  const { client: file, user, 'password-file': passwordFile } = values;
  // Everything but `status` is somebody's.
  if (file === undefined || (user === undefined && (command !== 'status' || passwordFile !== undefined))) {
    return undefined;
  }
  return { command, file, user, passwordFile, json: parsed.values['json'] === true };
}

/** Whether only the person is missing from what is asked. */
export function lacksUser(args: readonly string[]): boolean {
  return (
    parseClientCall(args) === undefined && parseClientCall([...args, '--user', 'somebody']) !== undefined
  );
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function parse(args: readonly string[], options: Options): ReturnType<typeof parseArgs> | undefined {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch {
    return undefined;
  }
}
