// Asks one endpoint for everything that judge.ts wants to know about the unsettled entries of a chain, in two batches.
import { topicOf, uintAt } from './abi.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { Rpc, RpcCall, Settled } from './json-rpc.ts';
import type { Facts, MinedIn } from './judge.ts';
import { NetworkError } from './network-error.ts';
import {
  type Block,
  blockCall,
  countCall,
  headCall,
  knownCall,
  type Receipt,
  receiptCall,
} from './rpc-calls.ts';

/** ERC-4337: UserOperationEvent(userOpHash indexed, sender indexed, paymaster indexed, nonce, success, cost, gasUsed) */
const OPERATION_EVENT = topicOf('UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256)');

/** What the bundler said of a UserOperation; the node is asked whether it is so. */
export interface BundlerWord {
  readonly known: boolean;
  readonly carriedBy: string | null;
}

type Answer = Receipt | boolean | bigint | null;

/** In the order of `entries`. @throws NetworkError when the endpoint could not be asked at all */
export async function readFacts(
  rpc: Rpc,
  entries: readonly JournalEntry[],
  bundler: ReadonlyMap<string, BundlerWord>,
): Promise<Settled<Facts>[]> {
  const head = await rpc.call(headCall);
  const questions = entries.map((entry) => questionsOf(entry, bundler.get(entry.hash)));
  const answers = await rpc.batch(questions.flat());
  const left = [...answers];
  const byEntry = questions.map(({ length }) => left.splice(0, length));
  const read = entries.map((entry, i) =>
    settle(() => partsOf(entry, byEntry[i] ?? [], bundler.get(entry.hash))),
  );
  const blocks = await canonicalBlocks(rpc, read);
  return read.map((each) => {
    if (!each.ok) return each;
    const { mined } = each.value;
    const isCanonical = mined !== null && blocks.get(mined.blockNumber) === mined.blockHash;
    return { ok: true, value: { ...each.value, head, isCanonical } };
  });
}

type Parts = Pick<Facts, 'mined' | 'known' | 'used'>;

function questionsOf(entry: JournalEntry, word: BundlerWord | undefined): RpcCall<Answer>[] {
  if (entry.kind === 'transaction')
    return [receiptCall(entry.hash), knownCall(entry.hash), countCall(entry.account, 'latest')];
  const carrier = word?.carriedBy ?? entry.carriedBy;
  return carrier === undefined ? [] : [receiptCall(carrier)];
}

/** @throws NetworkError of one of its answers */
function partsOf(
  entry: JournalEntry,
  answers: readonly Settled<Answer>[],
  word: BundlerWord | undefined,
): Parts {
  const [receipt, known, used] = answers.map((answer) => {
    if (!answer.ok) throw answer.error;
    return answer.value;
  });
  const found = typeof receipt === 'object' ? receipt : null;
  if (entry.kind === 'user-operation')
    return {
      mined: found && minedOperation(entry, found, word?.carriedBy ?? entry.carriedBy),
      known: word?.known === true,
      used: undefined,
    };
  if (typeof known !== 'boolean' || typeof used !== 'bigint') throw new NetworkError('bad-answer');
  return { mined: found && minedTransaction(entry, found), known, used };
}

/** @throws NetworkError bad-answer for another transaction's receipt */
function minedTransaction(entry: JournalEntry, receipt: Receipt): MinedIn {
  if (receipt.transactionHash !== entry.hash || receipt.from !== entry.account)
    throw new NetworkError('bad-answer');
  const { effectiveGasPrice: price, gasUsed, blockNumber, blockHash } = receipt;
  return {
    blockNumber,
    blockHash,
    // Before Byzantium receipts had a state root instead; no chain that is used today answers so.
    success: receipt.status === 1n,
    gasUsed,
    feeWei: price === undefined ? undefined : price * gasUsed,
  };
}

/** Only the EntryPoint's own event says that it was carried out, and how. @throws NetworkError bad-answer */
function minedOperation(entry: JournalEntry, receipt: Receipt, carrier: string | undefined): MinedIn {
  const { payload } = entry;
  if (payload.kind !== 'operation' || receipt.transactionHash !== carrier)
    throw new NetworkError('bad-answer');
  const event = receipt.logs.find(
    ({ address, topics }) =>
      address === payload.entryPoint && topics[0] === OPERATION_EVENT && topics[1] === entry.hash,
  );
  if (event === undefined) throw new NetworkError('bad-answer');
  const [success, cost, gasUsed] = [1, 2, 3].map((word) => uintAt(event.data, word));
  if (success === undefined || cost === undefined || gasUsed === undefined)
    throw new NetworkError('bad-answer');
  const { blockNumber, blockHash, transactionHash: carriedBy } = receipt;
  return { blockNumber, blockHash, success: success === 1n, gasUsed, feeWei: cost, carriedBy };
}

/** Hashes by height. A receipt may be of a block that the chain has left. */
async function canonicalBlocks(rpc: Rpc, read: readonly Settled<Parts>[]): Promise<Map<bigint, string>> {
  const heights = new Set<bigint>();
  for (const each of read)
    if (each.ok && each.value.mined !== null) heights.add(each.value.mined.blockNumber);
  const blocks: Settled<Block | null>[] =
    heights.size === 0 ? [] : await rpc.batch([...heights].map(blockCall));
  return new Map(
    blocks.flatMap((block) =>
      block.ok && block.value ? [[block.value.number, block.value.hash] as const] : [],
    ),
  );
}

function settle(run: () => Parts): Settled<Parts> {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    if (error instanceof NetworkError) return { ok: false, error };
    throw error;
  }
}
