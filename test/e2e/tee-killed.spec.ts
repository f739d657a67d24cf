// The TEE process dies under a person's hands: said aloud, started again, nothing typed is lost.
import { en } from '../../renderer/i18n/en.ts';
import { expect, test } from '../helpers/app-fixture.ts';
import { unlock } from './owner.ts';
import { assess, expectVerified, fillIn, goTo, RECIPIENT } from './person.ts';

test.skip(process.platform === 'win32', 'processes are stopped and killed by POSIX signals here');

test('killed while idle: explained, restarted, what was typed is kept and can be sent', async ({
  app,
  page,
}) => {
  await expectVerified(page);
  await fillIn(page, { amount: '3.25', note: 'kept' });
  const [before] = await app.utilityPids();
  if (before === undefined) throw new Error('no TEE process');
  process.kill(before, 'SIGKILL');

  await expect(page.getByText(en.connection.restartingTitle).first()).toBeVisible();
  await expectVerified(page);
  await unlock(page);
  expect(await app.utilityPids()).not.toContain(before);
  await expect(page.getByRole('textbox', { name: en.assess.recipient, exact: true })).toHaveValue(RECIPIENT);
  await expect(page.getByRole('textbox', { name: en.assess.amount, exact: true })).toHaveValue('3.25');
  await page.getByRole('button', { name: en.assess.submit, exact: true }).click();
  await expect(page.getByText(en.assess.verified, { exact: true })).toBeVisible();
});

test('killed with a request inside: the outcome is unknown, said so, then found out', async ({
  app,
  page,
}) => {
  await expectVerified(page);
  await assess(page, { amount: '1' });
  const [pid] = await app.utilityPids();
  if (pid === undefined) throw new Error('no TEE process');
  // Stopped first, so that the request is surely inside and unanswered when it dies.
  process.kill(pid, 'SIGSTOP');
  await page.getByRole('button', { name: en.assess.submit, exact: true }).click();
  await expect(page.getByRole('button', { name: en.assess.submitting })).toBeVisible();
  process.kill(pid, 'SIGKILL');

  await expect(page.getByText(en.assess.unknownTitle).first()).toBeVisible();
  await expectVerified(page);
  await unlock(page);
  await expect(page.getByText(en.assess.notCarriedOutTitle).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: en.assess.earlierTitle })).toBeVisible();
  await goTo(page, 'activity');
  await expect(page.getByRole('row', { name: en.log.kinds.assessment })).toHaveCount(1);
  await page.getByRole('button', { name: en.activity.verifyNow }).click();
  await expect(page.getByRole('main').getByText(en.activity.verified, { exact: true })).toBeVisible();
});
