// What is said of a tracked transaction: its phase, and what can be done about it. Never more certain than main is.
import type { NetworkView, TrackedTransaction } from '../../../preload/networks.ts';

export const TRANSACTION_PHASES = [
  'prepared',
  'broadcasting',
  'pending',
  'confirming',
  'confirmed',
  'replaced',
  'dropped',
  'reverted',
  'rejected',
  'unknown',
] as const;
export type TransactionPhase = (typeof TRANSACTION_PHASES)[number];

type Phased = Pick<TrackedTransaction, 'state' | 'failure' | 'confirmations' | 'confirmationsNeeded'>;

export function phaseOf({ state, failure, confirmations, confirmationsNeeded }: Phased): TransactionPhase {
  switch (state) {
    case 'mined':
      return confirmations >= confirmationsNeeded ? 'confirmed' : 'confirming';
    case 'failed':
      return failure === 'rejected' ? 'rejected' : 'reverted';
    case 'prepared':
    case 'broadcasting':
    case 'pending':
    case 'replaced':
    case 'dropped':
    case 'unknown':
      return state;
  }
}

export type TransactionAction = 'refresh' | 'sendAgain' | 'discard' | 'open';

/** As the contract takes them: what has settled is not asked about, and only what never left can be discarded. */
export function actionsOf(
  transaction: Pick<TrackedTransaction, 'state' | 'settled'>,
  address: string | undefined,
): readonly TransactionAction[] {
  const { state, settled } = transaction;
  const again = state === 'prepared' || state === 'dropped' || state === 'unknown';
  return [
    ...(again ? (['sendAgain'] as const) : []),
    ...(settled || state === 'prepared' || state === 'broadcasting' ? [] : (['refresh'] as const)),
    ...(address === undefined ? [] : (['open'] as const)),
    ...(state === 'prepared' ? (['discard'] as const) : []),
  ];
}

/** A node has it, or a block: a receipt of it says "sent", not only "signed". */
export function isOnNetwork(transaction: Phased | undefined): boolean {
  return transaction !== undefined && ['pending', 'confirming', 'confirmed'].includes(phaseOf(transaction));
}

/** How: by the same at a higher fee, or by one that pays nobody. */
export const REPLACEMENT_WAYS = ['speed-up', 'cancel'] as const;
export type ReplacementWay = (typeof REPLACEMENT_WAYS)[number];

/** Whether another with its nonce could still take its place. */
export function canReplace({ kind, state, settled }: Pick<TrackedTransaction, 'kind' | 'state' | 'settled'>) {
  return kind === 'transaction' && !settled && ['pending', 'dropped', 'unknown'].includes(state);
}

/** Hashes of those that have to be in a block before it, lowest nonce first: as far as this app knows of any. */
export function earlierThan(
  transaction: TrackedTransaction,
  byHash: Readonly<Record<string, TrackedTransaction>>,
): readonly string[] {
  const { chainId, account, nonce } = transaction;
  const isOpen = ({ kind, settled, state }: TrackedTransaction): boolean =>
    kind === 'transaction' &&
    !settled &&
    ['prepared', 'broadcasting', 'pending', 'dropped', 'unknown'].includes(state);
  return Object.values(byHash)
    .filter((each) => each.chainId === chainId && each.account === account && each.nonce < nonce)
    .filter(isOpen)
    .sort((a, b) => (a.nonce < b.nonce ? -1 : 1))
    .map(({ hash }) => hash);
}

/** Where it can be looked at; `undefined` where there is no explorer, or nothing for it to show. */
export function explorerAddress(
  transaction: Pick<TrackedTransaction, 'kind' | 'hash' | 'carriedBy' | 'state'>,
  network: Pick<NetworkView, 'explorer'> | undefined,
): string | undefined {
  const { kind, hash, carriedBy, state } = transaction;
  // Explorers know transactions, not what a bundler holds; and nothing of what never left.
  const shown = kind === 'transaction' ? hash : carriedBy;
  if (network?.explorer === undefined || shown === undefined || state === 'prepared') return undefined;
  const address = `${network.explorer.replace(/\/+$/, '')}/tx/${shown}`;
  // As main takes it: written as it is parsed.
  return URL.canParse(address) ? new URL(address).href : undefined;
}
