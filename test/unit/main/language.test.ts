import { statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MenuLanguage } from '../../../main/language.ts';

let folder: string;
let path: string;
let applied: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airaccount-language-'));
  path = join(folder, 'preferences.json');
  applied = [];
});
afterEach(() => rm(folder, { recursive: true }));

function start(tags: string[] = ['en-US']): MenuLanguage {
  return new MenuLanguage(
    path,
    tags,
    () => undefined,
    (language) => applied.push(language),
  );
}

describe('before the page ever said one, the system decides', () => {
  it.each([
    [['zh-Hans-CN'], 'zh-CN'],
    [['zh'], 'zh-CN'],
    [['fr-FR', 'zh-TW', 'en'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['de'], 'en'],
    [['zhx', 'english'], 'en'],
    [[], 'en'],
  ])('%j: %s', (tags, language) => {
    start(tags);
    expect(applied).toEqual([language]);
  });
});

describe('what the page says', () => {
  it('applies at once when it is another, and is there at the next start', () => {
    const language = start();
    language.set('zh-CN');
    language.set('zh-CN');
    expect(applied).toEqual(['en', 'zh-CN']);
    applied = [];
    start(['en-US']);
    expect(applied).toEqual(['zh-CN']);
  });

  it('is kept even when it is what the system prefers', () => {
    start(['en-US']).set('en');
    applied = [];
    start(['zh-CN']);
    expect(applied).toEqual(['en']);
  });

  it('is written only when it changed', async () => {
    start().set('zh-CN');
    const { mtimeMs } = statSync(path);
    start().set('zh-CN');
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ v: 1, language: 'zh-CN' });
  });
});

it.each(['', '{', '{"v":1,"language":"fr"}', '{"v":1,"language":["zh-CN"]}', '{"language":"zh-CN"}'])(
  'takes a file with %j in it for none',
  async (text) => {
    await writeFile(path, text);
    start(['en']).set('en');
    expect(applied).toEqual(['en']);
    applied = [];
    start(['zh-CN']);
    expect(applied).toEqual(['en']);
  },
);
