// Format and lint, by Biome; warnings count.
import { type Verdict, verdict } from './step.ts';
import { runTool } from './tool.ts';

export async function checkFormatAndLint(root: string): Promise<Verdict> {
  const { code, stdout, stderr } = await runTool(root, '@biomejs/biome/bin/biome', [
    'ci',
    '--colors=off',
    '--error-on-warnings',
    '--max-diagnostics=50',
  ]);
  const count = Number(/Checked (\d+) files?/.exec(stdout + stderr)?.[1] ?? 0);
  return verdict('format and lint', count, 'files', code === 0 ? [] : [`${stderr}${stdout}`.trim()]);
}
