// What was broadcast and what became of it, in one file that outlives a crash. An entry is durable before anything
// leaves.
import { timeMsSchema, z } from '../../tee-sim/protocol/schema.ts';
import { isMaterial, type JournalEntry, journalEntrySchema } from './journal-entry.ts';
import { KeptFile, type PutAside } from './kept-file.ts';
import { NetworkError } from './network-error.ts';

/** Settled ones beyond that are forgotten, oldest first; the TEE's own history keeps what was signed. */
const MAX_SETTLED = 500;
/** More on their way are not taken, and no more of their bytes: whoever floods it must not make it unreadable. */
const MAX_UNSETTLED = 500;
const MAX_PAYLOAD = 8 * 1_048_576;

const fileSchema = z.strictObject({
  v: z.literal(1),
  entries: z.array(journalEntrySchema),
  /** What was sent until then may be forgotten here. */
  forgottenUntilMs: timeMsSchema.optional(),
});

export class Journal {
  readonly #file: KeptFile<typeof fileSchema>;
  readonly #nowMs: () => number;
  readonly #onChange: (entry: JournalEntry) => void;
  #entries: Promise<Map<string, JournalEntry>> | undefined;
  #forgottenUntilMs: number | undefined;

  constructor(path: string, nowMs: () => number, onChange: (entry: JournalEntry) => void) {
    this.#file = new KeptFile(path, fileSchema);
    this.#nowMs = nowMs;
    this.#onChange = onChange;
  }

  /** A damaged one: what was in it is not known here, and it stays so after a restart. @throws NetworkError storage */
  async lost(): Promise<PutAside | undefined> {
    await this.#load();
    return this.#file.lastPutAside();
  }

  /** Until when something settled may be forgotten; absent while all is remembered. @throws NetworkError storage */
  async forgottenUntil(): Promise<number | undefined> {
    await this.#load();
    return this.#forgottenUntilMs;
  }

  /** Oldest first. @throws NetworkError storage */
  async all(): Promise<JournalEntry[]> {
    return [...(await this.#load()).values()];
  }

  async find(hash: string): Promise<JournalEntry | undefined> {
    return (await this.#load()).get(hash);
  }

  /** @throws NetworkError unknown-transaction, storage */
  async get(hash: string): Promise<JournalEntry> {
    const entry = await this.find(hash);
    if (entry === undefined) throw new NetworkError('unknown-transaction');
    return entry;
  }

  /** Durable when it resolves, unless nothing changed that matters. @throws NetworkError storage */
  async put(entry: JournalEntry): Promise<JournalEntry> {
    return this.#put(await this.#load(), entry);
  }

  /** Nothing comes between what the caller read of `entries` and this. */
  async #put(entries: Map<string, JournalEntry>, entry: JournalEntry): Promise<JournalEntry> {
    const before = entries.get(entry.hash);
    if (before === undefined && isFull(entries)) throw new NetworkError('storage');
    const matters = isMaterial(before, entry);
    const after: JournalEntry = {
      ...entry,
      updatedAtMs: matters || before === undefined ? this.#nowMs() : before.updatedAtMs,
      // Nobody sends it again, and it may be large.
      ...(entry.settled ? { payload: { kind: 'gone' } } : {}),
    };
    entries.set(entry.hash, after);
    if (matters) {
      this.#prune(entries);
      await this.#write(entries).catch((error: unknown) => {
        // Of what was never written nothing may leave, so it is forgotten; of what was, the newest is the truest.
        if (before === undefined) entries.delete(entry.hash);
        throw error;
      });
    }
    this.#onChange(after);
    return after;
  }

  /**
   * As `put`, unless the entry is another than `before` by now, or was discarded: then somebody knows better. Answers
   * what is there. @throws NetworkError storage
   */
  async replace(before: JournalEntry, after: JournalEntry): Promise<JournalEntry | undefined> {
    const entries = await this.#load();
    const current = entries.get(before.hash);
    return current === before ? this.#put(entries, after) : current;
  }

  /** Unless it is another by now. @throws NetworkError bad-transaction, storage: then it is still there */
  async remove(entry: JournalEntry): Promise<void> {
    const entries = await this.#load();
    if (entries.get(entry.hash) !== entry) throw new NetworkError('bad-transaction');
    entries.delete(entry.hash);
    await this.#write(entries).catch((error: unknown) => {
      if (!entries.has(entry.hash)) entries.set(entry.hash, entry);
      throw error;
    });
  }

  #write(entries: ReadonlyMap<string, JournalEntry>): Promise<void> {
    return this.#file.write({
      v: 1,
      entries: [...entries.values()],
      forgottenUntilMs: this.#forgottenUntilMs,
    });
  }

  /** Whoever asks later is told until when: what is not here was not therefore not sent. */
  #prune(entries: Map<string, JournalEntry>): void {
    const settled = [...entries.values()].filter((entry) => entry.settled);
    for (const { hash, createdAtMs } of settled.slice(0, Math.max(0, settled.length - MAX_SETTLED))) {
      entries.delete(hash);
      this.#forgottenUntilMs = Math.max(this.#forgottenUntilMs ?? 0, createdAtMs);
    }
  }

  #load(): Promise<Map<string, JournalEntry>> {
    this.#entries ??= this.#read().catch((error: unknown) => {
      this.#entries = undefined;
      throw error;
    });
    return this.#entries;
  }

  async #read(): Promise<Map<string, JournalEntry>> {
    const { entries, forgottenUntilMs } = (await this.#file.read()) ?? { entries: [] };
    this.#forgottenUntilMs = forgottenUntilMs;
    return new Map(entries.map((entry) => [entry.hash, afterRestart(entry)]));
  }
}

/** It was being sent when this app ended: it may have arrived. */
function afterRestart(entry: JournalEntry): JournalEntry {
  return entry.state === 'broadcasting' ? { ...entry, state: 'unknown' } : entry;
}

function isFull(entries: ReadonlyMap<string, JournalEntry>): boolean {
  const waiting = [...entries.values()].filter(({ settled }) => !settled);
  const size = waiting.reduce((sum, { payload }) => sum + JSON.stringify(payload).length, 0);
  return waiting.length >= MAX_UNSETTLED || size >= MAX_PAYLOAD;
}
