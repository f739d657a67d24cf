// Types, by both TypeScript projects; a source that neither of them contains is a problem of its own.
import { relative, sep } from 'node:path';
import { isTypeScript } from './source-files.ts';
import { type Verdict, verdict } from './step.ts';
import { runTool } from './tool.ts';

const PROJECTS = ['tsconfig.node.json', 'tsconfig.web.json'] as const;

async function checkProject(root: string, project: string) {
  const run = await runTool(root, 'typescript/bin/tsc', ['-p', project, '--listFiles', '--pretty', 'false']);
  const lines = run.stdout.split(/\r?\n/).filter((line) => line !== '');
  const files = lines.filter((line) => !/\(\d+,\d+\): |^\s|^error /.test(line));
  const problems = lines.filter((line) => !files.includes(line));
  return {
    sources: files.map((file) => relative(root, file).split(sep).join('/')),
    problems: run.code !== 0 && problems.length === 0 ? [`${project}: tsc failed: ${run.stderr}`] : problems,
  };
}

export async function checkTypes(root: string, files: readonly string[]): Promise<Verdict> {
  const projects = await Promise.all(PROJECTS.map((project) => checkProject(root, project)));
  const seen = new Set(projects.flatMap(({ sources }) => sources));
  const expected = files.filter(isTypeScript);
  const missed = expected
    .filter((file) => !seen.has(file))
    .map((file) => `${file}: in neither ${PROJECTS.join(' nor ')}`);
  const problems = new Set(projects.flatMap((project) => project.problems));
  return verdict('types', expected.length - missed.length, 'sources', [...problems, ...missed]);
}
