// The closed lists of the TEE's answers: GlobalPlatform return codes and origins, and our reasons.
// Nothing outside these lists ever crosses a boundary.

import type { Layer } from './trace.ts';

/** GlobalPlatform TEE Client API §4.4.2 / Internal Core API §3.3 return codes, by name without prefix. */
export const TEE_CODES = {
  SUCCESS: 0x00000000,
  CORRUPT_OBJECT: 0xf0100001,
  STORAGE_NOT_AVAILABLE: 0xf0100003,
  GENERIC: 0xffff0000,
  ACCESS_DENIED: 0xffff0001,
  CANCEL: 0xffff0002,
  ACCESS_CONFLICT: 0xffff0003,
  EXCESS_DATA: 0xffff0004,
  BAD_FORMAT: 0xffff0005,
  BAD_PARAMETERS: 0xffff0006,
  BAD_STATE: 0xffff0007,
  ITEM_NOT_FOUND: 0xffff0008,
  NOT_IMPLEMENTED: 0xffff0009,
  NOT_SUPPORTED: 0xffff000a,
  NO_DATA: 0xffff000b,
  OUT_OF_MEMORY: 0xffff000c,
  BUSY: 0xffff000d,
  COMMUNICATION: 0xffff000e,
  SECURITY: 0xffff000f,
  SHORT_BUFFER: 0xffff0010,
  TIMEOUT: 0xffff3001,
  OVERFLOW: 0xffff300f,
  TARGET_DEAD: 0xffff3024,
  STORAGE_NO_SPACE: 0xffff3041,
  MAC_INVALID: 0xffff3071,
  SIGNATURE_INVALID: 0xffff3072,
  TIME_NOT_SET: 0xffff5000,
} as const;

export type TeeCode = keyof typeof TEE_CODES;

/** GlobalPlatform return origins (TEE Client API §4.4.3): who produced the code. */
export const TEE_ORIGINS = { API: 1, COMMS: 2, TEE: 3, TRUSTED_APP: 4 } as const;

export type TeeOrigin = keyof typeof TEE_ORIGINS;

/** Why, in one word of a closed list: what a person is told and what QA can tell apart. */
export const TEE_REASONS = [
  // opening a request
  'cannot-open',
  'replayed',
  'stale',
  'from-the-future',
  'too-large',
  'malformed',
  'unknown-version',
  'unknown-suite',
  'unknown-key',
  'unknown-command',
  'nonce-cache-full',
  // sessions and operations
  'no-session',
  'session-mac',
  'unknown-application',
  'operation-conflict',
  'operation-unknown',
  'operation-id-missing',
  'unknown-log-row',
  'features-erased',
  // layer 1: client access
  'challenge',
  'client-proof',
  'unknown-client',
  'client-program-changed',
  'operation-not-allowed',
  'outside-access-time',
  'outside-address-range',
  'rate-limited',
  'sessions-full',
  // layer 2: sessions and users
  'no-owner',
  'login-required',
  'wrong-proof',
  'locked-out',
  'password-needed',
  'same-factor',
  'other-user',
  // layer 3: permissions
  'not-device-owner',
  'unknown-wallet',
  'binding-expired',
  'not-permitted',
  'no-limit-for-asset',
  'transaction-limit',
  'daily-limit',
  'unbounded-spend',
  // layer 4: the operation itself
  'risk-too-high',
  'fraud-suspected',
  'payload-changed',
  'enhanced-needed',
  'maximum-needed',
  // users, clients, bindings, policy
  'owner-exists',
  'name-taken',
  'not-prepared',
  'words-do-not-match',
  'password-too-short',
  'factor-needed',
  'unknown-factor',
  'unknown-user',
  'unknown-session',
  'unknown-client-id',
  'client-exists',
  'clients-full',
  'own-client',
  'own-binding',
  'unknown-binding',
  'policy-version',
  'policy-locks-out',
  'no-gap',
  // wallets and signing
  'wrong-word-count',
  'unknown-word',
  'wrong-checksum',
  'not-a-key',
  'keystore-format',
  'keystore-too-costly',
  'no-keystore',
  'wallet-exists',
  'wallets-full',
  'single-account',
  'accounts-full',
  'unknown-account',
  'no-phrase',
  'unknown-contact',
  'contacts-full',
  'unknown-review',
  'reviews-full',
  'review-outdated',
  'unknown-signature',
  'answer-not-kept',
  'transaction-format',
  'chain-id-missing',
  'not-canonical',
  'unsupported-transaction-type',
  'typed-data-types',
  'typed-data-value',
  'user-operation-format',
  // boot, storage
  'not-attested',
  'wrong-master-key',
  'foreign-database',
  'newer-schema',
  'damaged-database',
  'damaged-record',
  'chain-broken',
  'rolled-back',
  'head-missing',
  'folder-in-use',
  'folder-not-writable',
  'disk-full',
  'no-master-key',
  'bundle-missing',
  // driver and client
  'tee-stopped',
  'tee-slow',
  'tee-queue-full',
  'answer-mismatch',
  'attestation-signature',
  'attestation-pin',
  'attestation-nonce',
  'attestation-stale',
  'attestation-measurement',
  'internal',
] as const;

export type TeeReason = (typeof TEE_REASONS)[number];

/** A failure as plain data, the only form in which one crosses a process boundary. */
export interface TeeFailure {
  readonly code: Exclude<TeeCode, 'SUCCESS'>;
  readonly origin: TeeOrigin;
  readonly reason?: TeeReason;
  /** Of a denial: the first of the four layers that denied. */
  readonly layer?: Layer;
}

/** The one error thrown inside the TEE and its client. Carries no input and no secret. */
export class TeeError extends Error implements TeeFailure {
  readonly code: Exclude<TeeCode, 'SUCCESS'>;
  readonly origin: TeeOrigin;
  readonly reason?: TeeReason;
  readonly layer?: Layer;

  constructor(
    code: Exclude<TeeCode, 'SUCCESS'>,
    reason?: TeeReason,
    origin: TeeOrigin = 'TRUSTED_APP',
    layer?: Layer,
  ) {
    super(reason === undefined ? code : `${code}: ${reason}`);
    this.name = 'TeeError';
    this.code = code;
    this.origin = origin;
    if (reason !== undefined) this.reason = reason;
    if (layer !== undefined) this.layer = layer;
  }
}

/** Turns anything thrown into plain data; what we did not throw ourselves becomes GENERIC. */
export function toTeeFailure(error: unknown, origin: TeeOrigin = 'TEE'): TeeFailure {
  if (!(error instanceof TeeError)) return { code: 'GENERIC', origin, reason: 'internal' };
  const failure = { code: error.code, origin: error.origin };
  return {
    ...failure,
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    ...(error.layer === undefined ? {} : { layer: error.layer }),
  };
}
