// Text in columns for a terminal.

export function section(title: string, facts: readonly (readonly [string, string])[]): string {
  return `\n${title}\n${table(facts)}`;
}

/** Cells in columns as wide as their widest cell, indented by two. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

export function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}

export function bytes(count: number): string {
  return `${count.toLocaleString('en-US')} B`;
}
