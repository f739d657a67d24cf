// ASSESS_PAYMENT: S1's request. Scores a payment from feature data and the person's own history, and stores all
// of it encrypted in one transaction.
import { utf8ToBytes } from '../protocol/bytes.ts';
import { assess } from '../risk/assess.ts';
import { type Handler, requireSession } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws CORRUPT_OBJECT damaged-record · what storage throws */
export const assessPayment: Handler<'ASSESS_PAYMENT'> = (call, { storage, history }) => {
  const { userId } = requireSession(call);
  const { params, features, driverContext, atMs, steps } = call;
  const request = { payment: params.payment, atMs, driverContext };
  const featureBytes = features === undefined ? undefined : utf8ToBytes(JSON.stringify(features));
  const { known, assessment } = steps.measure('assess', featureBytes?.length ?? 0, () => {
    const loaded = history.load(storage, userId, params.payment);
    return { known: loaded, assessment: assess(features, request, loaded) };
  });
  const record = encodeRecord('ASSESS_PAYMENT', call, {
    payment: { ...params.payment, amountWei: params.payment.amountWei.toString() },
    assessment,
    driverContext,
  });
  return {
    change: {
      sizeBytes: record.length + (featureBytes?.length ?? 0),
      store(tx) {
        history.record(tx, userId, known, features, request, assessment);
        const log = { userId, kind: 'assessment', atMs, record } as const;
        return {
          log: featureBytes === undefined ? log : { ...log, features: featureBytes },
          result: { logId: tx.logId, assessedAtMs: atMs, assessment },
        };
      },
    },
  };
};
