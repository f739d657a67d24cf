// What each bundle may weigh. A build that grows past its budget fails, so that growth is decided, not noticed.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

interface Budget {
  /** A file, or a folder with everything below it. */
  readonly path: string;
  /** Counts only names that end like this. */
  readonly ending?: string;
  readonly maxKiB: number;
}

export const BUDGETS: readonly Budget[] = [
  { path: 'out/tee', maxKiB: 1_000 },
  { path: 'out/main', maxKiB: 570 },
  { path: 'out/preload', maxKiB: 4 },
  { path: 'out/renderer', ending: '.js', maxKiB: 1_450 },
  { path: 'out/renderer', ending: '.css', maxKiB: 160 },
  // Fonts for two scripts are most of it; a page loads only the slices it shows.
  { path: 'out/renderer', maxKiB: 7_000 },
  { path: 'out/cli', maxKiB: 520 },
];

/** Bytes of the files below `path` whose names end as asked. 0 when there are none. */
function sizeOf(root: string, { path, ending = '' }: Budget): number {
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .reduce((bytes, entry) => bytes + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** What is over its budget, in words; a bundle that is not there at all is a fault too. */
export function overBudget(root: string, budgets: readonly Budget[] = BUDGETS): string[] {
  return budgets.flatMap((budget) => {
    const bytes = sizeOf(root, budget);
    const name = `${budget.path}${budget.ending === undefined ? '' : ` (${budget.ending})`}`;
    if (bytes === 0) return [`${name} is empty`];
    const kib = Math.ceil(bytes / 1_024);
    return kib > budget.maxKiB ? [`${name} weighs ${kib} KiB, its budget is ${budget.maxKiB}`] : [];
  });
}
