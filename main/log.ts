// The local log: one file in userData/logs and its predecessor, never more than twice the bound.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatLogEntry, type Log } from './log-entry.ts';

const MAX_LOG_BYTES = 1_048_576;

/** Written at once, so that the line before a crash is there. A log that cannot be written stops nothing. */
export function openLog(folder: string, maxBytes = MAX_LOG_BYTES): Log {
  const path = join(folder, 'airaccount.log');
  return (event, fields) => {
    const line = `${formatLogEntry(Date.now(), event, fields)}\n`;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size + line.length > maxBytes) renameSync(path, `${path}.1`);
      appendFileSync(path, line, { mode: 0o600 });
    } catch {
      // A full disk must not end the app through its log.
    }
  };
}
