// The closing line tells the truth: nothing executed, crashes and broken files count as failures.
import { describe, expect, it } from 'vitest';
import { flakyTests, tallyPlaywright } from '../../../scripts/test/playwright-report.ts';
import { add, closingLine, judge, NOTHING } from '../../../scripts/test/tally.ts';
import { tallyByFile, tallyFolder } from '../../../scripts/test/vitest-report.ts';

const root = '/project';

function file(name: string, status: string, ...tests: string[]) {
  return { name: `${root}/${name}`, status, assertionResults: tests.map((test) => ({ status: test })) };
}

describe('the closing line', () => {
  it('sums over all runners', () => {
    const tally = add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 0, skipped: 5 });
    expect(closingLine(tally)).toBe('11 passed, 2 failed, 8 skipped');
  });
});

describe('judging a runner', () => {
  it('leaves an honest result as it is', () => {
    expect(judge({ passed: 3, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
    expect(judge({ passed: 3, failed: 2, skipped: 1 }, 1)).toEqual({ passed: 3, failed: 2, skipped: 1 });
  });

  it('fails a runner that executed nothing, skipped ones included', () => {
    expect(judge(NOTHING, 0).failed).toBe(1);
    expect(judge({ passed: 0, failed: 0, skipped: 9 }, 0).failed).toBe(1);
  });

  it('fails a runner that exits non-zero although no test failed', () => {
    expect(judge({ passed: 3, failed: 0, skipped: 0 }, 1).failed).toBe(1);
  });
});

describe("vitest's report", () => {
  const files = tallyByFile(
    {
      testResults: [
        file('test/unit/a.test.ts', 'passed', 'passed', 'passed', 'pending', 'todo', 'skipped'),
        file('test/unit/b.test.ts', 'failed', 'passed', 'failed'),
        file('test/attacks/broken.test.ts', 'failed'),
        file('test/united/c.test.ts', 'passed', 'passed'),
      ],
    },
    root,
  );

  it('counts by folder', () => {
    expect(tallyFolder(files, 'test/unit')).toEqual({ passed: 3, failed: 1, skipped: 3 });
    expect(tallyFolder(files, 'test/integration')).toEqual(NOTHING);
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(tallyFolder(files, 'test/attacks')).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe("Playwright's report", () => {
  it('counts errors outside tests as failures, and a second try that passed as passed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
    expect(tallyPlaywright({ stats, errors: [{}], suites: [] })).toEqual({
      passed: 7,
      failed: 2,
      skipped: 3,
    });
  });

  it('names every test that needed a second try, however deep it stands', () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
    const suites = [
      { specs: [spec('first', 'expected'), spec('second', 'flaky')] },
      { suites: [{ specs: [spec('third', 'flaky')] }] },
    ];
    expect(flakyTests({ suites })).toEqual(['second', 'third']);
  });
});
