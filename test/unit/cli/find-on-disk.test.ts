import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTexts, holdsBytes, readFolder } from '../../../cli/find-on-disk.ts';

const secret = 'Lunch with Zoë';
const address = '52908400098527886e0f7030069857d2e4169ee7';
const noise = Buffer.from([0, 1, 2, 255, 254]);

function fileWith(bytes: Buffer) {
  return [
    { name: 'empty', bytes: Buffer.alloc(0) },
    { name: 'full', bytes: Buffer.concat([noise, bytes, noise]) },
  ];
}

describe('what a thief finds', () => {
  it.each([
    ['UTF-8', secret, Buffer.from(secret)],
    ['another case', address, Buffer.from(address.toUpperCase())],
    ['UTF-16', secret, Buffer.from(secret, 'utf16le')],
    ['base64 before other text', secret, Buffer.from(Buffer.from(`${secret} and more`).toString('base64'))],
    ['the bytes that hex stands for', address, Buffer.from(address, 'hex')],
  ])('%s is found', (_name, text, bytes) => {
    expect(findTexts(fileWith(bytes), ['something else', text])).toEqual([text]);
  });

  it('what is not there is not found', () => {
    expect(findTexts(fileWith(Buffer.from('unrelated')), [secret, address])).toEqual([]);
    expect(findTexts([], [secret])).toEqual([]);
  });

  it('bytes are found in any file, whole only', () => {
    const files = fileWith(Buffer.from('cafe00', 'hex'));
    expect(holdsBytes(files, Uint8Array.of(0xca, 0xfe, 0x00))).toBe(true);
    expect(holdsBytes(files, Uint8Array.of(0xca, 0xfe, 0x01))).toBe(false);
  });

  it('reads the files of a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'airaccount-test-'));
    try {
      await writeFile(join(folder, 'b'), 'two');
      await writeFile(join(folder, 'a'), 'one');
      const files = await readFolder(folder);
      expect(files.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
        ['a', 'one'],
        ['b', 'two'],
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
