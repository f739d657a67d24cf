// ASSESS_PAYMENT: S1's request. Scores a payment from feature data and the person's own history, and stores all
// of it encrypted in one transaction.
import { utf8ToBytes, wipe } from '../protocol/bytes.ts';
import type { CommandResult } from '../protocol/commands.ts';
import { assess } from '../risk/assess.ts';
import { type Call, type Change, type Handler, requireSession, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws CORRUPT_OBJECT damaged-record · what storage throws */
export const assessPayment: Handler<'ASSESS_PAYMENT'> = (call, ta) => {
  const { features } = call;
  const featureBytes = features === undefined ? undefined : utf8ToBytes(JSON.stringify(features));
  try {
    return { change: decide(call, ta, featureBytes) };
  } catch (error) {
    wipe(featureBytes);
    throw error;
  }
};

function decide(
  call: Call<'ASSESS_PAYMENT'>,
  { storage, history }: TaServices,
  featureBytes: Uint8Array | undefined,
): Change<CommandResult<'ASSESS_PAYMENT'>> {
  const { userId } = requireSession(call);
  const { params, features, driverContext, atMs, steps } = call;
  const request = { payment: params.payment, atMs, driverContext };
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
    plaintexts: featureBytes === undefined ? [record] : [record, featureBytes],
    store(tx) {
      history.record(tx, userId, known, features, request, assessment);
      const log = { userId, kind: 'assessment', atMs, record } as const;
      return {
        log: featureBytes === undefined ? log : { ...log, features: featureBytes },
        result: { logId: tx.logId, assessedAtMs: atMs, assessment },
      };
    },
  };
}
