// All checks, side by side; each one's lines are printed as soon as those before it have theirs.
import { checkDeadCode } from './dead-code.ts';
import { checkFileStyle } from './file-style.ts';
import { checkForbiddenImports } from './forbidden-imports.ts';
import { checkFormatAndLint } from './format-and-lint.ts';
import { checkImportDirections } from './import-directions.ts';
import { checkMachineNames } from './machine-names.ts';
import { projectFiles } from './source-files.ts';
import { describe, type Verdict } from './step.ts';
import { checkTypes } from './types.ts';

export async function runChecks(root: string, print: (line: string) => void): Promise<Verdict[]> {
  const files = await projectFiles(root);
  const running = [
    checkFormatAndLint(root),
    checkTypes(root, files),
    checkImportDirections(root, files),
    checkDeadCode(root),
    checkForbiddenImports(root, files),
    checkMachineNames(root, files),
    checkFileStyle(root, files),
  ];
  const verdicts: Verdict[] = [];
  for (const result of running) {
    verdicts.push(await result);
    print(verdicts.slice(-1).map(describe).join(''));
  }
  return verdicts;
}
