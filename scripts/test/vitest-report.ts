// Reads vitest's JSON report: tests by their folder under `test/`, and which files were skipped.
import { relative, sep } from 'node:path';
import { add, NOTHING, type Tally } from './tally.ts';

export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export interface FileTally extends Tally {
  /** Relative to the project, with forward slashes. */
  readonly file: string;
}

/** A file that failed before any of its tests did (an import, a hook) counts as one failed test. */
function tallyFile({ status, assertionResults }: VitestReport['testResults'][number]): Tally {
  const count = (wanted: string) => assertionResults.filter((test) => test.status === wanted).length;
  const [passed, failed] = [count('passed'), count('failed')];
  return {
    passed,
    failed: status === 'failed' && failed === 0 ? 1 : failed,
    skipped: assertionResults.length - passed - failed,
  };
}

export function tallyByFile(report: VitestReport, root: string): FileTally[] {
  return report.testResults.map((result) => ({
    file: relative(root, result.name).split(sep).join('/'),
    ...tallyFile(result),
  }));
}

/** The sum over the files of one folder, e.g. `test/unit`. */
export function tallyFolder(files: readonly FileTally[], folder: string): Tally {
  return add(NOTHING, ...files.filter(({ file }) => file.startsWith(`${folder}/`)));
}
