// ASSESS_PAYMENT: S1's request. Scores a payment from feature data and the person's own history, and stores all
// of it encrypted in one transaction.
import type { CommandAnswer } from '../protocol/commands.ts';
import { subjectOfPayment } from '../risk/subject.ts';
import { assessCall, withFeatureBytes } from './assess-call.ts';
import { type Call, type Change, type Handler, requireUser, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws CORRUPT_OBJECT damaged-record · what storage throws */
export const assessPayment: Handler<'ASSESS_PAYMENT'> = (call, ta) =>
  withFeatureBytes(call.features, (featureBytes) => decide(call, ta, featureBytes));

function decide(
  call: Call<'ASSESS_PAYMENT'>,
  ta: TaServices,
  featureBytes: Uint8Array | undefined,
): Change<CommandAnswer<'ASSESS_PAYMENT'>> {
  const { id: userId } = requireUser(call);
  const { params, features, driverContext, atMs } = call;
  const { payment } = params;
  const { known, assessment, bounds } = assessCall(call, ta, subjectOfPayment(payment), { features });
  const record = encodeRecord('ASSESS_PAYMENT', call, {
    payment: { ...payment, amountWei: payment.amountWei.toString() },
    assessment,
    driverContext,
  });
  return {
    plaintexts: featureBytes === undefined ? [record] : [record, featureBytes],
    store(tx) {
      ta.history.recordAttempt(tx, userId, known, atMs);
      const log = { userId, kind: 'assessment', atMs, record } as const;
      return {
        log: featureBytes === undefined ? log : { ...log, features: featureBytes },
        result: { logId: tx.logId, assessedAtMs: atMs, assessment, bounds },
      };
    },
  };
}
