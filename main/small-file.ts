// Small files of what the app remembers about itself. Nothing depends on them: unreadable means not there.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from '../tee-sim/protocol/schema.ts';
import { describeError, type Log } from './log-entry.ts';

const MAX_BYTES = 4_096;

/** `undefined` when there is none, or anything but what `schema` says is in it. */
export function readSmallFile<S extends z.ZodType>(path: string, schema: S): z.output<S> | undefined {
  try {
    if (statSync(path).size > MAX_BYTES) return undefined;
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The old content or the new one, and at once: it is also written while the app ends. Failing stops nothing. */
export function writeSmallFile(path: string, value: object, log: Log): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (error) {
    log('settings-not-kept', describeError(error));
  }
}
