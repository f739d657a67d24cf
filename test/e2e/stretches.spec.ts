// A log longer than one list can hold is shown in stretches: newer, older, or straight to an entry.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fillLog } from '../../bench/shared/fill-log.ts';
import { en } from '../../renderer/i18n/en.ts';
import { STRETCH_ROWS } from '../../renderer/screens/activity/log-pages.ts';
import { hexToBytes } from '../../tee-sim/protocol/bytes.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import { unlockDevice } from './owner.ts';
import { expectVerified, goTo } from './person.ts';
import { openScene } from './scene.ts';

const { activity, log } = en;

/** Two hundred more than a stretch has; starting the app adds one, unlocking it two. */
const WRITTEN = STRETCH_ROWS + 200;
const STARTED = WRITTEN + 1;
const TOTAL = STARTED + 2;
const count = (n: number): string => n.toLocaleString('en');

test('newer, older, to an entry by its number, and to no entry that is not there', async ({
  launch,
  userData,
  masterKeyFile,
}) => {
  test.setTimeout(180_000);
  const masterKey = hexToBytes(readFileSync(masterKeyFile, 'utf8'));
  fillLog(path.join(userData, 'app', 'tee'), masterKey, WRITTEN);
  const { page, shoot } = await openScene(await launch(), en, 'en');
  await unlockDevice(page);
  await expectVerified(page);
  await goTo(page, 'activity');
  const newer = page.getByRole('button', { name: activity.newer });
  const older = page.getByRole('button', { name: activity.older });
  const range = (from: number, to: number) =>
    page.getByText(activity.range(count(from), count(to), count(TOTAL)), { exact: true });
  const entry = (id: number) => page.getByRole('row', { name: new RegExp(`^Entry ${count(id)},`) });

  await expect(range(TOTAL, TOTAL - STRETCH_ROWS + 1)).toBeVisible();
  await expect(newer).toBeDisabled();
  await expect(entry(TOTAL)).toContainText(log.kinds.authentication);
  await expect(entry(STARTED)).toContainText(log.kinds.boot);
  await expect(entry(STARTED - 1)).toContainText(log.kinds.assessment);
  await shoot('activity-stretches', 'small');

  await older.click();
  await expect(range(TOTAL - STRETCH_ROWS, 1)).toBeVisible();
  await expect(older).toBeDisabled();
  await expect(entry(TOTAL - STRETCH_ROWS)).toContainText(log.kinds.assessment);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(TOTAL));
  await entry(TOTAL - STRETCH_ROWS).press('End');
  await expect(entry(1)).toBeFocused();
  await expect(entry(1)).toContainText(log.kinds.boot);

  await newer.click();
  await expect(entry(TOTAL)).toBeVisible();
  await expect(newer).toBeDisabled();

  const number = page.getByRole('textbox', { name: activity.goTo });
  await number.fill(String(TOTAL + 1));
  await number.press('Enter');
  await expect(page.getByText(activity.goToInvalid(count(TOTAL)))).toBeVisible();
  await expect(entry(TOTAL)).toBeVisible();
  await number.fill('50000');
  await number.press('Enter');
  await expect(range(50_000, 1)).toBeVisible();
  await expect(entry(50_000)).toContainText(log.kinds.assessment);
  await expect(page.getByText(activity.goToInvalid(count(TOTAL)))).toHaveCount(0);
});
