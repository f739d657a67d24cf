import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportFiles } from '../../../../tee-sim/os/export-files.ts';

let root: string;
let data: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'airaccount-export-'));
  data = join(root, 'data');
  mkdirSync(data);
  writeFileSync(join(data, 'airaccount.db'), 'rows');
  writeFileSync(join(data, 'head'), 'sealed');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('copies plain files as they are into a folder that it makes', () => {
  const target = join(root, 'a/b');
  expect(exportFiles(data, target)).toEqual(['airaccount.db', 'head']);
  expect(readFileSync(join(target, 'airaccount.db'), 'utf8')).toBe('rows');
  expect(readFileSync(join(target, 'head'), 'utf8')).toBe('sealed');
});

test('copies neither folders nor what a link points to', () => {
  writeFileSync(join(root, 'elsewhere'), 'private');
  symlinkSync(join(root, 'elsewhere'), join(data, 'link'));
  mkdirSync(join(data, 'folder'));
  const target = join(root, 'target');
  expect(exportFiles(data, target)).toEqual(['airaccount.db', 'head']);
  expect(readdirSync(target)).toEqual(['airaccount.db', 'head']);
});

test('never writes over a file', () => {
  const target = join(root, 'target');
  mkdirSync(target);
  writeFileSync(join(target, 'head'), 'older export');
  expect(() => exportFiles(data, target)).toThrow(expect.objectContaining({ code: 'ACCESS_CONFLICT' }));
  expect(readFileSync(join(target, 'head'), 'utf8')).toBe('older export');
});

test.each([
  ['source', 'missing', 'target'],
  ['target', 'data', 'data/head/x'],
])('a %s that cannot be used has its code', (_name, from, to) => {
  expect(() => exportFiles(join(root, from), join(root, to))).toThrow(
    expect.objectContaining({ code: 'STORAGE_NOT_AVAILABLE', reason: 'folder-not-writable' }),
  );
});
