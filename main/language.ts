// The language of the menus: what the page last said, remembered, so that the next start's menus are right
// before its page loads. Before the page ever said one, what the system prefers.
import { type Language, languageSchema } from '../preload/contract.ts';
import { z } from '../tee-sim/protocol/schema.ts';
import type { Log } from './log-entry.ts';
import { readSmallFile, writeSmallFile } from './small-file.ts';

const storedSchema = z.strictObject({ v: z.literal(1), language: languageSchema });

export class MenuLanguage {
  readonly #path: string;
  readonly #log: Log;
  readonly #apply: (language: Language) => void;
  #current: Language;

  /** Applies at once what is remembered, else the first of `systemTags` (BCP 47) that there is. */
  constructor(path: string, systemTags: readonly string[], log: Log, apply: (language: Language) => void) {
    this.#path = path;
    this.#log = log;
    this.#apply = apply;
    this.#current = readSmallFile(path, storedSchema)?.language ?? preferred(systemTags);
    apply(this.#current);
  }

  get current(): Language {
    return this.#current;
  }

  set(language: Language): void {
    if (language !== this.#current) {
      this.#current = language;
      this.#apply(language);
    }
    const kept = readSmallFile(this.#path, storedSchema)?.language;
    if (kept !== language) writeSmallFile(this.#path, { v: 1, language }, this.#log);
  }
}

function preferred(tags: readonly string[]): Language {
  const known = tags.find((tag) => /^(zh|en)\b/i.test(tag));
  return known !== undefined && /^zh\b/i.test(known) ? 'zh-CN' : 'en';
}
