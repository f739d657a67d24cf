// One running app per userData folder: a lock that the operating system releases with the process,
// and a mailbox through which a second start tells the first one its arguments.
import { mkdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface SecondInstance {
  readonly argv: string[];
  readonly workingDirectory: string;
}

export interface SingleInstanceLock {
  release(): void;
}

const MAILBOX = 'second-instance.json';

/** Answers undefined, having told the holder, when another process holds the lock. */
export function acquireSingleInstanceLock(
  folder: string,
  onSecondInstance: (second: SecondInstance) => void,
): SingleInstanceLock | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = lockDatabase(path.join(folder, 'instance.lock'));
  if (database === undefined) {
    const draft = path.join(folder, `${MAILBOX}.${process.pid}`);
    const second: SecondInstance = { argv: process.argv, workingDirectory: process.cwd() };
    writeFileSync(draft, JSON.stringify(second), { mode: 0o600 });
    renameSync(draft, path.join(folder, MAILBOX));
    return undefined;
  }
  const mailbox = path.join(folder, MAILBOX);
  rmSync(mailbox, { force: true });
  const watcher = watch(folder, { persistent: false }, () => {
    const second = takeMail(mailbox);
    if (second !== undefined) onSecondInstance(second);
  });
  return {
    release() {
      watcher.close();
      database.close();
    },
  };
}

/** An exclusive SQLite transaction is the one file lock that Node offers synchronously. */
function lockDatabase(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch {
    database.close();
    return undefined;
  }
}

function takeMail(mailbox: string): SecondInstance | undefined {
  try {
    const second = JSON.parse(readFileSync(mailbox, 'utf8')) as SecondInstance;
    rmSync(mailbox);
    return second;
  } catch {
    // Nothing there, or another event already took it.
    return undefined;
  }
}
