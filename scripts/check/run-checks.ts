// All checks, side by side; each one's lines are printed as soon as those before it have theirs.
import { checkDeadCode } from './dead-code.ts';
import { checkFileStyle } from './file-style.ts';
import { checkForbiddenImports } from './forbidden-imports.ts';
import { checkFormatAndLint } from './format-and-lint.ts';
import { checkImportDirections } from './import-directions.ts';
import { checkMachineNames } from './machine-names.ts';
import { projectFiles } from './source-files.ts';
import { describe, type Verdict, verdict } from './step.ts';
import { checkTypes } from './types.ts';

const CHECKS: readonly ((root: string, files: readonly string[]) => Promise<Verdict>)[] = [
  checkFormatAndLint,
  checkTypes,
  checkImportDirections,
  checkDeadCode,
  checkForbiddenImports,
  checkMachineNames,
  checkFileStyle,
];

export async function runChecks(root: string, print: (line: string) => void): Promise<Verdict[]> {
  const files = await projectFiles(root);
  const running = CHECKS.map((check) =>
    // One that cannot run has failed; the others still say what they found.
    check(root, files).catch((error: unknown) => verdict(check.name, 0, 'files', [String(error)])),
  );
  const verdicts: Verdict[] = [];
  for (const result of running) {
    const finished = await result;
    print(describe(finished));
    verdicts.push(finished);
  }
  return verdicts;
}
