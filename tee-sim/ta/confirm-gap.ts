// CONFIRM_GAP: the device owner says that the time while the TEE was off counts.
import { refusal } from '../os/refusals.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** @throws BAD_STATE no-gap */
export const confirmGap: Handler<'CONFIRM_GAP'> = (call, { runningTime }) => {
  const { atMs } = call;
  const { unconfirmedGapMs } = runningTime;
  if (unconfirmedGapMs === 0) throw refusal('no-gap');
  const record = encodeRecord('CONFIRM_GAP', call, { confirmedGapMs: unconfirmedGapMs });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        runningTime.confirmGap(tx);
        return { log: { userId: requireUser(call).id, kind: 'policy', atMs, record }, result: {} };
      },
      committed: () => runningTime.gapConfirmed(),
    },
  };
};
