// What the window knows of its connection to the TEE, as plain data.
import type { TeeStatus } from '../../preload/contract.ts';
import type { AttestationView } from '../../tee-sim/client/attestation.ts';
import { AttestationError, type IdentityMismatch } from '../../tee-sim/client/errors.ts';
import type { Pin } from '../../tee-sim/client/pins.ts';
import { type TeeFailure, type TeeReason, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { MasterKeySource } from '../../tee-sim/protocol/port.ts';
import type { Account } from './account.ts';

export type Connection =
  | { readonly state: 'starting' }
  | { readonly state: 'connecting' }
  | {
      readonly state: 'connected';
      readonly view: AttestationView;
      /** By the wall clock, to be shown; and by the monotonic one, to count from. */
      readonly verifiedAtMs: number;
      readonly verifiedAtMonotonicMs: number;
    }
  | { readonly state: 'unattested'; readonly failure: TeeFailure }
  | { readonly state: 'restarting'; readonly attempt: number; readonly retryInMs: number }
  | { readonly state: 'stopped'; readonly reason: TeeReason }
  /** The attestation was refused: nothing is sent. What the owner may trust instead, as `AttestationError` has it. */
  | {
      readonly state: 'refused';
      readonly failure: TeeFailure;
      readonly mismatches: readonly IdentityMismatch[];
      readonly candidate: Pin | undefined;
      readonly newDevice: Pin | undefined;
    }
  /** It did not come to an attestation or a session, for a reason that may pass. */
  | { readonly state: 'failed'; readonly failure: TeeFailure };

export interface AppInfo {
  readonly version: string;
  readonly host: 'electron' | 'browser-host';
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly masterKeySource: MasterKeySource;
}

export interface ConnectionState {
  readonly connection: Connection;
  /** As last known, also while the TEE is away; absent until it was first asked. */
  readonly account: Account | undefined;
  readonly app: AppInfo | undefined;
  readonly expected: { readonly tee: string; readonly client: string } | undefined;
}

/** What the driver's status means for the connection; `undefined`: the TEE is there to be attested. */
export function statusConnection(status: TeeStatus): Connection | undefined {
  switch (status.state) {
    case 'ready':
      return undefined;
    case 'unattested': {
      const { code, reason } = status;
      return { state: 'unattested', failure: { code, reason, origin: 'TEE' } };
    }
    case 'starting':
    case 'restarting':
    case 'stopped':
      return status;
  }
}

/** What a failed attestation, or a failed way to one, leaves. */
export function failedConnection(error: unknown): Connection {
  const failure = toTeeFailure(error, 'API');
  if (error instanceof AttestationError) {
    const { candidate, newDevice, mismatches } = error;
    return { state: 'refused', failure, mismatches, candidate, newDevice };
  }
  return { state: 'failed', failure };
}

/** Which boot of the TEE answers, while one does. */
export function bootIdOf({ connection }: ConnectionState): string | undefined {
  return connection.state === 'connected' ? connection.view.bootId : undefined;
}

/** States that end only by something that is done on the trusted environment's screen. */
export const TROUBLED: ReadonlySet<Connection['state']> = new Set<Connection['state']>([
  'refused',
  'unattested',
  'stopped',
  'failed',
]);
