// What became of a signature, for the list, its filter and the export. Pure: what is not known is not claimed.
import type { TrackedTransaction } from '../../../preload/networks.ts';
import { bytesToHex } from '../../../tee-sim/protocol/bytes.ts';
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import { isLost, type Sent } from '../../app/networks/sent-before.ts';
import { phaseOf, type TransactionPhase } from '../../app/networks/transaction-phase.ts';

export const SENT_FILTERS = ['any', 'not-sent', 'under-way', 'unknown', 'done', 'failed', 'gone'] as const;
export type SentFilter = (typeof SENT_FILTERS)[number];

const FILTERS: Readonly<Record<TransactionPhase, Exclude<SentFilter, 'any'>>> = {
  prepared: 'not-sent',
  broadcasting: 'under-way',
  pending: 'under-way',
  confirming: 'under-way',
  confirmed: 'done',
  replaced: 'gone',
  dropped: 'gone',
  reverted: 'failed',
  rejected: 'failed',
  unknown: 'unknown',
};

type Signature = Pick<SignatureSummary, 'kind' | 'hash' | 'signedAtMs' | 'transactionHash'>;

/** By the transaction's hash; of a UserOperation by what was signed, which from v0.8 on is its own hash. */
export function trackedOf(
  { hash, kind, transactionHash }: Signature,
  { byHash, bySignedHash }: Pick<Sent, 'byHash' | 'bySignedHash'>,
): TrackedTransaction | undefined {
  if (transactionHash !== undefined) return byHash[hexText(transactionHash)];
  if (kind !== 'user-operation') return undefined;
  return byHash[hexText(hash)] ?? bySignedHash[hexText(hash)];
}

/** `undefined`: nothing that this app sends, or nobody was asked yet. */
export function sentStateOf(signature: Signature, sent: Sent): TransactionPhase | 'not-sent' | undefined {
  const tracked = trackedOf(signature, sent);
  if (tracked !== undefined) return phaseOf(tracked);
  if (signature.transactionHash === undefined || !sent.isLoaded) return undefined;
  return isLost(sent, signature) ? 'unknown' : 'not-sent';
}

export function isOfFilter(signature: Signature, sent: Sent, filter: SentFilter): boolean {
  if (filter === 'any') return true;
  const state = sentStateOf(signature, sent);
  return state !== undefined && (state === 'not-sent' ? state : FILTERS[state]) === filter;
}

export function hexText(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}
