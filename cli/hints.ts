// What to do about a failure, in one English sentence, for those that a command line meets.
import type { TeeReason } from '../tee-sim/protocol/codes.ts';

const OF_REASONS: Readonly<Partial<Record<TeeReason, string>>> = {
  'bundle-missing': 'The TEE bundle out/tee/tee.cjs is missing. Run: npm run build',
  'attestation-measurement': 'The TEE is not the one this command was built with. Run: npm run build',
  'attestation-pin':
    'Another device answers than the one this client file met first. If that is right, make a new client file.',
  'client-proof':
    'The app could not confirm which program this is, or this client file is not the one it knows.',
  'unknown-client':
    'Register this client in the app first: Security, Clients. Its id was printed by: client new',
  'client-program-changed':
    'The program changed since it was registered. Revoke this client and register a new one.',
  'operation-not-allowed':
    'The device owner has not permitted this to this client, or local clients are off.',
  'outside-access-time': 'Come back within the hours that were set for this client.',
  'outside-address-range': 'Connect to a network whose addresses were set for this client.',
  'rate-limited': 'Wait a moment; this client asked more often than was set for it.',
  'sessions-full': 'End a session in the app: Security, Sessions.',
  'login-required': 'Name a user: --user <name>',
  'wrong-proof': 'Name or password do not fit.',
  'locked-out': 'Wait: after wrong passwords even the right one is refused for a while.',
  'not-device-owner': 'Only the device owner may see this.',
  'no-owner': 'Set the wallet up in the app first.',
};

const OF_CHECKS: Readonly<Record<string, string | undefined>> = {
  'app-running':
    'The app is not running, or not for this user. Start it with: npx airaccount start (AIRACCOUNT_USER_DATA names its folder)',
  'client-file-exists': 'A file of that name is there already; it is not written over.',
  'client-file-not-written': 'The file could not be written there.',
  'client-file-missing': 'There is no such client file. Make one with: npx airaccount client new <file>',
  'client-file-open-to-others': 'Others can read this client file. Close it with: chmod 600 <file>',
  'client-file-damaged': 'This is not a client file, or not a whole one.',
  'password-file': 'The password file must hold the password in its first line.',
  'no-terminal': 'There is no terminal to ask for the password. Name a file: --password-file <file>',
};

/** By the name of a check of the command line, or by reason. */
export function hintOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const found = [OF_CHECKS, OF_REASONS].find((hints) => Object.hasOwn(hints, name));
  return found?.[name as TeeReason];
}
