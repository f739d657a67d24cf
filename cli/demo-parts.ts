// What the demo tells, part by part: printed for people, or as one JSON document.
import type { AttestationView } from '../tee-sim/client/attestation.ts';
import type { Exchange } from '../tee-sim/client/exchange.ts';
import type { Assessment, LogSummary } from '../tee-sim/protocol/assessment.ts';
import type { WalletId } from '../tee-sim/protocol/bindings.ts';
import type { TeeCode, TeeReason } from '../tee-sim/protocol/codes.ts';
import type { CommandName } from '../tee-sim/protocol/commands.ts';
import type { DecodedKind } from '../tee-sim/protocol/decoded.ts';
import type { Factor, Role } from '../tee-sim/protocol/factors.ts';
import type { Features } from '../tee-sim/protocol/features.ts';
import type { PaymentInput } from '../tee-sim/protocol/payment.ts';
import type { LogId } from '../tee-sim/protocol/schema.ts';
import type { Layer, Trace } from '../tee-sim/protocol/trace.ts';

export interface AssessedPart {
  readonly part: 'assessed';
  readonly label: string;
  /** The feature data was written for the demo, nobody typed it. */
  readonly sampleData: true;
  readonly payment: PaymentInput;
  readonly features: Features;
  readonly logId: LogId;
  readonly assessment: Assessment;
  readonly exchange: Exchange;
}

export type DemoPart =
  | {
      readonly part: 'tee';
      readonly measurement: string;
      readonly bundleBytes: number;
      readonly bootMs: number;
      readonly engine: string;
      readonly recordSuite: number;
      readonly masterKey: 'throw-away';
    }
  | { readonly part: 'attestation'; readonly view: AttestationView }
  | { readonly part: 'session'; readonly clientName: string }
  | {
      readonly part: 'owner';
      readonly name: string;
      readonly role: Role;
      readonly factors: readonly Factor[];
    }
  | {
      readonly part: 'wallet';
      readonly walletId: WalletId;
      readonly address: string;
      /** Of the phrase: drawn in the TEE, told once over the sealed answer, and not printed. */
      readonly words: number;
    }
  | {
      readonly part: 'signed';
      readonly kind: DecodedKind;
      readonly level: Assessment['level'];
      readonly signer: string;
      readonly hash: string;
      readonly rawTransaction: string;
      readonly logId: LogId;
    }
  | {
      readonly part: 'denied';
      readonly command: CommandName;
      readonly code: TeeCode;
      readonly layer: Layer;
      readonly reason: TeeReason;
      readonly denials: Trace;
    }
  | {
      readonly part: 'stepped-up';
      readonly command: CommandName;
      readonly factors: readonly Factor[];
      readonly trace: Trace;
    }
  | AssessedPart
  | { readonly part: 'log'; readonly rows: readonly LogSummary[]; readonly total: number }
  | {
      readonly part: 'read-back';
      readonly logId: LogId;
      readonly requestDigest: string;
      readonly recordBytes: number;
    }
  | { readonly part: 'chain'; readonly verified: number }
  | {
      readonly part: 'disk';
      readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
      readonly ciphertextsFound: number;
      readonly textsSought: number;
      readonly textsFound: number;
    };
