// Follows what was sent until it is settled: looks every few seconds while something is on its way, seldom otherwise,
// and less often while nobody answers. Never sends.
import type { BundlerWord } from './facts.ts';
import { readFacts } from './facts.ts';
import type { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import { judge, outdone, PATIENCE, type Patience } from './judge.ts';
import { NetworkError } from './network-error.ts';
import type { NetworkRpc } from './network-rpc.ts';
import { userOperationKnownCall, userOperationReceiptCall } from './rpc-calls.ts';

export interface ChainAccess {
  readonly rpc: NetworkRpc;
  readonly bundler: NetworkRpc;
}

export interface TrackerOptions {
  readonly journal: Journal;
  /** @throws NetworkError unknown-network */
  readonly chain: (chainId: number) => Promise<ChainAccess>;
  readonly nowMs: () => number;
  readonly patience?: Patience | undefined;
  readonly pace?: Pace | undefined;
}

export interface Pace {
  readonly localMs: number;
  readonly remoteMs: number;
  /** For what is not expected to change, and at most while nobody answers. */
  readonly slowMs: number;
}

const PACE: Pace = { localMs: 1_000, remoteMs: 6_000, slowMs: 60_000 };

export class Tracker {
  readonly #options: TrackerOptions;
  readonly #ending: AbortSignal;
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #looking = new Map<number, Promise<void>>();
  readonly #failures = new Map<number, number>();

  constructor(options: TrackerOptions, ending: AbortSignal) {
    this.#options = options;
    this.#ending = ending;
    ending.addEventListener('abort', () => {
      for (const timer of this.#timers.values()) clearTimeout(timer);
      this.#timers.clear();
    });
  }

  /** Takes up what an earlier run left unsettled. */
  async resume(): Promise<void> {
    const entries = await this.#options.journal.all();
    for (const chainId of new Set(entries.filter((entry) => !entry.settled).map((entry) => entry.chainId)))
      this.#lookIn(chainId, 0);
  }

  /** Something was sent on this chain. */
  watch(chainId: number): void {
    this.#failures.delete(chainId);
    this.#lookIn(chainId, 0);
  }

  /** Looks now; two at once are one. Failures are told in the entries. */
  look(chainId: number): Promise<void> {
    const running = this.#looking.get(chainId);
    if (running !== undefined) return running;
    const looking = this.#look(chainId).finally(() => this.#looking.delete(chainId));
    this.#looking.set(chainId, looking);
    return looking;
  }

  /** One that runs already may have asked before what the caller knows of. */
  async lookAgain(chainId: number): Promise<void> {
    await this.#looking.get(chainId)?.catch(() => undefined);
    await this.look(chainId);
  }

  async #look(chainId: number): Promise<void> {
    const entries = (await this.#options.journal.all()).filter(
      // What is being sent is its sender's to judge.
      (entry) => entry.chainId === chainId && !entry.settled && entry.state !== 'broadcasting',
    );
    if (entries.length === 0) return;
    try {
      const access = await this.#options.chain(chainId);
      await this.#judgeAll(entries, access);
      await this.#settleRivals(chainId);
      this.#failures.delete(chainId);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      this.#failures.set(chainId, (this.#failures.get(chainId) ?? 0) + 1);
      if (error.reason !== 'cancelled') await this.#explain(entries, error);
    }
  }

  async #judgeAll(entries: readonly JournalEntry[], { rpc, bundler }: ChainAccess): Promise<void> {
    const { journal, nowMs, patience = PATIENCE } = this.#options;
    const { words, silent } = await this.#bundlerWords(entries, bundler);
    // A bundler that says nothing holds up nothing but what only it can know.
    const judged = entries.filter(({ hash }) => !silent.has(hash));
    const facts = await rpc.read((one) => readFacts(one, judged, words), this.#ending);
    for (const [i, entry] of judged.entries()) {
      const each = facts[i];
      if (each?.ok) await journal.replace(entry, judge(entry, each.value, nowMs(), patience));
      else if (each !== undefined) await this.#explain([entry], each.error);
    }
  }

  async #bundlerWords(
    entries: readonly JournalEntry[],
    bundler: NetworkRpc,
  ): Promise<{ words: Map<string, BundlerWord>; silent: Set<string> }> {
    const operations = entries.filter(({ kind, state }) => kind === 'user-operation' && state !== 'prepared');
    const words = new Map<string, BundlerWord>();
    const silent = new Set<string>();
    let gone: NetworkError | undefined;
    for (const entry of operations) {
      try {
        if (gone !== undefined) throw gone;
        words.set(entry.hash, await this.#bundlerWord(entry.hash, bundler));
      } catch (error) {
        if (!(error instanceof NetworkError) || error.reason === 'cancelled') throw error;
        // Whoever does not answer at all is not waited for once for each.
        if (error.isTransient) gone = error;
        silent.add(entry.hash);
        await this.#explain([entry], error);
      }
    }
    return { words, silent };
  }

  #bundlerWord(hash: string, bundler: NetworkRpc): Promise<BundlerWord> {
    return bundler.read(async (rpc) => {
      const carriedBy = await rpc.call(userOperationReceiptCall(hash));
      return { carriedBy, known: carriedBy !== null || (await rpc.call(userOperationKnownCall(hash))) };
    }, this.#ending);
  }

  /** Whose nonce another of our own took; also of what nobody looks for any more. */
  async #settleRivals(chainId: number): Promise<void> {
    const { journal } = this.#options;
    const own = (await journal.all()).filter((one) => one.chainId === chainId && one.kind === 'transaction');
    const mined = new Map(own.flatMap((one) => (one.block === undefined ? [] : [[placeOf(one), one]])));
    for (const entry of own) {
      const other = mined.get(placeOf(entry));
      const after = other === undefined || other.hash === entry.hash ? entry : outdone(entry, other);
      if (after !== entry) await journal.replace(entry, after);
    }
  }

  /** Nothing is known better for it, but why is told; the reason why something never left stays. */
  async #explain(entries: readonly JournalEntry[], { problem }: NetworkError): Promise<void> {
    for (const entry of entries) {
      const isExplained = entry.state === 'prepared' || entry.failure === 'rejected';
      const isKnown = JSON.stringify(entry.problem) === JSON.stringify(problem);
      if (!isExplained && !isKnown) await this.#options.journal.replace(entry, { ...entry, problem });
    }
  }

  #lookIn(chainId: number, ms: number): void {
    clearTimeout(this.#timers.get(chainId));
    if (this.#ending.aborted) return;
    const timer = setTimeout(() => void this.#turn(chainId), ms);
    // It must not keep a process alive that has nothing else to do.
    timer.unref();
    this.#timers.set(chainId, timer);
  }

  async #turn(chainId: number): Promise<void> {
    // Whatever fails here (a full disk) may be better at the next turn.
    await this.look(chainId).catch(() => undefined);
    const pause = await this.#pauseAfter(chainId).catch(() => this.#pace.slowMs);
    if (pause !== undefined) this.#lookIn(chainId, pause);
  }

  /** `undefined` when nothing is left to look for. */
  async #pauseAfter(chainId: number): Promise<number | undefined> {
    const entries = (await this.#options.journal.all()).filter(
      (entry) => entry.chainId === chainId && !entry.settled,
    );
    if (entries.length === 0) return undefined;
    // What was seen once is soon seen again.
    const isLive = entries.some(
      ({ doubt, state }) =>
        doubt?.about === 'used' || !['prepared', 'dropped', 'failed', 'replaced'].includes(state),
    );
    const isFresh = entries.some(({ block, replacedAtBlock }) => (block ?? replacedAtBlock) !== undefined);
    const { localMs, remoteMs, slowMs } = this.#pace;
    if (!isLive && !isFresh) return slowMs;
    const isLocal = await this.#options.chain(chainId).then(
      ({ rpc }) => rpc.isLocal,
      () => false,
    );
    return Math.min(slowMs, (isLocal ? localMs : remoteMs) * 2 ** (this.#failures.get(chainId) ?? 0));
  }

  get #pace(): Pace {
    return this.#options.pace ?? PACE;
  }
}

function placeOf({ account, nonce }: JournalEntry): string {
  return `${account} ${nonce}`;
}
