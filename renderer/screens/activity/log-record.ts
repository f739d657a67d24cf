// A log row's record as the TA writes it for an assessment, as far as it is shown in words.
import { type Assessment, assessmentSchema } from '../../../tee-sim/protocol/assessment.ts';
import { z } from '../../../tee-sim/protocol/schema.ts';

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
