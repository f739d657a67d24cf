// Where DB_MASTER_KEY comes from: a file, else the environment, else the OS keychain. A source that was
// chosen but does not yield a key is an error; the next one is never tried instead.
import { open } from 'node:fs/promises';
import { utf8ToBytes, wipe } from '../tee-sim/protocol/bytes.ts';
import { TeeError, type TeeFailure } from '../tee-sim/protocol/codes.ts';
import type { MasterKeySource } from '../tee-sim/protocol/port.ts';
import type { KeyVariables } from './key-variables.ts';

export const MASTER_KEY_BYTES = 32;

export interface MasterKey {
  /** The caller wipes it. */
  readonly key: Uint8Array;
  readonly source: MasterKeySource;
}

export interface MasterKeyLoader {
  /** Anew at each start of the TEE. @throws NO_DATA · ACCESS_DENIED · BAD_FORMAT · …, all no-master-key */
  load(): Promise<MasterKey>;
  /** Known before, and without, a successful load. */
  source(): Promise<MasterKeySource>;
}

export function createMasterKeyLoader(variables: KeyVariables, keychain: MasterKeyLoader): MasterKeyLoader {
  const { file, key } = variables;
  if (file !== undefined) return fixedSource('file', () => readKeyFile(file));
  if (key !== undefined) return fixedSource('environment', async () => parseKey(utf8ToBytes(key)));
  return keychain;
}

function fixedSource(source: MasterKeySource, read: () => Promise<Uint8Array>): MasterKeyLoader {
  return { load: async () => ({ key: await read(), source }), source: async () => source };
}

/** The one form in which every failure to get a master key is told. */
export function noMasterKey(code: TeeFailure['code']): TeeError {
  return new TeeError(code, 'no-master-key', 'COMMS');
}

/**
 * 32 raw bytes, or 64 hex digits with white space around them. On POSIX a file that anyone but its owner
 * may use is refused, as ssh refuses such a key.
 * @throws NO_DATA no such file · ACCESS_DENIED not readable, or open to others · BAD_FORMAT
 */
async function readKeyFile(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw noMasterKey(error.code === 'EACCES' || error.code === 'EPERM' ? 'ACCESS_DENIED' : 'NO_DATA');
  });
  try {
    const { mode } = await file.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw noMasterKey('ACCESS_DENIED');
    const bytes = await file.readFile().catch(() => {
      throw noMasterKey('BAD_FORMAT');
    });
    return bytes.length === MASTER_KEY_BYTES ? bytes : parseKey(bytes);
  } finally {
    await file.close();
  }
}

/** 64 hex digits as UTF-8 text, white space around them allowed. Wipes `text`. @throws BAD_FORMAT */
function parseKey(text: Uint8Array): Uint8Array {
  const key = new Uint8Array(MASTER_KEY_BYTES);
  try {
    const start = text.findIndex((char) => !isWhiteSpace(char));
    const end = text.findLastIndex((char) => !isWhiteSpace(char)) + 1;
    if (start < 0 || end - start !== 2 * MASTER_KEY_BYTES) throw noMasterKey('BAD_FORMAT');
    for (let i = 0; i < MASTER_KEY_BYTES; i += 1) {
      key[i] = (hexValue(text[start + 2 * i]) << 4) | hexValue(text[start + 2 * i + 1]);
    }
    return key;
  } catch (error) {
    wipe(key);
    throw error;
  } finally {
    wipe(text);
  }
}

function isWhiteSpace(char: number): boolean {
  return char === 0x20 || (char >= 0x09 && char <= 0x0d);
}

function hexValue(char = 0): number {
  if (char >= 0x30 && char <= 0x39) return char - 0x30;
  const lower = char | 0x20;
  if (lower >= 0x61 && lower <= 0x66) return lower - 0x61 + 10;
  throw noMasterKey('BAD_FORMAT');
}
