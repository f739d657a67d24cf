// What the window knows of its connection to the TEE, as plain data.
import type { AttestationView } from '../../tee-sim/client/attestation.ts';
import { AttestationError, type IdentityMismatch } from '../../tee-sim/client/errors.ts';
import type { Pin } from '../../tee-sim/client/pins.ts';
import { type TeeFailure, type TeeReason, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { MasterKeySource } from '../../tee-sim/protocol/port.ts';

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
  readonly app: AppInfo | undefined;
  readonly expected: { readonly tee: string; readonly client: string } | undefined;
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
