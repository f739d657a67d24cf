// Sends what is written in the journal, and writes down what came of it. The chain is asked for again right before. The
// same bytes may be sent to one endpoint after the other: they are one transaction however often they arrive.
import type { NetworkProblem } from '../../preload/networks.ts';
import type { EndpointClient } from './endpoint-client.ts';
import type { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { RpcCall } from './json-rpc.ts';
import { NetworkError } from './network-error.ts';
import { knownCall, sendCall, sendUserOperationCall } from './rpc-calls.ts';
import { type SendOutcome, sendOutcomeOf } from './send-outcome.ts';

interface Attempt {
  readonly outcome: SendOutcome;
  readonly problem?: NetworkProblem | undefined;
}

export class Broadcaster {
  readonly #journal: Journal;
  /** The app ends: what is being sent is left as it is. */
  readonly #ending: AbortSignal;
  readonly #sending = new Map<string, Promise<JournalEntry>>();

  constructor(journal: Journal, ending: AbortSignal) {
    this.#journal = journal;
    this.#ending = ending;
  }

  /** Durable before anything leaves; asked twice at once it is sent once. @throws NetworkError storage */
  send(entry: JournalEntry, endpoints: readonly EndpointClient[]): Promise<JournalEntry> {
    const running = this.#sending.get(entry.hash);
    if (running !== undefined) return running;
    const sending = this.#send(entry, endpoints).finally(() => this.#sending.delete(entry.hash));
    this.#sending.set(entry.hash, sending);
    return sending;
  }

  isSending(hash: string): boolean {
    return this.#sending.has(hash);
  }

  async #send(entry: JournalEntry, endpoints: readonly EndpointClient[]): Promise<JournalEntry> {
    const { problem: _problem, ...clean } = entry;
    const call = sendingCall(entry);
    let current = await this.#journal.put(clean);
    let best: Attempt = { outcome: outcomeSoFar(entry), problem: { reason: 'no-endpoint' } };
    for (const endpoint of endpoints) {
      const refusal = await this.#otherChain(endpoint, entry.chainId);
      if (refusal !== undefined) {
        best = better(best, refusal);
        continue;
      }
      if (current.state !== 'broadcasting') current = await this.#begin(current);
      best = better(best, await this.#sendTo(endpoint, entry, call));
      if (best.outcome === 'accepted') break;
    }
    return this.#journal.put(concluded(current, best));
  }

  /** When that cannot be written down nothing leaves, and it is as before. */
  async #begin(entry: JournalEntry): Promise<JournalEntry> {
    try {
      const { failure: _failure, ...clean } = entry;
      return await this.#journal.put({ ...clean, state: 'broadcasting' });
    } catch (error) {
      await this.#journal.put(entry).catch(() => undefined);
      throw error;
    }
  }

  /** Asked anew each time: what answers at an address may have changed. `undefined`: it is the right one. */
  async #otherChain(endpoint: EndpointClient, chainId: number): Promise<Attempt | undefined> {
    try {
      await endpoint.requireChain(chainId, this.#ending, true, 'payments');
      return undefined;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return { outcome: 'not-sent', problem: error.problem };
    }
  }

  async #sendTo(
    endpoint: EndpointClient,
    { hash, kind }: JournalEntry,
    call: RpcCall<string>,
  ): Promise<Attempt> {
    const rpc = endpoint.bind(this.#ending, 'payments');
    try {
      if ((await rpc.call(call)) === hash) return { outcome: 'accepted' };
      return { outcome: 'unknown', problem: { reason: 'bad-answer', endpoint: endpoint.address.label } };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const outcome = sendOutcomeOf(error);
      if (outcome !== 'nonce-used' || kind !== 'transaction') return { outcome, problem: error.problem };
      const isItself = await rpc.call(knownCall(hash)).catch(() => undefined);
      if (isItself === true) return { outcome: 'accepted' };
      return { outcome: isItself === false ? 'refused' : 'unknown', problem: error.problem };
    }
  }
}

/** What was once on its way may still arrive, whatever is said to it now. */
function outcomeSoFar({ state }: JournalEntry): SendOutcome {
  if (state === 'prepared') return 'not-sent';
  return state === 'failed' ? 'refused' : 'unknown';
}

function sendingCall({ payload }: JournalEntry): RpcCall<string> {
  switch (payload.kind) {
    case 'raw':
      return sendCall(payload.raw);
    case 'operation':
      return sendUserOperationCall(payload.operation, payload.entryPoint);
    case 'gone':
      throw new NetworkError('bad-transaction');
  }
}

const RANK: Readonly<Record<SendOutcome, number>> = {
  'not-sent': 0,
  refused: 1,
  'nonce-used': 1,
  unknown: 2,
  accepted: 3,
};

/** One endpoint that may have it outweighs all that refused. The later of two equals has the fresher reason. */
function better(a: Attempt, b: Attempt): Attempt {
  if (RANK[b.outcome] > RANK[a.outcome]) return b;
  return RANK[b.outcome] === RANK[a.outcome] || a.problem?.reason === 'no-endpoint'
    ? { outcome: a.outcome, problem: b.problem ?? a.problem }
    : a;
}

function concluded(entry: JournalEntry, { outcome, problem }: Attempt): JournalEntry {
  const told = problem === undefined ? {} : { problem };
  switch (outcome) {
    case 'accepted':
      return { ...entry, state: 'pending' };
    case 'not-sent':
      return { ...entry, state: 'prepared', ...told };
    case 'refused':
    case 'nonce-used':
      return { ...entry, state: 'failed', failure: 'rejected', ...told };
    case 'unknown':
      return { ...entry, state: 'unknown', ...told };
  }
}
