// What axe finds on the page as it stands: rule by rule, with the elements and what is wrong with them.
import axe from 'axe-core';
import type { Page } from '../helpers/app-fixture.ts';

/** What fades in is judged once it is there. What never ends is no fading. */
const FADED = `Promise.all(document.getAnimations()
  .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
  .map(({ finished }) => finished.catch(() => undefined)))`;

/** What depends on the theme; all else is the same in each. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

export async function violations(page: Page, rules: 'all' | 'colours' = 'all'): Promise<unknown> {
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(axe.source);
  await page.evaluate(`${FADED}.then(() => undefined)`);
  // react-aria announces a busy button by reference, and keeps the note some seconds after the button is gone.
  const scope = "{ exclude: ['[data-live-announcer]'] }";
  const only = rules === 'colours' ? { runOnly: COLOUR_RULES } : {};
  const options = JSON.stringify({ ...only, resultTypes: ['violations'] });
  return page.evaluate(`axe.run(${scope}, ${options}).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary)]))`);
}
