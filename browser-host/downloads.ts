// Files that the app saved "through a dialog": kept in a private folder until the browser, which asks its
// person itself, has fetched them. Each is given once.
import { randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { hostFolder, onExit } from './app.ts';

export const DOWNLOAD_PATH = '/.host/download/';
const POLL_MS = 100;
/** Longer than a write takes, or a browser to come for it. */
const LIFE_MS = 60_000;

const files = new Map<string, string>();
let parent: string | undefined;

/** Where the app may write a file of that name; `onWritten` gets the address of the complete file. */
export function expectDownload(name: string, onWritten: (address: string) => void): string {
  const file = path.join(mkdtempSync(path.join(parentFolder(), 'file-')), bareName(name));
  whenComplete(file, () => {
    const address = `${DOWNLOAD_PATH}${randomBytes(16).toString('hex')}`;
    files.set(address, file);
    setTimeout(() => {
      if (files.delete(address)) remove(file);
    }, LIFE_MS).unref();
    onWritten(address);
  });
  return file;
}

/** Answers false when there is no such file, or not any more. */
export async function sendDownload(address: string, response: ServerResponse): Promise<boolean> {
  const file = files.get(address);
  if (file === undefined) return false;
  files.delete(address);
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeName(path.basename(file))}`,
  });
  await pipeline(createReadStream(file), response).finally(() => remove(file));
  return true;
}

/** Emptied of what a host that was killed left there, and when this one exits. */
function parentFolder(): string {
  if (parent === undefined) {
    const folder = path.join(hostFolder(), 'saved');
    rmSync(folder, { recursive: true, force: true });
    onExit(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    parent = folder;
  }
  return parent;
}

/** It is when it has stopped changing: renamed into place or written. */
function whenComplete(file: string, onComplete: () => void): void {
  const startedAtMs = performance.now();
  let before: string | undefined;
  const timer = setInterval(() => {
    const stats = statSync(file, { throwIfNoEntry: false });
    const now = stats && `${stats.size} ${stats.mtimeMs}`;
    const isComplete = now !== undefined && now === before;
    before = now;
    if (!isComplete && performance.now() - startedAtMs < LIFE_MS) return;
    clearInterval(timer);
    if (isComplete) onComplete();
    else remove(file);
  }, POLL_MS).unref();
}

function remove(file: string): void {
  rmSync(path.dirname(file), { recursive: true, force: true });
}

/** The last part of a path, without what some system does not take in a name. */
function bareName(name: string): string {
  const bare = path
    .basename(name)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_')
    .replace(/^\.+|[. ]+$/g, '');
  return bare === '' ? 'file' : bare;
}

/** RFC 8187: what `encodeURIComponent` leaves, and a parameter's value must not hold. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
