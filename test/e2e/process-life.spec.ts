// How the app's processes begin and end together, and what outlives them.
import { en } from '../../renderer/i18n/en.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import { unlock, unlockDevice } from './owner.ts';
import { assess, expectVerified, goTo } from './person.ts';

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('closing the window ends the app and its TEE', async ({ app, page }) => {
  await expectVerified(page);
  const pids = await app.utilityPids();
  expect(pids).toHaveLength(1);
  await page.close();
  expect(await app.exited).toBe(0);
  expect(pids.filter(isRunning)).toEqual([]);
});

test('Ctrl-C ends the app and its TEE', async ({ app, page }) => {
  await expectVerified(page);
  const pids = await app.utilityPids();
  process.kill(app.pid, 'SIGINT');
  expect(await app.exited).toBe(0);
  expect(pids.filter(isRunning)).toEqual([]);
});

test('a TEE never outlives an app that was killed, and its page says so', async ({ app, page }) => {
  await expectVerified(page);
  const pids = await app.utilityPids();
  process.kill(app.pid, 'SIGKILL');
  await app.exited;
  await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  if (app.host === 'browser-host') await expect(page.getByText('AirAccount has ended.')).toBeVisible();
});

test('a reload is no new session for people: the same form, verified again', async ({ page }) => {
  await expectVerified(page);
  for (let i = 0; i < 3; i += 1) await page.reload();
  await unlock(page);
  await expectVerified(page);
  await assess(page, { amount: '1' });
});

test('the next start has the log of the last, and its chain holds', async ({ launch }) => {
  const first = await launch();
  await unlockDevice(first.page);
  await assess(first.page, { amount: '4' });
  const { origin } = new URL(first.page.url());
  await first.stop();
  const { page } = await launch();
  // The pinned device identity lies in the storage of this origin.
  expect(new URL(page.url()).origin).toBe(origin);
  await unlockDevice(page);
  await goTo(page, 'activity');
  await expect(page.getByRole('row', { name: en.log.kinds.assessment })).toHaveCount(1);
  await page.getByRole('button', { name: en.activity.verifyNow }).click();
  await expect(page.getByRole('main').getByText(en.activity.verified, { exact: true })).toBeVisible();
});

test('a second start on the same data tells the first and ends', async ({ app, page, launch }) => {
  await expectVerified(page);
  await expect(launch()).rejects.toThrow(/ended before|closed/);
  await expectVerified(page);
  expect(await app.utilityPids()).toHaveLength(1);
});
