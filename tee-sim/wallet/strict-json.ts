// JSON (RFC 8259) where every text means one thing: a name twice in an object, a number that two programs could read
// as two, or half a surrogate pair is refused. Objects are Maps, so that no name is special.
import { refuse, refuseSize } from './refuse.ts';

export type Json = null | boolean | bigint | string | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

const MAX_TEXT = 262_144;
const MAX_DEPTH = 32;
/** Of all kinds together: each costs hashing later on, and nobody reads so many. */
const MAX_VALUES = 32_768;
const SPACE = /[ \t\n\r]*/y;
/** A string with its escapes, an integer, or a word; JSON.parse judges the escapes. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const INTEGER = /-?(?:0|[1-9][0-9]*)(?![0-9.eE+-])/y;
const WORD = /true|false|null/y;

interface Cursor {
  readonly text: string;
  at: number;
  values: number;
}

/** Integers only, and only those that every reader holds exactly (|n| < 2⁵³). @throws BAD_PARAMETERS typed-data-value · EXCESS_DATA too-large */
export function parseStrictJson(text: string): Json {
  if (text.length > MAX_TEXT) refuseSize();
  const cursor = { text, at: 0, values: 0 };
  const value = readValue(cursor, 0);
  take(cursor, SPACE);
  return cursor.at === text.length ? value : refuse('typed-data-value');
}

function readValue(cursor: Cursor, depth: number): Json {
  if (depth > MAX_DEPTH) refuse('typed-data-value');
  cursor.values += 1;
  if (cursor.values > MAX_VALUES) refuseSize();
  take(cursor, SPACE);
  switch (cursor.text[cursor.at]) {
    case '{':
      return readObject(cursor, depth);
    case '[':
      return readArray(cursor, depth);
    case '"':
      return readString(cursor);
    default: {
      const word = take(cursor, WORD);
      if (word === undefined) return readInteger(cursor);
      return word === 'null' ? null : word === 'true';
    }
  }
}

function readObject(cursor: Cursor, depth: number): JsonObject {
  const members = new Map<string, Json>();
  readItems(cursor, '}', () => {
    take(cursor, SPACE);
    const name = readString(cursor);
    take(cursor, SPACE);
    if (members.has(name) || !takeMark(cursor, ':')) refuse('typed-data-value');
    members.set(name, readValue(cursor, depth + 1));
  });
  return members;
}

function readArray(cursor: Cursor, depth: number): readonly Json[] {
  const items: Json[] = [];
  readItems(cursor, ']', () => items.push(readValue(cursor, depth + 1)));
  return items;
}

/** From the opening mark to the closing one, with commas between. */
function readItems(cursor: Cursor, end: string, readItem: () => void): void {
  cursor.at += 1;
  take(cursor, SPACE);
  if (takeMark(cursor, end)) return;
  for (;;) {
    readItem();
    take(cursor, SPACE);
    if (takeMark(cursor, end)) return;
    if (!takeMark(cursor, ',')) refuse('typed-data-value');
  }
}

function readString(cursor: Cursor): string {
  const token = take(cursor, STRING) ?? refuse('typed-data-value');
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' && value.isWellFormed() ? value : refuse('typed-data-value');
  } catch {
    return refuse('typed-data-value');
  }
}

function readInteger(cursor: Cursor): bigint {
  const token = take(cursor, INTEGER) ?? refuse('typed-data-value');
  return token !== '-0' && Number.isSafeInteger(Number(token)) ? BigInt(token) : refuse('typed-data-value');
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const token = pattern.exec(cursor.text)?.[0];
  cursor.at += token?.length ?? 0;
  return token;
}

function takeMark(cursor: Cursor, mark: string): boolean {
  if (cursor.text[cursor.at] !== mark) return false;
  cursor.at += 1;
  return true;
}
