// A build is skipped only when both its sources and what it wrote are as they were.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isCurrent, listFiles, stamp } from '../../../scripts/build/stamp.ts';

const part = { name: 'part', inputs: ['settings.json', 'source', 'absent'], outputs: ['out/part'] };
let root = '';

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'airaccount-stamp-'));
  write('settings.json', '{}');
  write('source/a.ts', 'a');
  write('source/deep/b.ts', 'b');
  write('out/part/built.js', 'built');
  await stamp(root, part);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a stamped part', () => {
  it('is current as long as nothing changes', async () => {
    expect(await isCurrent(root, part)).toBe(true);
    write('elsewhere/c.ts', 'not an input');
    write('source/a.ts', 'a');
    expect(await isCurrent(root, part)).toBe(true);
  });

  const changes: readonly (readonly [string, () => void])[] = [
    ['a source changed', () => write('source/deep/b.ts', 'B')],
    ['a source was added', () => write('source/c.ts', '')],
    ['a source was removed', () => rmSync(join(root, 'source/a.ts'))],
    [
      'a source was renamed',
      () => {
        rmSync(join(root, 'source/a.ts'));
        write('source/a2.ts', 'a');
      },
    ],
    ['a setting changed', () => write('settings.json', '{ }')],
    ['an absent input appeared', () => write('absent', '')],
    ['an output changed', () => write('out/part/built.js', 'tampered')],
    ['the output is gone', () => rmSync(join(root, 'out/part'), { recursive: true })],
    ['the stamp is gone', () => rmSync(join(root, 'out/.stamps'), { recursive: true })],
    ['the stamp is damaged', () => write('out/.stamps/part.json', '{')],
  ];
  for (const [what, change] of changes) {
    it(`is not current when ${what}`, async () => {
      change();
      expect(await isCurrent(root, part)).toBe(false);
    });
  }
});

describe('the list of files', () => {
  it('is sorted, with forward slashes, and leaves out what does not exist', async () => {
    expect(await listFiles(root, ['source', 'settings.json', 'absent'])).toEqual([
      'settings.json',
      'source/a.ts',
      'source/deep/b.ts',
    ]);
  });
});
