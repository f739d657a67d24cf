// What every check answers: how much it looked at, and what is wrong. Looking at nothing is wrong too.
export interface Verdict {
  readonly name: string;
  /** How many of `what` were looked at. */
  readonly analysed: number;
  readonly what: string;
  readonly problems: readonly string[];
}

/** A check that analysed nothing proves nothing: it fails. */
export function verdict(name: string, analysed: number, what: string, problems: readonly string[]): Verdict {
  const empty = analysed > 0 ? [] : [`analysed no ${what}`];
  return { name, analysed, what, problems: [...empty, ...problems] };
}

export function hasPassed({ problems }: Verdict): boolean {
  return problems.length === 0;
}

/** One line, and one more for each problem. */
export function describe(result: Verdict): string {
  const head = `${hasPassed(result) ? '✓' : '✗'} ${result.name}: ${result.analysed} ${result.what}`;
  return [head, ...result.problems.map((problem) => `    ${problem.replaceAll('\n', '\n    ')}`)].join('\n');
}
