import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Script } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { injectScript } from '../../../browser-host/http-relay.ts';
import { buildPageScript } from '../../../browser-host/page-script.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'airaccount-page-script-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the script ahead of the page', () => {
  it('is one classic script: no import or export is left, and it compiles', () => {
    const preload = path.join(folder, 'preload.cjs');
    writeFileSync(preload, 'require("electron"); // a comment without a line end');
    const script = buildPageScript(preload, { socketPath: '/s' });
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(/^\s*(import|export)\b/m);
    expect(script).toContain('a comment without a line end');
  });

  it('gives nothing to the page’s own scope', () => {
    const script = buildPageScript(undefined, { socketPath: '/s' });
    expect(script.startsWith('(() => {')).toBe(true);
    expect(script.trimEnd().endsWith('})();')).toBe(true);
  });

  it.each([
    [
      '<!doctype html><html><head lang="x"><title>t',
      '<!doctype html><html><head lang="x"><script src="/p"></script><title>t',
    ],
    ['<!DOCTYPE html><p>no head', '<!DOCTYPE html><script src="/p"></script><p>no head'],
    ['<p>fragment', '<script src="/p"></script><p>fragment'],
    [
      '<!doctype html><header></header><HEAD></HEAD>',
      '<!doctype html><header></header><HEAD><script src="/p"></script></HEAD>',
    ],
  ])('goes first into %s', (html, expected) => {
    expect(injectScript(html, '/p')).toBe(expected);
  });
});
