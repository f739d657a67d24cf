// Counts tests over all runners, so that one closing line can speak for them.

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

export function add(...tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    NOTHING,
  );
}

/** The line that closes a run, alone on its line. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * A runner's tally, made honest: one that executed nothing has failed, and so has one that says
 * so by its exit code although no test did.
 */
export function judge(tally: Tally, exitCode: number): Tally {
  const executed = tally.passed + tally.failed;
  const unexplained = executed === 0 || (exitCode !== 0 && tally.failed === 0);
  return unexplained ? { ...tally, failed: tally.failed + 1 } : tally;
}
