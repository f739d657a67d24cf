// The log as a person searches and saves it: filter, open a match, export what is filtered.
import { readFileSync } from 'node:fs';
import { en } from '../../renderer/i18n/en.ts';
import { expect, hostName, type Page, test } from '../helpers/app-fixture.ts';
import { violations } from './axe.ts';
import { unlock } from './owner.ts';
import { assess, expectVerified, goTo, RECIPIENT } from './person.ts';

const { activity, assess: assessTexts, log } = en;

async function choose(page: Page, label: string, option: string): Promise<void> {
  const filter = page.getByRole('search', { name: activity.search.label });
  await filter.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Saves through the dialog and reads the file; real Electron asks in a window that no test can press. */
async function exported(page: Page, format: 'csv' | 'json'): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: activity.export.formats[format] }).click();
  const file = await (await download).path();
  return readFileSync(file, 'utf8');
}

test('filters by kind, level and day, says when nothing matches, and clears', async ({ page }) => {
  await expectVerified(page);
  await assess(page, { amount: '1.5' });
  await goTo(page, 'activity');
  const matches = page.getByRole('grid', { name: activity.search.listLabel });
  await choose(page, log.kind, log.kinds.assessment);
  await expect(page.getByText(activity.search.found(1, '1'), { exact: true }).first()).toBeVisible();
  await expect(matches.getByRole('row', { name: log.kinds.assessment })).toHaveCount(1);
  await expect(matches.getByRole('row', { name: log.kinds.boot })).toHaveCount(0);
  await page.getByLabel(activity.search.to, { exact: true }).fill('2001-01-01');
  await expect(page.getByRole('heading', { name: activity.search.emptyTitle })).toBeVisible();
  await page.getByLabel(activity.search.from, { exact: true }).fill('2002-01-01');
  await expect(page.getByText(activity.search.wrongOrder)).toBeVisible();
  await page.getByRole('button', { name: activity.search.clear }).click();
  await expect(page.getByRole('grid', { name: activity.listLabel })).toBeVisible();
  await choose(page, activity.search.level, assessTexts.levels.Denied.name);
  await expect(page.getByRole('heading', { name: activity.search.emptyTitle })).toBeVisible();
});

test('a match opens by keyboard', async ({ page }) => {
  await expectVerified(page);
  await assess(page, { amount: '1.5' });
  await goTo(page, 'activity');
  await choose(page, log.kind, log.kinds.assessment);
  await page.getByRole('row', { name: log.kinds.assessment }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(activity.detailLead)).toBeVisible();
  await expect(page.getByRole('dialog').getByText(RECIPIENT, { exact: true })).toBeVisible();
});

test('axe finds nothing in the filter, its empty result and the export', async ({ page }) => {
  await expectVerified(page);
  await goTo(page, 'activity');
  await choose(page, log.kind, log.kinds.boot);
  await expect(page.getByRole('grid', { name: activity.search.listLabel })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: activity.export.open }).click();
  await expect(page.getByText(activity.export.filtered)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByLabel(activity.search.to, { exact: true }).fill('2001-01-01');
  await expect(page.getByRole('heading', { name: activity.search.emptyTitle })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('exports what is filtered, without feature data unless it is asked for', async ({ page, watched }) => {
  test.skip(hostName === 'electron', 'real Electron asks where to save in a window of the system');
  await expectVerified(page);
  await assess(page, { amount: '1.5', note: '=1+1' });
  await goTo(page, 'activity');
  await choose(page, log.kind, log.kinds.assessment);
  await page.getByRole('button', { name: activity.export.open }).click();
  await expect(page.getByText(activity.export.filtered)).toBeVisible();
  const csv = await exported(page, 'csv');
  await expect(page.getByText(activity.export.saved(1, '1'))).toBeVisible();
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  expect(csv.trim().split('\r\n')).toHaveLength(2);
  expect(csv).toMatch(/,\d{4}-\d\d-\d\dT[\d:.]+Z,assessment,/);
  expect(csv).toContain(`${RECIPIENT},1500000000000000000,'=1+1,`);
  expect(csv).not.toContain('holdMs');
  await page.getByText(activity.export.withFeatures).click();
  const [entry, ...others] = JSON.parse(await exported(page, 'json'));
  expect(others).toEqual([]);
  expect(entry.record.payment).toMatchObject({ to: RECIPIENT, amountWei: '1500000000000000000' });
  expect(entry.featureData.typing.holdMs.length).toBeGreaterThan(0);
  expect(watched.errors).toEqual([]);
  expect(watched.violations).toEqual([]);
});

test('feature data is erased for good, with an entry of its own, and the chain still holds', async ({
  page,
  watched,
}) => {
  await expectVerified(page);
  await assess(page, { amount: '1.5' });
  await goTo(page, 'activity');
  const assessed = page.getByRole('row', { name: log.kinds.assessment });
  await expect(assessed).toContainText(log.features.stored);
  await assessed.click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByText(assessTexts.features.typing)).toBeVisible();
  await page.getByRole('button', { name: activity.erase }).click();
  await page.getByRole('button', { name: activity.eraseConfirm }).click();
  await expect(panel.getByText(activity.featuresErased)).toBeVisible();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(panel.getByText(new RegExp(activity.erased('\\d+')))).toBeVisible();
  await expect(panel.getByText(assessTexts.features.typing)).toHaveCount(0);
  await expect(panel.getByText(RECIPIENT, { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: activity.erase })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: log.kinds.erasure })).toHaveCount(1);
  await expect(assessed).toContainText(log.features.erased);
  await page.reload();
  await unlock(page);
  await assessed.click();
  await expect(panel.getByText(activity.featuresErased)).toBeVisible();
  await expect(panel.getByText(assessTexts.features.typing)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: activity.verifyNow }).click();
  await expect(page.getByRole('main').getByText(activity.verified, { exact: true })).toBeVisible();
  expect(watched.errors).toEqual([]);
});
