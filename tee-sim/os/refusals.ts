// The one table of what the TEE refuses with which code, reason and origin (docs/PROTOCOL.md lists it for people).
// Failures of storage and boot have their own table there; nothing else throws codes of its own.
import { TeeError, type TeeFailure } from '../protocol/codes.ts';

export const REFUSALS = {
  // before a request is open: signed, but in the clear
  'envelope-too-large': { code: 'EXCESS_DATA', reason: 'too-large', origin: 'TEE' },
  'malformed-form': { code: 'BAD_FORMAT', reason: 'malformed', origin: 'TEE' },
  'unknown-version': { code: 'NOT_SUPPORTED', reason: 'unknown-version', origin: 'TEE' },
  'unknown-suite': { code: 'NOT_SUPPORTED', reason: 'unknown-suite', origin: 'TEE' },
  'unknown-key': { code: 'NOT_SUPPORTED', reason: 'unknown-key', origin: 'TEE' },
  'cannot-open': { code: 'SECURITY', reason: 'cannot-open', origin: 'TEE' },
  // once it is open: sealed; frames and bodies of a wrong form are `malformed-form` too
  stale: { code: 'SECURITY', reason: 'stale', origin: 'TEE' },
  'from-the-future': { code: 'SECURITY', reason: 'from-the-future', origin: 'TEE' },
  replayed: { code: 'SECURITY', reason: 'replayed', origin: 'TEE' },
  'nonce-cache-full': { code: 'BUSY', reason: 'nonce-cache-full', origin: 'TEE' },
  'unknown-command': { code: 'NOT_SUPPORTED', reason: 'unknown-command', origin: 'TEE' },
  'no-session': { code: 'BAD_STATE', reason: 'no-session', origin: 'TEE' },
  // one answer for a session that is unknown, over, or not proven to be the sender's
  'session-not-proven': { code: 'SECURITY', reason: 'session-mac', origin: 'TEE' },
  'unknown-application': { code: 'ITEM_NOT_FOUND', reason: 'unknown-application', origin: 'TEE' },
  // params, features, secrets, session or operation id where the command table has no place for them
  'malformed-parameters': { code: 'BAD_PARAMETERS', reason: 'malformed', origin: 'TEE' },
  'operation-id-missing': { code: 'BAD_PARAMETERS', reason: 'operation-id-missing', origin: 'TRUSTED_APP' },
  'operation-conflict': { code: 'ACCESS_CONFLICT', reason: 'operation-conflict', origin: 'TRUSTED_APP' },
  'not-device-owner': { code: 'ACCESS_DENIED', origin: 'TRUSTED_APP' },
  'answer-too-large': { code: 'SHORT_BUFFER', reason: 'too-large', origin: 'TEE' },
  // to the driver, unsigned; its malformed messages are `malformed-parameters`
  'not-attested': { code: 'BAD_STATE', reason: 'not-attested', origin: 'TEE' },
  'files-in-use': { code: 'BAD_STATE', origin: 'TEE' },
  'export-exists': { code: 'ACCESS_CONFLICT', origin: 'TEE' },
  'export-disk-full': { code: 'STORAGE_NO_SPACE', reason: 'disk-full', origin: 'TEE' },
  'export-not-possible': { code: 'STORAGE_NOT_AVAILABLE', reason: 'folder-not-writable', origin: 'TEE' },
  // at boot, beside what `openStorage` says
  'identity-missing': { code: 'CORRUPT_OBJECT', reason: 'damaged-database', origin: 'TEE' },
  // a defect of ours
  defect: { code: 'GENERIC', reason: 'internal', origin: 'TRUSTED_APP' },
} as const satisfies Readonly<Record<string, TeeFailure>>;

/** The error to throw for one line of the table. */
export function refusal(name: keyof typeof REFUSALS): TeeError {
  const { code, reason, origin }: TeeFailure = REFUSALS[name];
  return new TeeError(code, reason, origin);
}
