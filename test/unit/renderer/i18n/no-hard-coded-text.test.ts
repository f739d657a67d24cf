import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { en } from '../../../../renderer/i18n/en.ts';

const RENDERER = join(import.meta.dirname, '../../../../renderer');
const READ_ALOUD = new Set([
  'aria-label',
  'aria-description',
  'alt',
  'title',
  'placeholder',
  'label',
  'text',
]);
/** A word of two letters or more; marks such as × or → are the same everywhere. */
const WORD = /\p{L}{2}/u;

const components = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.tsx'),
);

/** Every text of a component that people would see or hear and that comes from no language file. */
function hardCodedTexts(name: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && WORD.test(node.text)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && READ_ALOUD.has(node.name.getText())) {
      const value = node.initializer;
      if (value !== undefined && ts.isStringLiteral(value) && WORD.test(value.text)) found.push(value.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

describe('texts', () => {
  test.each(components)('%s has none of its own', (name) => {
    expect(hardCodedTexts(name, readFileSync(join(RENDERER, name), 'utf8'))).toEqual([]);
  });

  test('would be found', () => {
    expect(components.length).toBeGreaterThan(30);
    expect(hardCodedTexts('x.tsx', '<p aria-label="Close it">Hello {name} × 2</p>')).toEqual([
      'Close it',
      'Hello',
    ]);
  });

  test('of the languages are all used', () => {
    const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/i18n\/(en|zh-cn)/.test(name))
      .map((name) => readFileSync(join(RENDERER, name), 'utf8'))
      .join('\n');
    // Two levels are named in the source, or the first by a variable; what lies below is chosen by a value.
    const unused = Object.entries(en)
      .flatMap(([section, texts]) => Object.keys(texts).map((key) => [section, key] as const))
      .filter(([section]) => section !== 'reasons' && section !== 'codes')
      .filter(([, key]) => !new RegExp(`[.{,]\\s*${key}\\b`).test(sources));
    expect(unused.map(([section, key]) => `${section}.${key}`)).toEqual([]);
  });
});
