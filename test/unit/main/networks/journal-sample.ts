// An entry of the journal for the tests of this folder.
import type { JournalEntry } from '../../../../main/networks/journal-entry.ts';
import { addressSchema } from '../../../../tee-sim/protocol/payment.ts';

export const OWN_ACCOUNT = addressSchema.parse(`0x${'11'.repeat(20)}`);
export const OTHER_ACCOUNT = addressSchema.parse(`0x${'22'.repeat(20)}`);

export function journalEntry(more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    kind: 'transaction',
    hash: `0x${'ab'.repeat(32)}`,
    chainId: 1,
    account: OWN_ACCOUNT,
    nonce: '5',
    to: OTHER_ACCOUNT,
    valueWei: '1',
    state: 'pending',
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    confirmations: 0,
    confirmationsNeeded: 3,
    settled: false,
    reorganizations: 0,
    payload: { kind: 'raw', raw: '0x02' },
    ...more,
  };
}
