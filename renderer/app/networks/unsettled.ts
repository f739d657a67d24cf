// Payments that were signed, and not sent or perhaps not sent. Finds what one person may be told: what they signed
// themselves, and what was signed with a wallet that is theirs. Changes nothing.
import type { TrackedTransaction } from '../../../preload/networks.ts';
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import { bytesToHex } from '../../../tee-sim/protocol/bytes.ts';
import type { UserSummary } from '../../../tee-sim/protocol/factors.ts';
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import type { OperationId } from '../../../tee-sim/protocol/schema.ts';
import type { Account, WalletSummary } from '../../../tee-sim/protocol/wallets.ts';
import { awaitOutcome, NEVER_ANSWERED } from '../await-outcome.ts';
import { readTerms } from '../binding-terms.ts';
import type { Tee } from '../tee.ts';
import { findSignature } from './find-signature.ts';
import { isLost, type Sent } from './sent-before.ts';

/** Asked to be signed, and never handed to main. */
export interface LeftPayment {
  readonly walletId: WalletId;
  readonly reservationId: string;
  readonly operationId: OperationId;
}

export interface Unsettled {
  /** Of the transaction; of what was never answered, the operation's id. */
  readonly key: string;
  /** Present: it waits on the Send screen. Absent: it is in main's journal, and in the history. */
  readonly left: LeftPayment | undefined;
  readonly fate: 'not-sent' | 'unknown';
  readonly walletId: WalletId;
  /** What it was, where the history has it. */
  readonly summary: SignatureSummary | undefined;
}

export interface Asker {
  readonly tee: Tee;
  readonly user: Pick<UserSummary, 'name'>;
  readonly sent: Sent;
}

/** In main's journal, oldest first. */
export function waitingOf({ byHash }: Pick<Sent, 'byHash'>): readonly TrackedTransaction[] {
  return Object.values(byHash)
    .filter((each) => fateOf(each) !== undefined)
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
}

/** `undefined`: nothing that a person has to be told of. */
export function fateOf(transaction: TrackedTransaction | undefined): Unsettled['fate'] | undefined {
  if (transaction === undefined || transaction.kind !== 'transaction' || transaction.settled)
    return undefined;
  if (transaction.state === 'prepared') return 'not-sent';
  return transaction.state === 'unknown' ? 'unknown' : undefined;
}

/** @throws as `Tee.invoke` */
export async function findUnsettled(
  asker: Asker,
  left: readonly LeftPayment[],
): Promise<readonly Unsettled[]> {
  const found: (Unsettled | undefined)[] = [];
  for (const payment of left) found.push(await leftBehind(asker, payment));
  const waiting = waitingOf(asker.sent);
  if (waiting.length > 0) {
    const wallets = await walletsOf(asker);
    for (const transaction of waiting) found.push(await inJournal(asker, wallets, transaction));
  }
  return found.filter((each) => each !== undefined);
}

async function leftBehind({ tee, sent }: Asker, left: LeftPayment): Promise<Unsettled | undefined> {
  const { operationId, walletId } = left;
  const outcome = await awaitOutcome(tee, { id: operationId, failure: NEVER_ANSWERED }, 'SIGN_TRANSACTION');
  if (outcome.outcome !== 'committed') {
    return outcome.outcome === 'not-carried-out'
      ? undefined
      : { key: operationId, left, fate: 'unknown', walletId, summary: undefined };
  }
  const { number, transaction } = outcome.result;
  if (transaction === undefined) return undefined;
  const { summary } = (await tee.invoke('GET_SIGNATURE', { walletId, number })).result;
  const isUnsent = sent.isLoaded && !isLost(sent, summary);
  const key = `0x${bytesToHex(transaction.hash)}`;
  return { key, left, fate: isUnsent ? 'not-sent' : 'unknown', walletId, summary };
}

interface OwnWallet {
  readonly wallet: WalletSummary;
  readonly accounts: readonly Account[];
  readonly isOwner: boolean;
}

/** Those that this person may sign with. */
async function walletsOf({ tee }: Asker): Promise<readonly OwnWallet[]> {
  const { wallets } = (await tee.invoke('LIST_WALLETS', {})).result;
  const own: OwnWallet[] = [];
  for (const { binding, walletId } of wallets) {
    const terms = readTerms(binding.terms);
    if (terms === undefined || !terms.permissions.includes('SIGN')) continue;
    const { result } = await tee.invoke('GET_WALLET', { walletId });
    own.push({ ...result, isOwner: terms.type === 'Owner' });
  }
  return own;
}

async function inJournal(
  { tee, user }: Asker,
  wallets: readonly OwnWallet[],
  transaction: TrackedTransaction,
): Promise<Unsettled | undefined> {
  const { account, hash } = transaction;
  const fate = fateOf(transaction);
  if (fate === undefined) return undefined;
  for (const { wallet, accounts, isOwner } of wallets) {
    if (accounts.every(({ address }) => address !== account)) continue;
    const { walletId } = wallet;
    const summary = await findSignature(tee, walletId, hash);
    // Of a wallet that is somebody else's, only what this person signed: what others did with it is not theirs to know.
    if (isOwner || summary?.userName === user.name)
      return { key: hash, left: undefined, fate, walletId, summary };
  }
  return undefined;
}
