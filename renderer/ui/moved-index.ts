// Where a key leads in a list of rows, one of which has the keyboard. Pure.

/** Rows that a Page key moves. */
const PAGE_STEP = 10;

/** `undefined` for a key that moves nothing. */
export function movedIndex(key: string, index: number, rows: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE_STEP,
    PageUp: -PAGE_STEP,
    Home: -rows,
    End: rows,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step === undefined ? undefined : Math.min(rows - 1, Math.max(0, index + step));
}
