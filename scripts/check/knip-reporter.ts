// Makes knip print what our check needs: how many files it processed, and one line for each finding.
import { relative } from 'node:path';
import type { Issue, Reporter } from 'knip';

/** The only default export outside configurations: knip loads reporters so. */
const report: Reporter = ({ report: types, issues, counters, cwd, configurationHints }) => {
  const problems: string[] = [];
  for (const [type, wanted] of Object.entries(types)) {
    if (!wanted) continue;
    const found = Object.values(issues[type as keyof typeof issues] as Record<string, Record<string, Issue>>);
    for (const issue of found.flatMap((byName) => Object.values(byName))) {
      const names = issue.symbols?.map(({ symbol }) => symbol).join(', ') ?? issue.symbol;
      problems.push(`${relative(cwd, issue.filePath)}: unused or unknown (${type}): ${names}`);
    }
  }
  for (const hint of configurationHints) problems.push(`knip.json: needless ${JSON.stringify(hint)}`);
  console.log(JSON.stringify({ processed: counters.processed, problems }));
};

export default report;
