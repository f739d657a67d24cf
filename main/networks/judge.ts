// What a node's facts make of an entry of the journal. Pure. What could be a lagging node's error is believed only when
// it was seen again.
import type { JournalEntry } from './journal-entry.ts';

export interface MinedIn {
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly success: boolean;
  readonly gasUsed: bigint;
  readonly feeWei: bigint | undefined;
  readonly carriedBy?: string | undefined;
}

/** As one endpoint told them, within moments of each other. */
export interface Facts {
  readonly head: bigint;
  readonly mined: MinedIn | null;
  /** That block is the one which the chain has at that height. */
  readonly isCanonical: boolean;
  /** The node has it, mined or waiting. */
  readonly known: boolean;
  /** How many nonces of the account are used; of a UserOperation nobody asks. */
  readonly used: bigint | undefined;
}

export interface Patience {
  /** For so long a transaction must not be found before it counts as dropped. */
  readonly dropAfterMs: number;
  /** For so long what was dropped or refused is still looked for. */
  readonly lookForMs: number;
}

export const PATIENCE: Patience = { dropAfterMs: 60_000, lookForMs: 86_400_000 };
const USED_TIMES = 2;
const MISSING_TIMES = 3;
const MAX_DEPTH = 1_000_000_000n;

export function judge(entry: JournalEntry, facts: Facts, nowMs: number, patience = PATIENCE): JournalEntry {
  const { problem, ...rest } = entry;
  // Why nothing left, or why it was refused, stays told; that a node could not be asked is over.
  const isExplained = entry.state === 'prepared' || entry.failure === 'rejected';
  const asked = { ...rest, ...(isExplained && problem ? { problem } : {}), checkedAtMs: nowMs };
  if (facts.mined !== null && facts.isCanonical) return mined(asked, facts.mined, facts.head);
  const outside = entry.block === undefined ? asked : leftItsBlock(asked);
  if (facts.mined !== null) return sure(outside);
  if (facts.known) return pending(outside);
  const isUsed = facts.used !== undefined && facts.used > BigInt(entry.nonce);
  return isUsed ? nonceUsed(outside, facts.head, nowMs) : missing(outside, nowMs, patience);
}

/** Without what only a mined, replaced or refused one has. */
function plain(entry: JournalEntry): JournalEntry {
  const {
    block: _b,
    gasUsed: _g,
    feeWei: _f,
    failure: _x,
    replacedBy: _r,
    replacedAtBlock: _a,
    ...rest
  } = entry;
  return sure({ ...rest, confirmations: 0 });
}

function sure({ doubt: _doubt, ...entry }: JournalEntry): JournalEntry {
  return entry;
}

function mined(entry: JournalEntry, receipt: MinedIn, head: bigint): JournalEntry {
  const confirmations = head >= receipt.blockNumber ? depthOf(head - receipt.blockNumber) : 1;
  const { problem: _problem, ...rest } = plain(entry);
  const moved = entry.block !== undefined && entry.block.hash !== receipt.blockHash;
  return {
    ...rest,
    state: receipt.success ? 'mined' : 'failed',
    ...(receipt.success ? {} : { failure: 'reverted' }),
    block: { number: receipt.blockNumber.toString(), hash: receipt.blockHash },
    reorganizations: entry.reorganizations + (moved ? 1 : 0),
    confirmations,
    gasUsed: receipt.gasUsed.toString(),
    ...(receipt.feeWei === undefined ? {} : { feeWei: receipt.feeWei.toString() }),
    ...(receipt.carriedBy === undefined ? {} : { carriedBy: receipt.carriedBy }),
    settled: confirmations >= entry.confirmationsNeeded,
  };
}

/** A node may name any height: what is written down has to be readable again. */
function depthOf(above: bigint): number {
  return above < MAX_DEPTH ? Number(above) + 1 : Number(MAX_DEPTH);
}

/** A re-organization took its block off the chain. */
function leftItsBlock(entry: JournalEntry): JournalEntry {
  return { ...plain(entry), state: 'pending', reorganizations: entry.reorganizations + 1 };
}

function pending(entry: JournalEntry): JournalEntry {
  const { problem: _problem, ...rest } = plain(entry);
  return { ...rest, state: 'pending' };
}

function doubting(entry: JournalEntry, about: 'used' | 'missing', nowMs: number): JournalEntry {
  const before = entry.doubt?.about === about ? entry.doubt : { about, times: 0, sinceMs: nowMs };
  return { ...entry, doubt: { ...before, times: before.times + 1 } };
}

function nonceUsed(entry: JournalEntry, head: bigint, nowMs: number): JournalEntry {
  const doubted = doubting(entry, 'used', nowMs);
  if (entry.replacedAtBlock === undefined && (doubted.doubt?.times ?? 0) < USED_TIMES) return doubted;
  const since = BigInt(entry.replacedAtBlock ?? head);
  const depth = head - since + 1n;
  // What a node refused stays refused: the reason is worth more than what came after.
  const state = entry.failure === 'rejected' ? 'failed' : 'replaced';
  return {
    ...sure(entry),
    state,
    replacedAtBlock: since.toString(),
    // That no receipt is found is weaker than one that is: at least one more block must not bring it.
    settled: head > since && depth >= BigInt(entry.confirmationsNeeded),
  };
}

/**
 * Another of this app's own is in a block with the nonce of `entry`: that is no node's error, and is not waited for.
 * What a node still says it has, was refused, or is being sent stays as it is.
 */
export function outdone(entry: JournalEntry, other: JournalEntry): JournalEntry {
  const { block, hash, settled } = other;
  if (block === undefined || !canBeOutdone(entry) || (entry.settled && !settled)) return entry;
  const { problem: _problem, ...rest } = sure(entry);
  return {
    ...rest,
    state: 'replaced',
    replacedBy: hash,
    replacedAtBlock: entry.replacedAtBlock ?? block.number,
    settled: entry.settled || settled,
  };
}

function canBeOutdone({ state, doubt, replacedBy }: JournalEntry): boolean {
  switch (state) {
    case 'prepared':
    case 'dropped':
    case 'unknown':
      return true;
    case 'pending':
      return doubt !== undefined;
    case 'replaced':
      return replacedBy === undefined;
    case 'broadcasting':
    case 'mined':
    case 'failed':
      return false;
  }
}

function missing(entry: JournalEntry, nowMs: number, { dropAfterMs, lookForMs }: Patience): JournalEntry {
  const { replacedBy: _by, replacedAtBlock: _at, ...rest } = entry;
  switch (entry.state) {
    case 'prepared':
      return sure(rest);
    case 'failed':
    case 'dropped':
      return { ...sure(rest), settled: nowMs - entry.createdAtMs >= lookForMs };
    case 'broadcasting':
    case 'pending':
    case 'mined':
    case 'replaced':
    case 'unknown': {
      // The one in its place is gone as well.
      const doubted = doubting(
        entry.state === 'replaced' ? { ...rest, state: 'pending' } : rest,
        'missing',
        nowMs,
      );
      const { times = 0, sinceMs = nowMs } = doubted.doubt ?? {};
      const isGone = times >= MISSING_TIMES && nowMs - sinceMs >= dropAfterMs;
      return isGone ? { ...sure(doubted), state: 'dropped' } : doubted;
    }
  }
}
