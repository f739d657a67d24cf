// A JSON file of main's that something depends on: schema-checked when read, replaced whole, one write at a time. One
// that cannot be understood is put aside, never overwritten; so nothing is written that could not be read again.
import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { z } from '../../tee-sim/protocol/schema.ts';
import { replaceFile } from '../replace-file.ts';
import { NetworkError } from './network-error.ts';

const MAX_BYTES = 32 * 1_048_576;

/** A damaged file that was kept, and when: its name says both, also to a later process. */
export interface PutAside {
  readonly name: string;
  readonly atMs: number;
}

export class KeptFile<S extends z.ZodType> {
  readonly #path: string;
  readonly #schema: S;
  #writing: Promise<void> = Promise.resolve();
  #putAside: string | undefined;

  constructor(path: string, schema: S) {
    this.#path = path;
    this.#schema = schema;
  }

  /** The name under which a damaged one was kept, by this process. */
  get putAside(): string | undefined {
    return this.#putAside;
  }

  /** The newest that lies there, put aside by whichever process. @throws NetworkError storage */
  async lastPutAside(): Promise<PutAside | undefined> {
    const prefix = `${basename(this.#path, '.json')}.damaged-`;
    const names = await readdir(dirname(this.#path)).catch(noneOfMissing);
    return names
      .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
      .map((name) => ({ name, atMs: timeIn(name.slice(prefix.length, -'.json'.length)) }))
      .filter(({ atMs }) => atMs >= 0)
      .sort((a, b) => b.atMs - a.atMs)[0];
  }

  /** `undefined` when there is none, or none that could be understood. @throws NetworkError storage */
  async read(): Promise<z.output<S> | undefined> {
    const text = await this.#readText();
    if (text === undefined) return undefined;
    const parsed = this.#schema.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    await this.#setAside();
    return undefined;
  }

  /** Durable when it resolves; what was asked for later is written later. @throws NetworkError storage */
  write(value: z.input<S>): Promise<void> {
    const text = JSON.stringify(value);
    const isReadable = Buffer.byteLength(text) <= MAX_BYTES && this.#schema.safeParse(value).success;
    if (!isReadable) return Promise.reject(new NetworkError('storage'));
    const written = this.#writing.then(() => replaceFile(this.#path, text)).catch(unwritable);
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #readText(): Promise<string | undefined> {
    try {
      // Longer than any that was written here.
      if ((await stat(this.#path)).size > MAX_BYTES) return '';
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new NetworkError('storage');
    }
  }

  async #setAside(): Promise<void> {
    const at = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const name = `${basename(this.#path, '.json')}.damaged-${at}.json`;
    await rename(this.#path, join(dirname(this.#path), name)).catch(unwritable);
    this.#putAside = name;
  }
}

/** As `#setAside` writes it: ISO 8601 with - for what file systems refuse. NaN of anything else. */
function timeIn(text: string): number {
  const time = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3}Z)$/.exec(text);
  return time === null ? Number.NaN : Date.parse(`${time[1]}:${time[2]}:${time[3]}.${time[4]}`);
}

function noneOfMissing(error: unknown): string[] {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
  throw new NetworkError('storage');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unwritable(): never {
  throw new NetworkError('storage');
}
