import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measureFile, measureFiles } from '../../../main/measure.ts';
import { bytesToHex, utf8ToBytes } from '../../../tee-sim/protocol/bytes.ts';

const sm3 = (bytes: Uint8Array) => createHash('sm3').update(bytes).digest();
const u32 = (value: number) => Uint8Array.of(0, 0, 0, value);

describe('measureFile', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airaccount-measure-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is SM3 of the bytes', async () => {
    await writeFile(join(folder, 'a'), 'abc');
    // GB/T 32905-2016 A.1
    expect(bytesToHex(await measureFile(join(folder, 'a')))).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
  });

  it('rejects when there is no such file', async () => {
    await expect(measureFile(join(folder, 'missing'))).rejects.toThrow('ENOENT');
  });
});

describe('measureFiles', () => {
  const a = utf8ToBytes('one');
  const b = utf8ToBytes('two');

  it('is SM3 over sorted lp(path) ‖ SM3(bytes)', () => {
    const expected = sm3(
      Buffer.concat([u32(1), Buffer.from('a'), sm3(a), u32(3), Buffer.from('b/c'), sm3(b)]),
    );
    const measured = measureFiles(
      new Map([
        ['b/c', b],
        ['a', a],
      ]),
    );
    expect(bytesToHex(measured)).toBe(expected.toString('hex'));
  });

  it.each([
    [
      'a byte',
      [
        ['a', utf8ToBytes('onf')],
        ['b/c', b],
      ],
    ],
    [
      'a path',
      [
        ['a', a],
        ['b/d', b],
      ],
    ],
    [
      'swapped contents',
      [
        ['a', b],
        ['b/c', a],
      ],
    ],
    ['a missing file', [['a', a]]],
    [
      'an added file',
      [
        ['a', a],
        ['b/c', b],
        ['d', new Uint8Array(0)],
      ],
    ],
  ] as [string, [string, Uint8Array][]][])('changes with %s', (_, files) => {
    const original = measureFiles(
      new Map([
        ['a', a],
        ['b/c', b],
      ]),
    );
    expect(bytesToHex(measureFiles(new Map(files)))).not.toBe(bytesToHex(original));
  });
});
