// AUTHORIZE_PAYMENT: all four layers over a payment from a wallet; once they agree, its amount is taken from the limit
// in the transaction that logs it. Signs nothing: the wallet holds no key yet.

import { refusal } from '../os/refusals.ts';
import type { CommandAnswer } from '../protocol/commands.ts';
import { assessCall, withFeatureBytes } from './assess-call.ts';
import { type Call, type Change, type Demander, type Handler, requireUser, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** The amount counts against the binding's limit of the chain's own coin; the level is the assessment's. */
export const demands: Demander<'AUTHORIZE_PAYMENT'> = (call, ta) => {
  const { chainId, amountWei } = call.params.payment;
  return { spend: { chainId, asset: 'native', amount: amountWei }, assessed: assessCall(call, ta) };
};

/** @throws what storage throws */
export const authorizePayment: Handler<'AUTHORIZE_PAYMENT'> = (call, ta) =>
  withFeatureBytes(call.features, (featureBytes) => decide(call, ta, featureBytes));

function decide(
  call: Call<'AUTHORIZE_PAYMENT'>,
  ta: TaServices,
  featureBytes: Uint8Array | undefined,
): Change<CommandAnswer<'AUTHORIZE_PAYMENT'>> {
  const { id: userId } = requireUser(call);
  const { params, features, driverContext, atMs, conditions, binding } = call;
  const { assessed, spend } = call.demands ?? {};
  if (assessed === undefined || spend === undefined) throw refusal('defect');
  const { known, assessment, bounds } = assessed;
  const { walletId, payment } = params;
  const permission = { allowed: true as const, conditions: [...conditions], auditRequired: true as const };
  const record = encodeRecord('AUTHORIZE_PAYMENT', call, {
    walletId,
    payment: { ...payment, amountWei: payment.amountWei.toString() },
    assessment,
    driverContext,
  });
  return {
    plaintexts: featureBytes === undefined ? [record] : [record, featureBytes],
    store(tx) {
      const { chainId, asset, amount } = spend;
      // Usage is counted also where nothing limits it, so that a limit set later knows of it.
      if (binding !== undefined) ta.ledger.add(tx, { walletId, userId, chainId, asset }, amount);
      const request = { payment, atMs, driverContext };
      ta.history.record(tx, userId, known, features, request, assessment);
      const log = { userId, kind: 'authorization', atMs, record } as const;
      return {
        log: featureBytes === undefined ? log : { ...log, features: featureBytes },
        result: { logId: tx.logId, atMs, assessment, bounds, permission },
      };
    },
  };
}
