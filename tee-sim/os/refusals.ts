// The one table of what the TEE refuses with which code, reason and origin (docs/PROTOCOL.md lists it for people).
// Failures of storage and boot have their own table there; nothing else throws codes of its own.
import { TeeError, type TeeFailure } from '../protocol/codes.ts';
import type { Layer } from '../protocol/trace.ts';

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
  // layer 1: client access
  challenge: { code: 'SECURITY', reason: 'challenge', origin: 'TEE' },
  'client-proof': { code: 'SECURITY', reason: 'client-proof', origin: 'TEE' },
  'unknown-client': { code: 'ACCESS_DENIED', reason: 'unknown-client', origin: 'TRUSTED_APP' },
  'client-program-changed': { code: 'SECURITY', reason: 'client-program-changed', origin: 'TRUSTED_APP' },
  'operation-not-allowed': { code: 'ACCESS_DENIED', reason: 'operation-not-allowed', origin: 'TRUSTED_APP' },
  'outside-access-time': { code: 'ACCESS_DENIED', reason: 'outside-access-time', origin: 'TRUSTED_APP' },
  'outside-address-range': { code: 'ACCESS_DENIED', reason: 'outside-address-range', origin: 'TRUSTED_APP' },
  'rate-limited': { code: 'BUSY', reason: 'rate-limited', origin: 'TRUSTED_APP' },
  'sessions-full': { code: 'BUSY', reason: 'sessions-full', origin: 'TRUSTED_APP' },
  // layer 2: sessions and users
  'no-owner': { code: 'BAD_STATE', reason: 'no-owner', origin: 'TRUSTED_APP' },
  'login-required': { code: 'ACCESS_DENIED', reason: 'login-required', origin: 'TRUSTED_APP' },
  'wrong-proof': { code: 'ACCESS_DENIED', reason: 'wrong-proof', origin: 'TRUSTED_APP' },
  'locked-out': { code: 'ACCESS_DENIED', reason: 'locked-out', origin: 'TRUSTED_APP' },
  'password-needed': { code: 'ACCESS_DENIED', reason: 'password-needed', origin: 'TRUSTED_APP' },
  'same-factor': { code: 'ACCESS_DENIED', reason: 'same-factor', origin: 'TRUSTED_APP' },
  'other-user': { code: 'ACCESS_DENIED', reason: 'other-user', origin: 'TRUSTED_APP' },
  // layer 3: permissions; a wallet of someone else is as unknown as one that never was
  'not-device-owner': { code: 'ACCESS_DENIED', reason: 'not-device-owner', origin: 'TRUSTED_APP' },
  'unknown-wallet': { code: 'ITEM_NOT_FOUND', reason: 'unknown-wallet', origin: 'TRUSTED_APP' },
  'binding-expired': { code: 'ACCESS_DENIED', reason: 'binding-expired', origin: 'TRUSTED_APP' },
  'not-permitted': { code: 'ACCESS_DENIED', reason: 'not-permitted', origin: 'TRUSTED_APP' },
  'no-limit-for-asset': { code: 'ACCESS_DENIED', reason: 'no-limit-for-asset', origin: 'TRUSTED_APP' },
  'transaction-limit': { code: 'ACCESS_DENIED', reason: 'transaction-limit', origin: 'TRUSTED_APP' },
  'daily-limit': { code: 'ACCESS_DENIED', reason: 'daily-limit', origin: 'TRUSTED_APP' },
  'unbounded-spend': { code: 'ACCESS_DENIED', reason: 'unbounded-spend', origin: 'TRUSTED_APP' },
  // layer 4: the operation itself
  'risk-too-high': { code: 'ACCESS_DENIED', reason: 'risk-too-high', origin: 'TRUSTED_APP' },
  'fraud-suspected': { code: 'ACCESS_DENIED', reason: 'fraud-suspected', origin: 'TRUSTED_APP' },
  'payload-changed': { code: 'SECURITY', reason: 'payload-changed', origin: 'TRUSTED_APP' },
  'enhanced-needed': { code: 'ACCESS_DENIED', reason: 'enhanced-needed', origin: 'TRUSTED_APP' },
  'maximum-needed': { code: 'ACCESS_DENIED', reason: 'maximum-needed', origin: 'TRUSTED_APP' },
  // users, clients, bindings, policy
  'owner-exists': { code: 'BAD_STATE', reason: 'owner-exists', origin: 'TRUSTED_APP' },
  'name-taken': { code: 'ACCESS_CONFLICT', reason: 'name-taken', origin: 'TRUSTED_APP' },
  'not-prepared': { code: 'BAD_STATE', reason: 'not-prepared', origin: 'TRUSTED_APP' },
  'words-do-not-match': { code: 'BAD_PARAMETERS', reason: 'words-do-not-match', origin: 'TRUSTED_APP' },
  'password-too-short': { code: 'BAD_PARAMETERS', reason: 'password-too-short', origin: 'TRUSTED_APP' },
  'factor-needed': { code: 'BAD_STATE', reason: 'factor-needed', origin: 'TRUSTED_APP' },
  'unknown-factor': { code: 'ITEM_NOT_FOUND', reason: 'unknown-factor', origin: 'TRUSTED_APP' },
  'unknown-user': { code: 'ITEM_NOT_FOUND', reason: 'unknown-user', origin: 'TRUSTED_APP' },
  'unknown-session': { code: 'ITEM_NOT_FOUND', reason: 'unknown-session', origin: 'TRUSTED_APP' },
  'unknown-client-id': { code: 'ITEM_NOT_FOUND', reason: 'unknown-client-id', origin: 'TRUSTED_APP' },
  'client-exists': { code: 'ACCESS_CONFLICT', reason: 'client-exists', origin: 'TRUSTED_APP' },
  'clients-full': { code: 'BAD_STATE', reason: 'clients-full', origin: 'TRUSTED_APP' },
  'own-client': { code: 'BAD_STATE', reason: 'own-client', origin: 'TRUSTED_APP' },
  'own-binding': { code: 'BAD_STATE', reason: 'own-binding', origin: 'TRUSTED_APP' },
  'unknown-binding': { code: 'ITEM_NOT_FOUND', reason: 'unknown-binding', origin: 'TRUSTED_APP' },
  'policy-version': { code: 'ACCESS_CONFLICT', reason: 'policy-version', origin: 'TRUSTED_APP' },
  'policy-locks-out': { code: 'BAD_STATE', reason: 'policy-locks-out', origin: 'TRUSTED_APP' },
  'no-gap': { code: 'BAD_STATE', reason: 'no-gap', origin: 'TRUSTED_APP' },
  // wallets and signing
  'content-too-large': { code: 'EXCESS_DATA', reason: 'too-large', origin: 'TRUSTED_APP' },
  'wrong-word-count': { code: 'BAD_PARAMETERS', reason: 'wrong-word-count', origin: 'TRUSTED_APP' },
  'unknown-word': { code: 'BAD_PARAMETERS', reason: 'unknown-word', origin: 'TRUSTED_APP' },
  'wrong-checksum': { code: 'BAD_PARAMETERS', reason: 'wrong-checksum', origin: 'TRUSTED_APP' },
  'not-a-key': { code: 'BAD_PARAMETERS', reason: 'not-a-key', origin: 'TRUSTED_APP' },
  'keystore-format': { code: 'BAD_FORMAT', reason: 'keystore-format', origin: 'TRUSTED_APP' },
  'keystore-too-costly': { code: 'EXCESS_DATA', reason: 'keystore-too-costly', origin: 'TRUSTED_APP' },
  'no-keystore': { code: 'BAD_STATE', reason: 'no-keystore', origin: 'TRUSTED_APP' },
  'wallet-exists': { code: 'ACCESS_CONFLICT', reason: 'wallet-exists', origin: 'TRUSTED_APP' },
  'wallets-full': { code: 'BAD_STATE', reason: 'wallets-full', origin: 'TRUSTED_APP' },
  'single-account': { code: 'BAD_STATE', reason: 'single-account', origin: 'TRUSTED_APP' },
  'accounts-full': { code: 'BAD_STATE', reason: 'accounts-full', origin: 'TRUSTED_APP' },
  'unknown-account': { code: 'ITEM_NOT_FOUND', reason: 'unknown-account', origin: 'TRUSTED_APP' },
  'no-phrase': { code: 'BAD_STATE', reason: 'no-phrase', origin: 'TRUSTED_APP' },
  'unknown-contact': { code: 'ITEM_NOT_FOUND', reason: 'unknown-contact', origin: 'TRUSTED_APP' },
  'contacts-full': { code: 'BAD_STATE', reason: 'contacts-full', origin: 'TRUSTED_APP' },
  'unknown-review': { code: 'ITEM_NOT_FOUND', reason: 'unknown-review', origin: 'TRUSTED_APP' },
  'reviews-full': { code: 'BUSY', reason: 'reviews-full', origin: 'TRUSTED_APP' },
  'review-outdated': { code: 'BAD_STATE', reason: 'review-outdated', origin: 'TRUSTED_APP' },
  'unknown-signature': { code: 'ITEM_NOT_FOUND', reason: 'unknown-signature', origin: 'TRUSTED_APP' },
  'answer-not-kept': { code: 'BAD_STATE', reason: 'answer-not-kept', origin: 'TRUSTED_APP' },
  'transaction-format': { code: 'BAD_FORMAT', reason: 'transaction-format', origin: 'TRUSTED_APP' },
  'chain-id-missing': { code: 'BAD_PARAMETERS', reason: 'chain-id-missing', origin: 'TRUSTED_APP' },
  'not-canonical': { code: 'BAD_FORMAT', reason: 'not-canonical', origin: 'TRUSTED_APP' },
  'unsupported-transaction-type': {
    code: 'NOT_SUPPORTED',
    reason: 'unsupported-transaction-type',
    origin: 'TRUSTED_APP',
  },
  'typed-data-types': { code: 'BAD_PARAMETERS', reason: 'typed-data-types', origin: 'TRUSTED_APP' },
  'typed-data-value': { code: 'BAD_PARAMETERS', reason: 'typed-data-value', origin: 'TRUSTED_APP' },
  'user-operation-format': { code: 'BAD_PARAMETERS', reason: 'user-operation-format', origin: 'TRUSTED_APP' },
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

export type RefusalName = keyof typeof REFUSALS;

/** The error to throw for one line of the table; of a denial, with the layer that denies. */
export function refusal(name: RefusalName, layer?: Layer): TeeError {
  const { code, reason, origin }: TeeFailure = REFUSALS[name];
  return new TeeError(code, reason, origin, layer);
}
