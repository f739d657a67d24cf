// `npm run check`: format, lint, types, import directions, dead code and our own rules. Prints what each
// looked at; exits 1 when one failed or looked at nothing.
import { resolve } from 'node:path';
import { runChecks } from './check/run-checks.ts';
import { hasPassed } from './check/step.ts';

const verdicts = await runChecks(resolve(import.meta.dirname, '..'), (line) => console.log(line));
process.exitCode = verdicts.every(hasPassed) ? 0 : 1;
