// What axe finds on the page as it stands: rule by rule, with the elements and what is wrong with them.
import axe from 'axe-core';
import type { Page } from '../helpers/app-fixture.ts';

export async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  // react-aria announces a busy button by reference, and keeps the note some seconds after the button is gone.
  const scope = "{ exclude: ['[data-live-announcer]'] }";
  return page.evaluate(`axe.run(${scope}, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary)]))`);
}
