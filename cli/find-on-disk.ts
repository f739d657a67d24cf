// Looks into the files that a TEE wrote as a thief would: for bytes, without any key.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface WrittenFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export async function readFolder(folder: string): Promise<WrittenFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return Promise.all(names.sort().map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

/** Which of the texts occur in a file: as UTF-8 in any case, as UTF-16, as base64, or (hex) as the bytes they stand for. */
export function findTexts(files: readonly WrittenFile[], texts: readonly string[]): string[] {
  const lowered = files.map(({ bytes }) => bytes.toString('latin1').toLowerCase());
  return texts.filter((text) => {
    const plain = Buffer.from(text, 'utf8').toString('latin1').toLowerCase();
    return (
      lowered.some((file) => file.includes(plain)) || encodingsOf(text).some((b) => holdsBytes(files, b))
    );
  });
}

export function holdsBytes(files: readonly WrittenFile[], bytes: Uint8Array): boolean {
  const sought = Buffer.from(bytes);
  return files.some((file) => file.bytes.includes(sought));
}

function encodingsOf(text: string): Buffer[] {
  const encodings = [Buffer.from(text, 'utf16le'), Buffer.from(base64Middle(text))];
  const isHex = text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text);
  return isHex ? [...encodings, Buffer.from(text, 'hex')] : encodings;
}

/** The base64 of whole groups of three bytes: what stays the same when more text follows. */
function base64Middle(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
}
