// A key made on this machine, the master key or the client's identity: generated once, kept in one file, wrapped
// by the OS keychain. Never made a second time while anything of the first, or data under it, exists.
import { readFile } from 'node:fs/promises';
import { base64UrlToBytes, bytesToBase64Url, wipe } from '../tee-sim/protocol/bytes.ts';
import { TeeError, type TeeFailure } from '../tee-sim/protocol/codes.ts';
import { z } from '../tee-sim/protocol/schema.ts';
import type { Log, LogFields } from './log-entry.ts';
import { MASTER_KEY_BYTES, type MasterKey, type MasterKeyLoader } from './master-key.ts';
import { replaceFile } from './replace-file.ts';

/** What the OS offers for keeping a secret. */
export interface Keychain {
  /** False where it would only be plain text under another name. */
  protects(): Promise<boolean>;
  wrap(text: string): Promise<Uint8Array>;
  /** `stale`: the keychain's own key changed, wrap again. Rejects when it cannot be opened. */
  unwrap(wrapped: Uint8Array): Promise<{ text: string; stale: boolean }>;
}

/** Which key it is: what the log calls it, and with which reason its failures are told. */
const KINDS = {
  'master-key': 'no-master-key',
  'client-identity': 'client-proof',
} as const;

interface Options {
  readonly kind: keyof typeof KINDS;
  readonly path: string;
  readonly keychain: Keychain;
  /** Whether encrypted data is already there: its key is then somewhere else, and a new one of no use. */
  readonly dataExists: () => boolean;
  /** Draws the key itself; another 32 bytes each time. */
  readonly draw: () => Uint8Array;
  readonly log: Log;
}

const storedSchema = z.strictObject({
  v: z.literal(1),
  protection: z.enum(['keychain', 'none']),
  /** base64url: the wrapped key, or the key itself where the machine has no keychain that protects. */
  key: z.string().max(16_384),
});
type Stored = z.output<typeof storedSchema>;

export class WrappedKey implements MasterKeyLoader {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async source(): Promise<MasterKey['source']> {
    const stored = await this.#read().catch(() => undefined);
    const isPlain = stored ? stored.protection === 'none' : !(await this.#options.keychain.protects());
    return isPlain ? 'plain-keychain' : 'keychain';
  }

  /**
   * @throws NO_DATA data without its key · ACCESS_DENIED the keychain does not give it · CORRUPT_OBJECT what is
   * stored is not a key · STORAGE_NOT_AVAILABLE the file cannot be read or written
   */
  async load(): Promise<MasterKey> {
    const stored = await this.#read();
    if (stored === undefined) return this.#create();
    const { key, stale } = await this.#open(stored);
    if (stale) await this.#rewrap(key);
    return { key, source: await this.source() };
  }

  async #create(): Promise<MasterKey> {
    if (this.#options.dataExists()) throw this.#failure('NO_DATA');
    const key = this.#options.draw();
    await this.#store(key, await this.#protection());
    const source = await this.source();
    this.#log('created', { name: source });
    return { key, source };
  }

  async #open(stored: Stored): Promise<{ key: Uint8Array; stale: boolean }> {
    // A keychain that protects may have appeared since: the key then goes into it.
    if (stored.protection === 'none') return { key: this.#parseKey(stored.key), stale: true };
    const { text, stale } = await this.#options.keychain.unwrap(this.#parseBytes(stored.key)).catch(() => {
      throw this.#failure('ACCESS_DENIED');
    });
    return { key: this.#parseKey(text), stale };
  }

  /** Only ever into a keychain that protects. The old form still opens, so a failure is tried again at the next start. */
  async #rewrap(key: Uint8Array): Promise<void> {
    try {
      if ((await this.#protection()) === 'none') return;
      await this.#store(key, 'keychain');
      this.#log('rewrapped');
    } catch {
      this.#log('not-rewrapped');
    }
  }

  /** What the keychain offers now. One that does not even say is not taken for one that offers nothing. */
  async #protection(): Promise<Stored['protection']> {
    try {
      return (await this.#options.keychain.protects()) ? 'keychain' : 'none';
    } catch {
      throw this.#failure('STORAGE_NOT_AVAILABLE');
    }
  }

  /** `undefined` only when there is no file at all. */
  async #read(): Promise<Stored | undefined> {
    let text: string;
    try {
      text = await readFile(this.#options.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw this.#failure('STORAGE_NOT_AVAILABLE');
    }
    try {
      return storedSchema.parse(JSON.parse(text));
    } catch {
      throw this.#failure('CORRUPT_OBJECT');
    }
  }

  /** Durable before it returns: data encrypted under a key that a power cut takes away is lost. */
  async #store(key: Uint8Array, protection: Stored['protection']): Promise<void> {
    const { path, keychain } = this.#options;
    try {
      const text = bytesToBase64Url(key);
      const kept = protection === 'keychain' ? bytesToBase64Url(await keychain.wrap(text)) : text;
      const stored: Stored = { v: 1, protection, key: kept };
      await replaceFile(path, JSON.stringify(stored));
    } catch {
      throw this.#failure('STORAGE_NOT_AVAILABLE');
    }
  }

  /** base64url to a key. @throws CORRUPT_OBJECT */
  #parseKey(text: string): Uint8Array {
    const key = this.#parseBytes(text);
    if (key.length === MASTER_KEY_BYTES) return key;
    wipe(key);
    throw this.#failure('CORRUPT_OBJECT');
  }

  #parseBytes(text: string): Uint8Array {
    try {
      return base64UrlToBytes(text);
    } catch {
      throw this.#failure('CORRUPT_OBJECT');
    }
  }

  #failure(code: TeeFailure['code']): TeeError {
    return new TeeError(code, KINDS[this.#options.kind], 'COMMS');
  }

  #log(event: 'created' | 'rewrapped' | 'not-rewrapped', fields?: LogFields): void {
    this.#options.log(`${this.#options.kind}-${event}`, fields);
  }
}
