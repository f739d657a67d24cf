// A log row's record as the TEE writes it, as far as it is shown in words: an assessed payment, what was shown to be
// signed or was, a change of the address book, and what was decided.
import { type Assessment, assessmentSchema } from '../../../tee-sim/protocol/assessment.ts';
import { TEE_CODES, TEE_REASONS, type TeeCode } from '../../../tee-sim/protocol/codes.ts';
import { decodedSchema } from '../../../tee-sim/protocol/decoded.ts';
import { uintSchema } from '../../../tee-sim/protocol/ethereum.ts';
import { FACTORS } from '../../../tee-sim/protocol/factors.ts';
import { addressSchema } from '../../../tee-sim/protocol/payment.ts';
import { SIGNATURE_KINDS } from '../../../tee-sim/protocol/review.ts';
import { z } from '../../../tee-sim/protocol/schema.ts';
import { layerSchema, traceSchema } from '../../../tee-sim/protocol/trace.ts';
import { accountSchema } from '../../../tee-sim/protocol/wallets.ts';

const assessedSchema = z.object({
  payment: z.object({
    chainId: z.number(),
    to: z.string(),
    amountWei: z.string().regex(/^\d{1,78}$/),
    note: z.string(),
  }),
  assessment: assessmentSchema,
});

export interface AssessedRecord {
  readonly payment: {
    readonly chainId: number;
    readonly to: string;
    readonly amountWei: string;
    readonly note: string;
  };
  readonly assessment: Assessment;
}

/** `undefined` for any other record: it is shown as JSON all the same. */
export function readAssessedRecord(text: string): AssessedRecord | undefined {
  try {
    return assessedSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const signingSchema = z.object({
  kind: z.enum(SIGNATURE_KINDS),
  account: accountSchema,
  decoded: decodedSchema,
  feeWei: uintSchema(512),
  nonce: uintSchema(256).optional(),
  note: z.string(),
  /** Of a signature only. */
  number: z.number().int().optional(),
});
const reviewedSchema = z.object({ review: signingSchema, assessment: assessmentSchema });
const signedSchema = z.object({ signature: signingSchema, assessment: assessmentSchema });

/** What was shown to be signed, or was. */
export interface SigningRecord extends z.output<typeof signingSchema> {
  readonly assessment: Assessment;
}

/** `undefined` for any other record. */
export function readSigningRecord(text: string): SigningRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const reviewed = reviewedSchema.safeParse(value).data;
    if (reviewed !== undefined) return { ...reviewed.review, assessment: reviewed.assessment };
    const signed = signedSchema.safeParse(value).data;
    return signed && { ...signed.signature, assessment: signed.assessment };
  } catch {
    return undefined;
  }
}

const contactSchema = z.object({
  contact: z.object({
    address: addressSchema,
    /** Its name before, and from then on; absent where it had, or has, none. */
    from: z.string().optional(),
    to: z.string().optional(),
  }),
});
export type ContactRecord = z.output<typeof contactSchema>['contact'];

/** `undefined` for any other record. */
export function readContactRecord(text: string): ContactRecord | undefined {
  try {
    return contactSchema.safeParse(JSON.parse(text)).data?.contact;
  } catch {
    return undefined;
  }
}

/** Each part on its own: one that is odd or from elsewhere hides no other. */
const decisionSchema = z.object({
  command: z.string().max(64).optional().catch(undefined),
  code: z.enum(failureCodes()).optional().catch(undefined),
  reason: z.enum(TEE_REASONS).optional().catch(undefined),
  layer: layerSchema.optional().catch(undefined),
  /** Of an authentication: whether it was tried, or succeeded, and with what. `step-up`: only asked for a proof. */
  event: z.enum(['attempt', 'success', 'step-up']).optional().catch(undefined),
  factors: z
    .array(z.enum([...FACTORS, 'words']))
    .optional()
    .catch(undefined),
  /** Denials before this one that left no row of their own. */
  suppressed: z.number().int().min(0).optional().catch(undefined),
  trace: traceSchema.optional().catch(undefined),
});
export type Decision = z.output<typeof decisionSchema>;

/** Empty for a record that says nothing of a decision. */
export function readDecision(text: string): Decision {
  try {
    return decisionSchema.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}

type FailureCode = Exclude<TeeCode, 'SUCCESS'>;

function failureCodes(): [FailureCode, ...FailureCode[]] {
  return Object.keys(TEE_CODES).filter((code) => code !== 'SUCCESS') as [FailureCode, ...FailureCode[]];
}
