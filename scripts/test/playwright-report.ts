// Reads Playwright's JSON report.
import type { Tally } from './tally.ts';

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
}

export interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  /** What went wrong outside any test. */
  readonly errors: readonly unknown[];
  readonly suites: readonly Suite[];
}

/** A test that passed on its second try (playwright.config.ts) has passed; `flakyTests` names it. */
export function tallyPlaywright({ stats, errors }: PlaywrightReport): Tally {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/** Titles of the tests that needed a second try. */
export function flakyTests({ suites }: { readonly suites: readonly Suite[] }): string[] {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ title }) => title),
    ...flakyTests({ suites: inner }),
  ]);
}
