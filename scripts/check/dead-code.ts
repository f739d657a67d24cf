// Unused files, exports and dependencies, by knip. Its own exit code is 0 when it was pointed at nothing.
import { type Verdict, verdict } from './step.ts';
import { runTool } from './tool.ts';

interface Report {
  readonly processed: number;
  readonly problems: readonly string[];
}

export async function checkDeadCode(root: string): Promise<Verdict> {
  const { stdout, stderr } = await runTool(root, 'knip/bin/knip.js', [
    ...['--no-progress', '--reporter', './scripts/check/knip-reporter.ts'],
  ]);
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) return verdict('dead code', 0, 'files', [`${stdout}${stderr}`.trim()]);
  const { processed, problems } = JSON.parse(line) as Report;
  return verdict('dead code', processed, 'files', problems);
}
