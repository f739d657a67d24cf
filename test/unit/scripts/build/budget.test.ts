import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { overBudget } from '../../../../scripts/build/budget.ts';

const root = mkdtempSync(join(tmpdir(), 'airaccount-budget-'));
afterAll(() => rmSync(root, { recursive: true }));

beforeEach(() => {
  mkdirSync(join(root, 'out/page/assets'), { recursive: true });
  writeFileSync(join(root, 'out/page/assets/a.js'), Buffer.alloc(2_048));
  writeFileSync(join(root, 'out/page/a.css'), Buffer.alloc(10));
});

describe('bundle budgets', () => {
  it('pass what fits exactly', () => {
    expect(overBudget(root, [{ path: 'out/page', ending: '.js', maxKiB: 2 }])).toEqual([]);
  });

  it('refuse one byte more', () => {
    writeFileSync(join(root, 'out/page/assets/a.js'), Buffer.alloc(2_049));
    expect(overBudget(root, [{ path: 'out/page', ending: '.js', maxKiB: 2 }])).toEqual([
      'out/page (.js) weighs 3 KiB, its budget is 2',
    ]);
  });

  it('refuse a bundle of nothing', () => {
    expect(overBudget(root, [{ path: 'out/page', ending: '.mjs', maxKiB: 2 }])).toEqual([
      'out/page (.mjs) is empty',
    ]);
  });
});
